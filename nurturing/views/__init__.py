"""Pages of nurturing."""
