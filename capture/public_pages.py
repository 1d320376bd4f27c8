"""What strangers see of a form: a page of its own, one in a frame, or a part that a script puts into another page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

from capture import proof, queries, stamp
from capture.forms import LANGUAGE, PROOF, STAMP, TRAP, VERSION, PublicForm
from capture.models import Form, FormVersion, Handout, Inquiry
from capture.parsers import body
from capture.parsers.attribution import REFERRED
from capture.services import handouts
from capture.showing import Showing, negotiate
from core.answers import see_other
from core.api import problem_response
from core.csp import CSP
from core.networks import ip_class
from tenants.models import Workspace


# ``?as=``: in a frame of another page, or as a part for the script of another page.
FRAME, PART = "frame", "part"
TEMPLATES = {
    "": "capture/public_form.html",
    FRAME: "capture/public_form.html",
    PART: "capture/part_form.html",
}
THANKS = {
    "": "capture/public_thanks.html",
    FRAME: "capture/public_thanks.html",
    PART: "capture/part_thanks.html",
}


def manner_of(request: HttpRequest) -> str:
    """Return how the form is shown: "", ``FRAME`` or ``PART``."""
    asked = request.GET.get("as", "")
    return asked if asked in TEMPLATES else ""


def showing_of(request: HttpRequest, form: Form, version: FormVersion, *, asked: str = "") -> Showing:
    """Return the version in the language that is asked for, or that the reader's browser prefers."""
    language = negotiate(
        form,
        version,
        asked=asked or request.GET.get("lang", ""),
        accepts=request.headers.get("Accept-Language", "")[:200],
    )
    return Showing(form, version, language)


@dataclass(frozen=True, slots=True)
class PublicPage:
    """One request for a form, and how it is to be answered."""

    request: HttpRequest
    showing: Showing
    manner: str = ""

    @property
    def form(self) -> Form:
        """Return the form."""
        return self.showing.form

    def empty(self, *, at: datetime) -> HttpResponse:
        """Show the form to fill in; hidden fields take their value from the page's address."""
        told = {
            field["name"]: self.request.GET[field["name"]][:1000]
            for field in self.showing.fields
            if field.get("is_hidden") and field["name"] in self.request.GET
        }
        seal = stamp.make(self.form.token, at=at)
        return self.filled(self.showing.public_form(initial=told, **self.naming), seal, at=at)

    @property
    def naming(self) -> dict[str, Any]:
        """Return how the fields' ids are made: inside another page they must not meet that page's own."""
        return {"auto_id": "leadcrm-%s"} if self.manner == PART else {}

    def filled(self, filled: PublicForm, seal: str, *, at: datetime, status: int = 200) -> HttpResponse:
        """Show the form with what was entered and what is wrong with it."""
        context = {
            **self._common(self.showing.title),
            "form": filled,
            "carried": {
                STAMP: seal,
                VERSION: str(self.showing.version.number),
                LANGUAGE: self.showing.language,
                **({f"ids.{REFERRED}": self.referred} if self.referred else {}),
            },
            "trap_name": TRAP,
            "action": self._address(settings.PUBLIC_URL if self.manner == PART else ""),
            "languages": self._other_languages(),
            **self._puzzle(at),
        }
        response = self._guarded(render(self.request, TEMPLATES[self.manner], context, status=status))
        if self.form.asks_proof:
            policy = response._csp_config  # type: ignore[attr-defined]
            # The widget computes in a worker that it makes itself, and brings its looks along.
            policy |= {"worker-src": ["blob:"], "style-src": [CSP.SELF, CSP.NONCE]}
        return response

    @property
    def referred(self) -> str:
        """Return the token of the link that led here; a form that is shown again has it from what was posted."""
        found = self.request.GET.get(REFERRED) or self.request.POST.get(f"ids.{REFERRED}")
        return (found or "")[:40]

    def _puzzle(self, at: datetime) -> dict[str, Any]:
        """Return what the widget needs, where the form asks for a proof of work."""
        if not self.form.asks_proof:
            return {}
        base = settings.PUBLIC_URL if self.manner == PART else ""
        return {
            "proof_name": PROOF,
            "puzzle": proof.puzzle(self.form.token, at=at),
            "widget_url": base + static("altcha_django/altcha.min.js"),
        }

    def _address(self, base: str = "") -> str:
        way = f"?as={self.manner}" if self.manner == FRAME else ""
        return f"{base}{reverse('public:form', kwargs={'token': self.form.token})}{way}"

    def _other_languages(self) -> list[tuple[str, str, str]]:
        names = dict(settings.LANGUAGES)
        way = {"as": self.manner} if self.manner == FRAME else {}
        way |= {REFERRED: self.referred} if self.referred else {}
        return [
            (code, str(names[code]), f"?{urlencode({**way, 'lang': code})}")
            for code in self.showing.languages
            if code != self.showing.language
        ]

    def _common(self, title: str) -> dict[str, Any]:
        return {
            "texts": self.showing.texts,
            "page_title": title,
            "brand_name": Workspace.objects.only("name").get(pk=self.form.workspace_id).name,
            "is_framed": self.manner == FRAME,
        }

    @property
    def _gives(self) -> bool:
        """Say whether the thanks hand something out."""
        return self.form.handout_id is not None and not self.form.mails_handout

    def thank(self, inquiry: Inquiry) -> HttpResponse:
        """Go on to the thanks: the form's page of the customer's, ours, or those words alone for a script."""
        if self.manner == PART:
            return self.thanks(inquiry, status=202)
        if self.manner == "" and not self._gives and (elsewhere := self.showing.texts.get("redirect_url")):
            return see_other(elsewhere)
        names = {"token": self.form.token, "public_id": inquiry.public_id}
        way = {"as": self.manner} if self.manner else {}
        spoken = {"lang": self.showing.language} if len(self.showing.languages) > 1 else {}
        query = urlencode({**way, **spoken})
        return see_other(reverse("public:thanks", kwargs=names) + (f"?{query}" if query else ""))

    def thanks(self, inquiry: Inquiry, *, status: int = 200) -> HttpResponse:
        """Say that the inquiry arrived, with a reference to quote."""
        context: dict[str, Any] = {
            **self._common(self.showing.texts.get("thanks_title") or _("Thank you")),
            "inquiry": inquiry,
            "form_url": self._address(),
        }
        if self._gives:
            found = Handout.objects.get(pk=self.form.handout_id)
            base = settings.PUBLIC_URL if self.manner == PART else ""
            context |= {"handout": found, "handout_url": base + handouts.address(self.form, inquiry, found)}
        response = render(self.request, THANKS[self.manner], context, status=status)
        return self._guarded(response, context["handout"].url if self._gives else "")

    def _guarded(self, response: HttpResponse, *urls: str) -> HttpResponse:
        """Say who may frame the page, and where its posts may end."""
        lead_on(response, self.showing.texts.get("redirect_url", ""), *urls)
        if self.manner == FRAME:
            policy = response._csp_config  # type: ignore[attr-defined]
            policy["frame-ancestors"] = [CSP.SELF, *self.form.allowed_origins]
            response.xframe_options_exempt = True  # type: ignore[attr-defined]
        return response


