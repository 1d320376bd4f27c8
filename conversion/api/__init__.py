"""Api of conversion."""
