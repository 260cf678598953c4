"""What machines tell and ask about releases, under /api/v1/: see `maturity.api`."""
