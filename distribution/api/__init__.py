"""Api of distribution."""
