"""Read-only questions over all rooms."""
