"""Services of conversion."""
