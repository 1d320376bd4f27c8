"""API of nurturing."""
