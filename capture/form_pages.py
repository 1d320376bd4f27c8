"""What the pages about forms show: a form in the making, its preview, and the code that puts it on a website."""

from typing import Any

from django.conf import settings
from django.db.models import Count
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from capture import queries
from capture.form_forms import AddFieldForm
from capture.forms import TRAP
from capture.models import Form, FormVersion, Inquiry
from capture.services import forms as services
from capture.services import kiosk
from capture.showing import Showing, languages
from tenants.models import User


Context = dict[str, Any]


def detail(form: Form, *, fault: str = "", moved: str = "") -> Context:
    """Return what the page of a form shows; ``moved`` is the field that keeps the keyboard."""
    version = services.current_version(form)
    showing = Showing(form, version, form.language)
    return {
        "form_object": form,
        "version": version,
        "fields": showing.fields,
        "moved": moved,
        "add_form": AddFieldForm(choices=queries.addable(version)),
        "fault": fault,
        "count": queries.submissions([form.pk]).get(form.pk, 0),
        "public_url": public_url(form),
        "event_url": event_url(form),
        "codes": embed_codes(showing),
        "spoken": languages(form, version),
        "translatable": [pair for pair in settings.LANGUAGES if pair[0] != form.language],
        "told": list(User.objects.filter(pk__in=form.notified).order_by("name", "pk")),
        "preview": preview(showing),
    }


def public_url(form: Form) -> str:
    """Return the address of the form's own page."""
    return settings.PUBLIC_URL + reverse("public:form", kwargs={"token": form.token})


def event_url(form: Form) -> str:
    """Return the address of the form's event mode, which only who is given it knows."""
    names = {"token": form.token, "seal": kiosk.seal_of(form.token)}
    return settings.PUBLIC_URL + reverse("public:event", kwargs=names)


def embed_codes(showing: Showing) -> dict[str, str]:
    """Return the code for a website by kind: plain HTML, script, frame; each in the form's own language."""
    form = showing.form
    with translation.override(form.language):
        context = {
            "form": showing.public_form(),
            "texts": showing.texts,
            "form_object": form,
            "title": showing.title,
            "version": showing.version,
            "url": public_url(form),
            "trap_name": TRAP,
        }
        return {
            name: render_to_string(f"capture/embed_{name}.html", context).strip()
            for name in ("plain", "script", "frame")
        }


def preview(showing: Showing) -> Context:
    """Return what the preview inside our own pages shows; its fields have names of their own."""
    return {
        "form": showing.public_form(prefix="preview"),
        "texts": showing.texts,
        "title": showing.title,
        "language": showing.language,
    }


def versions(form: Form) -> list[Context]:
    """Return the versions, newest first, with how many inquiries each brought. Queries: three."""
    counts = Inquiry.objects.filter(form=form).values("form_version_id").annotate(count=Count("pk"))
    by_version = {row["form_version_id"]: row["count"] for row in counts.order_by()}
    found = list(FormVersion.objects.filter(form=form).order_by("-number")[:200])
    names = {user.pk: user for user in User.objects.filter(pk__in={one.created_by for one in found})}
    return [
        {
            "version": one,
            "count": by_version.get(one.pk, 0),
            "by": names.get(one.created_by) if one.created_by else None,
            # by text, so that what is not translated stands there once
            "consents": {one.text("consent", code): code for code in reversed(languages(form, one))},
        }
        for one in found
    ]
