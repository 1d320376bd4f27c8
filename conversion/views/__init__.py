"""Views of conversion."""
