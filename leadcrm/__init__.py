"""The product put together: settings, addresses, workers, the pipeline. Imports every room; none imports it."""

from leadcrm.celery import app as celery_app


__all__ = ["celery_app"]
