"""Drift over time: what one episode is, when it grows, and how it ended."""
