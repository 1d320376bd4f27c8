"""How inquiries arrive, are filtered and become leads."""
