"""What pull requests say about their plans: read from checks, statuses and the comments of bots."""
