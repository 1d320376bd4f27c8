"""Api of capture."""
