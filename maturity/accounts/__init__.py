"""Who signs in, and how: what allauth is told, and what it tells us."""