def lead_on(response: HttpResponse, *urls: str) -> HttpResponse:
    """Let what the page posts end at the addresses too; Chrome counts redirects as targets of a form."""
    parts = [urlsplit(url) for url in urls if url]
    targets = [f"{one.scheme}://{one.netloc}" for one in parts if one.netloc]
    policy = {**settings.SECURE_CSP, "form-action": [CSP.SELF, *targets]}
    response._csp_config = policy  # type: ignore[attr-defined]
    return response


def wants_page(request: HttpRequest) -> bool:
    """Say whether the sender reads pages; a program wants JSON."""
    return "text/html" in request.headers.get("Accept", "") and request.content_type not in body.JSON_TYPES


def refuse(request: HttpRequest, status: int, code: str, message: str) -> HttpResponse:
    """Refuse as a page, or as a problem to a program."""
    if not wants_page(request) and request.method == "POST":
        return problem_response(request, status=status, code=code, detail=message)
    context = {"message": message, "code": status, "page_title": message}
    return render(request, "capture/public_refusal.html", context, status=status)


def received(request: HttpRequest, form: Form, *, at: datetime) -> tuple[bytes, str] | HttpResponse:
    """Return what was posted and the network it came from; or the refusal: too large, broken off, or too many."""
    try:
        raw = request.body
    except RequestDataTooBig:
        return refuse(request, 413, "too_large", _("This is larger than 2 MB. Send less."))
    except UnreadablePostError:
        return refuse(request, 400, "interrupted", _("The connection broke. Send it again."))
    network = ip_class(request, behind_proxy=bool(settings.SECURE_PROXY_SSL_HEADER))
    limit = queries.Limit(settings.FORM_LIMIT_PER_NETWORK, settings.FORM_LIMIT)
    wait = queries.seconds_to_wait(form=form, ip_class=network, limit=limit, at=at)
    return _too_many(request, wait) if wait else (raw, network)


def _too_many(request: HttpRequest, wait: int) -> HttpResponse:
    message = _(
        "Too many inquiries at once. Try again in a minute; what you wrote is not lost if you go back."
    )
    response = refuse(request, 429, "too_many", message)
    response["Retry-After"] = str(wait)
    return response
