"""Posts to hooks, and the worker that reads what came."""

import base64
import hashlib
import hmac
import json

from django.test import Client
from django.utils import timezone

from capture.models import Hook, Inquiry
from capture.services import hooks, process
from core.scope import workspace_scope
from leads.models import Lead


JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
SECRET = "s3cret"


def make_hook(workspace, preset="generic", secret="", **columns):
    with workspace_scope(workspace.pk):
        hook = hooks.create(preset=preset, secret=secret, by=None, at=timezone.now())
        if columns:
            Hook.objects.filter(pk=hook.pk).update(**columns)
            hook.refresh_from_db()
    return hook


def post(hook, body, kind=JSON, *, query="", **headers):
    data = body if isinstance(body, bytes | str) else json.dumps(body)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    data = data.encode() if isinstance(data, str) else data
    return Client().generic("POST", f"/hooks/{hook.token}/{query}", data, content_type=kind, headers=named)


def work(workspace):
    """Let the worker look at everything that waits, and at what it made of it; return all that came."""
    with workspace_scope(workspace.pk):
        for _round in range(3):
            waiting = list(Inquiry.objects.waiting().values_list("pk", flat=True))
            if waiting:
                process.run(keys=waiting, at=timezone.now())
        return list(Inquiry.objects.select_related("lead", "source").order_by("pk"))


def posted(workspace, hook, body, kind=JSON, **headers):
    """Post, let the worker look, and return the newest that came."""
    answer = post(hook, body, kind, **headers)
    assert answer.status_code == 200, answer.content
    return work(workspace)[-1]


def leads(workspace):
    with workspace_scope(workspace.pk):
        return list(Lead.objects.order_by("pk"))


def hex_hmac(secret, body, algorithm="sha256"):
    return hmac.new(secret.encode(), body, algorithm).hexdigest()


def base64_hmac(secret, body, algorithm="sha256"):
    return base64.b64encode(hmac.new(secret.encode(), body, algorithm).digest()).decode()


def plain_digest(body):
    return hashlib.sha256(body).hexdigest()
