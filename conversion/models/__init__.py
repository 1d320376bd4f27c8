"""Models of conversion."""
