"""Views of leads."""
