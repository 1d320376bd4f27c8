"""Services of nurturing."""
