"""API of messaging."""
