"""Ways in which a repository tells of flags: one file each, `WAY`."""
