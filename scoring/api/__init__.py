"""Api of scoring."""
