"""What hosts tell of repositories as such."""
