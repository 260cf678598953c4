"""Rows for benchmarks: invented, and as consistent with each other as real ones."""
