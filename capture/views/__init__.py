"""Views of capture."""
