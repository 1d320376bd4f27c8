"""Services of distribution."""
