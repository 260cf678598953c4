"""One file, one `router`: found by `maturity.api.urls`."""
