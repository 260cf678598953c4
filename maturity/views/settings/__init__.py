"""The pages under /settings/ that belong to no other part."""
