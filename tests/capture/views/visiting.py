"""A form on the web, and whoever visits it."""

import time

from django.core import signing

from capture import stamp
from capture.models import Inquiry
from core.scope import workspace_scope


HTML = "text/html,application/xhtml+xml"
PLAIN = "application/x-www-form-urlencoded"
FILLED = {"full_name": "Ana Ruiz", "email": "ana@sol.es", "message": "Cocina nueva"}


def address(form):
    return f"/f/{form.token}/"


def stored(workspace):
    with workspace_scope(workspace.pk):
        return list(Inquiry.objects.order_by("pk"))


def old_stamp(form, seconds=30):
    shown_at = int(time.time() * 1000) - seconds * 1000
    return signing.Signer(salt=stamp.SALT).sign(f"{shown_at}.nonce.{form.token}")
