"""Who is told of what, and when: decided from what happened and from what people asked for."""
