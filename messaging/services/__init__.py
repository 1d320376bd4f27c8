"""Services of messaging."""
