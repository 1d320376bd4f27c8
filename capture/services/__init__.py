"""Services of capture."""
