"""What templates get from the whole product: on a demonstration machine, who may sign in to the sample."""

import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from tenants.choices import Role


def sample_sign_ins(request: HttpRequest) -> dict[str, Any]:
    """Offer the sample's sign-ins to the sign-in page, where `manage.py up` loaded them and nowhere else."""
    if not settings.LOCAL or settings.TESTING or request.path != reverse("account_login"):
        return {}
    try:
        found = json.loads((settings.DATA_DIR / "sample.json").read_text())["sign_ins"]
    except (OSError, ValueError, KeyError):
        return {}
    return {"sample_sign_ins": [{**entry, "role": Role(entry["role"]).label} for entry in found]}
