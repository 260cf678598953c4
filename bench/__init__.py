"""How fast a scan is, measured against what git needs for the same files. Never part of a test."""
