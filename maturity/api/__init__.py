"""What machines talk to: /api/v1/, with a token of one repository."""
