"""How a mail is made of what a person wrote; pure: neither database nor clock."""
