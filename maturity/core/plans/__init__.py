"""Reading plans: every form terraform and its kin write, redacted before anything else sees it."""
