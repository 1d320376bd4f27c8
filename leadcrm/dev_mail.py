"""Reading the mails that a copy without a mail server keeps (``runtime.sink``): on this machine only."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_binary_file, policy
from email.message import EmailMessage
from functools import wraps
from html.parser import HTMLParser
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET

from core.csp import csp_override
from messaging.frames import MAIL_POLICY, PAGE_POLICY


NAME = re.compile(r"^\d{17}-[0-9a-f]{6}$")
LINK = re.compile(r"https?://[^\s<>\"]+")
SHOWN = 200
LOOPBACK = {"127.0.0.1", "::1"}


@dataclass(frozen=True, slots=True)
class Mail:
    """One kept mail, opened."""

    name: str
    at: datetime
    message: EmailMessage

    @property
    def to(self) -> str:
        """Return the address it went to."""
        return str(self.message["X-Envelope-To"] or self.message["To"] or "")

    @property
    def subject(self) -> str:
        """Return its subject."""
        return str(self.message["Subject"] or "")

    @property
    def headers(self) -> list[tuple[str, str]]:
        """Return every header as it came."""
        return [(name, str(value)) for name, value in self.message.items()]

    @property
    def text(self) -> str:
        """Return the part for readers without HTML."""
        return self._part("plain")

    @property
    def html(self) -> str:
        """Return the part in HTML."""
        return self._part("html")

    @property
    def links(self) -> list[str]:
        """Return every address in it, once, in order."""
        finder = _Links()
        finder.feed(self.html)
        return list(dict.fromkeys([*finder.found, *LINK.findall(self.text)]))

    def _part(self, kind: str) -> str:
        part = self.message.get_body(preferencelist=(kind,))
        return str(part.get_content()) if part else ""


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note where an anchor leads."""
        href = dict(attrs).get("href") or ""
        if tag == "a" and href.startswith("http"):
            self.found.append(href)


View = Callable[..., HttpResponse]


def only_here(view: View) -> View:
    """Answer only this machine, and only where mails stay on it; for everybody else there is nothing."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
        is_near = request.META.get("REMOTE_ADDR") in LOOPBACK and "X-Forwarded-For" not in request.headers
        if not (settings.LOCAL and settings.KEEPS_MAIL and is_near):
            raise Http404
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response

    return guarded


@require_GET
@only_here
@csp_override(PAGE_POLICY)
def inbox(request: HttpRequest, name: str = "") -> HttpResponse:
    """Show the kept mails, newest first, with one of them opened; ``?to=`` looks for a recipient."""
    to = request.GET.get("to", "").strip().casefold()
    mails = list(_mails(to))
    opened = _open(name) if name else next(iter(mails), None)
    if name and opened is None:
        raise Http404
    return render(request, "leadcrm/mail.html", {"mails": mails, "opened": opened, "to": to})


@require_GET
@only_here
@xframe_options_sameorigin
@csp_override(MAIL_POLICY)
def body(request: HttpRequest, name: str) -> HttpResponse:
    """Show the HTML of one mail; the page puts it into a sandboxed frame."""
    mail = _open(name)
    if mail is None:
        raise Http404
    # Links of the text open a window of their own, as in a mail program: inside the frame nothing may load.
    return HttpResponse(mail.html.replace("<head>", '<head><base target="_blank">', 1))


def _mails(to: str) -> Iterator[Mail]:
    found = 0
    for path in sorted(_folder().glob("*.eml"), reverse=True):
        mail = _open(path.stem)
        if mail and to in mail.to.casefold():
            yield mail
            found += 1
        if found == SHOWN:
            return


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "mail"


def _open(name: str) -> Mail | None:
    if not NAME.match(name):
        return None
    try:
        with (_folder() / f"{name}.eml").open("rb") as file:
            message = message_from_binary_file(file, policy=policy.default)
    except FileNotFoundError:
        return None
    at = datetime.fromtimestamp(int(name.partition("-")[0]) / 1_000_000, tz=UTC)
    return Mail(name, at, message)  # type: ignore[arg-type]
