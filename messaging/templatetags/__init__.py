"""Template tags of messaging."""
