"""What the addresses of forms are tried with, besides those of the first page."""

from typing import Any

from django.utils import timezone

from capture.models import Form, Handout, Inquiry
from capture.services import consents, forms, handouts, kiosk
from leads.services import consent
from tests.architecture.world import Call, World
from tests.factories import capture


def _form(world: World) -> Form:
    """Return a form that gives a link."""
    made = capture.make_form()
    handouts.give(form=made, title="Tour", url="https://acme.example/", by=None, at=timezone.now())
    made.refresh_from_db()
    return made


def _page(**body: Any) -> Any:
    return lambda world: Call({"pk": _form(world).pk}, body or None)


def _inquiry(form: Form) -> Inquiry:
    values = {"email": "ana@reformassol.es", "consent": "on"}
    version = forms.current_version(form)
    return capture.make_inquiry(values, form=form, form_version=version, channel="form", state="accepted")


def _signed(address: str) -> str:
    return address.rstrip("/").rpartition("/")[2]


def _handout(world: World) -> Call:
    form = _form(world)
    held = Handout.objects.get(pk=form.handout_id)
    return Call({"token": form.token, "signed": _signed(handouts.address(form, _inquiry(form), held))})


def _confirm(world: World) -> Call:
    form, lead = _form(world), world.lead()
    inquiry = _inquiry(form)
    Inquiry.objects.filter(pk=inquiry.pk).update(lead=lead)
    evidence = {"evidence": f"inquiry:{inquiry.public_id}", "ip_class": "", "at": timezone.now()}
    consent.ask(lead=lead, text="May we?", text_version="1", channel="form", **evidence)
    return Call({"token": form.token, "signed": _signed(consents.address(form, inquiry))})


def _event(world: World) -> Call:
    token = capture.make_form().token
    return Call(
        {"token": token, "seal": kiosk.seal_of(token)},
        raw=b'{"email": "ana@reformassol.es"}',
        headers={"Idempotency-Key": "a1"},
    )


SAMPLES: dict[str, Any] = {
    "capture:form-versions": _page(),
    "capture:form-translation": lambda world: Call(
        {"pk": _form(world).pk, "language": "es"}, {"text:title": "Hable con nosotros"}
    ),
    "capture:form-handout": _page(title="Tour", url="https://acme.example/", by_mail=""),
    "capture:stop-handout": _page(),
    "public:form-script": lambda world: Call({"token": _form(world).token}),
    "public:event": _event,
    "public:event-worker": _event,
    "public:handout": _handout,
    "public:confirm": _confirm,
}
