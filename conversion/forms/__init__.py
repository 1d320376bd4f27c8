"""Forms of conversion."""
