"""A person at a browser without scripts: cookies, links and forms over plain HTTP."""

import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from typing import Any

from tests.faults.rig import Rig


PASSWORD = "a-long-test-password"  # as Rig.create_workspace gives admins


@dataclass(slots=True)
class Form:
    """A form as the page offers it: where it goes and what it would send untouched."""

    action: str
    method: str = "get"
    values: dict[str, str] = field(default_factory=dict)


class _Reader(HTMLParser):
    """Collects forms with their values, and links."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[str] = []
        self._form: Form | None = None
        self._select = self._textarea = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self._form)
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if self._form is not None:
            self._read_control(tag, given)

    def _read_control(self, tag: str, given: Mapping[str, str]) -> None:
        assert self._form
        name, values = given.get("name", ""), self._form.values
        if tag == "input" and name:
            if given.get("type") not in {"radio", "checkbox"} or "checked" in given:
                values[name] = given.get("value", "on" if given.get("type") == "checkbox" else "")
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and ("selected" in given or self._select not in values):
            values[self._select] = given.get("value", "")
        elif tag == "textarea" and name:
            self._textarea, values[name] = name, ""

    def handle_data(self, data: str) -> None:
        if self._textarea and self._form is not None:
            self._form.values[self._textarea] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        if tag == "select":
            self._select = ""
        if tag == "textarea":
            self._textarea = ""


@dataclass(slots=True)
class Page:
    """What came back, wherever redirects led."""

    status: int
    url: str
    html: str
    forms: list[Form]
    links: list[str]

    def form(self, ending: str) -> Form:
        """Return the form that posts to an address with this ending; "" is the page's own address."""
        path = urllib.parse.urlsplit(self.url).path
        for form in self.forms:
            target = urllib.parse.urlsplit(form.action).path or path
            if form.method == "post" and (target.endswith(ending) if ending else target == path):
                return form
        raise AssertionError(f"no form to …{ending} on {self.url}: {[form.action for form in self.forms]}")

    def link(self, pattern: str) -> str:
        """Return the first link whose address matches."""
        for link in self.links:
            if re.search(pattern, link):
                return link
        raise AssertionError(f"no link like {pattern} on {self.url}: {self.links}")


class Person:
    """Somebody with a browser of their own."""

    def __init__(self, rig: Rig) -> None:
        self.base = f"http://127.0.0.1:{rig.port}"
        self.jar = CookieJar()
        self.opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(self.jar)
        )
        self.opener.addheaders = [("Accept", "text/html"), ("Accept-Language", "en")]

    def open(self, path: str, *, status: int = 200) -> Page:
        """Follow a link and insist on how it is answered."""
        return self._send(urllib.request.Request(urllib.parse.urljoin(self.base, path)), status)

    def submit(self, page: Page, ending: str = "", *, status: int = 200, **values: Any) -> Page:
        """Fill in a form of the page and send it, as a browser would."""
        form = page.form(ending)
        address = urllib.parse.urljoin(page.url, form.action or page.url)
        body = urllib.parse.urlencode({**form.values, **values}, doseq=True).encode()
        headers = {"Referer": page.url, "Origin": self.base}
        return self._send(urllib.request.Request(address, body, headers), status)

    def sign_in(self, email: str, password: str = PASSWORD) -> Page:
        """Sign in by the page."""
        page = self.submit(self.open("/accounts/login/"), "/accounts/login/", login=email, password=password)
        assert "/accounts/login/" not in page.url, f"{email} was not let in"
        return page

    def _send(self, request: urllib.request.Request, status: int) -> Page:
        try:
            answer = self.opener.open(request, timeout=20)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            html = answer.read().decode()
        assert answer.status == status, (
            f"{request.get_method()} {request.full_url}: {answer.status} instead of {status}\n{html[:2000]}"
        )
        reader = _Reader()
        reader.feed(html)
        return Page(answer.status, answer.url, html, reader.forms, reader.links)
