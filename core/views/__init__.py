"""Views that belong to no room: preferences and the style guide."""
