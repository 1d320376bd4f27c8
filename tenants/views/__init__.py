"""Views of tenants."""
