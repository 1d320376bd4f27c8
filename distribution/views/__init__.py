"""Views of distribution."""
