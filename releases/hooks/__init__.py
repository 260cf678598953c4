"""What is done about events of hosts: see `maturity.hooks`."""
