"""Api of tenants."""
