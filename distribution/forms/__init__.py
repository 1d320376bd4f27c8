"""Forms of distribution."""
