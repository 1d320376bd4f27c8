"""What every room needs and no room owns; knows no word of the field."""
