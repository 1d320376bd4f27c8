"""The embedded servers and the supervisor behind ``manage.py up``: no domain words, no Django models."""
