"""Models of nurturing."""
