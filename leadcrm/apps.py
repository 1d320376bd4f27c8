"""App configuration of the product: commands and the things that join rooms."""

from django.apps import AppConfig


class LeadcrmConfig(AppConfig):
    """Joins the rooms; has no models."""

    name = "leadcrm"
