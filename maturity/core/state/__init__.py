"""State files and their locks: what they say, who wrote them, what a role needs to read them."""
