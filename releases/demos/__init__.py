"""What the demo shows of releases, and what the CI of the samples told of them."""
