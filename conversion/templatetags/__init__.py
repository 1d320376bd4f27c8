"""Template tags of conversion."""
