"""Services of leads."""
