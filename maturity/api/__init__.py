"""What machines talk to: /api/v1/, with a token of a repository or a team."""
