"""Inquiries and forms; call inside a workspace's scope."""

import json
from typing import Any

from django.utils import timezone

from capture.models import Form, Inquiry, Tracker, Visit
from capture.services import forms, submit, tracking


def make_inquiry(
    payload: dict[str, Any] | None = None, *, state: str = "", reason: str = "", **arrival: Any
) -> Inquiry:
    """Let an inquiry of Ana arrive; ``state`` and ``reason`` put it where a test wants it."""
    values = {"email": "ana@reformassol.es", "full_name": "Ana Ruiz"} if payload is None else payload
    columns = {"raw": json.dumps(values).encode(), "payload": values, "channel": "api"} | arrival
    inquiry, _is_new = submit.receive(arrival=submit.Arrival(**columns), at=timezone.now())
    if state:
        Inquiry.objects.filter(pk=inquiry.pk).update(
            state=state,
            reason=reason or ("bad_email" if state == "quarantined" else ""),
            processed_at=timezone.now(),
        )
        inquiry.refresh_from_db()
    return inquiry


def make_form(*, is_active: bool = True, name: str = "Contact", language: str = "en", **columns: Any) -> Form:
    """Make a published contact form."""
    form = forms.create(name=name, language=language, by=None, at=timezone.now())
    if is_active:
        forms.publish(form=form, is_active=True, by=None, at=timezone.now())
    if columns:
        Form.objects.filter(pk=form.pk).update(**columns)
        form.refresh_from_db()
    return form


SHOP = "https://www.acme.test"


def make_tracker(*, origins: tuple[str, ...] = (SHOP,), **settings: Any) -> Tracker:
    """Let the workspace track its shop."""
    wanted = tracking.Settings(allowed_origins=origins, **settings)
    return tracking.configure(settings=wanted, by=None, at=timezone.now())


def make_visit(visitor: str, path: str = "/", **columns: Any) -> Visit:
    """Store what a visitor did, a page view now unless told otherwise."""
    values = {"kind": "page_view", "url": SHOP + path, "at": timezone.now(), "visitor": visitor}
    return Visit.objects.create(**values | columns)
