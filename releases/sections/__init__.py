"""Entries of /settings/ that come with releases: see `maturity.sections`."""
