"""Services of scoring."""
