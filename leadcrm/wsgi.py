"""The WSGI entry point."""

import os

from django.core.wsgi import get_wsgi_application


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leadcrm.settings")

application = get_wsgi_application()

# Only now are there settings and apps.
from leadcrm import logins  # noqa: E402


logins.refuse_to_start()
