"""Models of capture."""
