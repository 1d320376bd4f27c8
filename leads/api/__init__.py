"""Api of leads."""
