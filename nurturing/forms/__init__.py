"""Forms of nurturing's pages."""
