"""One window of the browser: who sits there, where they are, what the console complained about."""

from dataclasses import dataclass, field

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, expect

from leadcrm.sample.people import PASSWORD
from tests.faults.rig import Rig


HOME = "/w/tresluces"
# An answer with a form to correct is an answer, though the browser calls it an error; and a request that was cut
# because the person went on to another page is htmx's to mention.
EXPECTED = ("422", "htmx:afterRequest", "htmx:sendError")


@dataclass(slots=True)
class Desk:
    """A window onto a running copy."""

    page: Page
    base: str
    language: str
    home: str = HOME
    complaints: list[str] = field(default_factory=list)
    clicks: int = 0

    @classmethod
    def open(cls, browser: Browser, rig: Rig, *, language: str, width: int) -> "Desk":
        """Open a window whose every complaint (a script that fails, a blocked style) is kept."""
        viewport = {"width": width, "height": 900 if width > 500 else 844}
        # Without a head Chromium says so, and whoever follows a link of a mail like that is no person to us.
        agent = f"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/{browser.version} Safari/537.36"
        context = browser.new_context(
            viewport=viewport,
            locale={"es": "es-ES", "en": "en-GB"}[language],
            user_agent=agent,
            # What is half faded in is no fault of its colors.
            reduced_motion="reduce",
        )
        context.set_default_timeout(20_000)
        desk = cls(context.new_page(), f"http://127.0.0.1:{rig.port}", language)
        desk.page.on("pageerror", lambda error: desk.complaints.append(f"{desk.page.url}: {error}"))
        desk.page.on("console", lambda message: desk._hear(message))
        return desk

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not any(code in message.text for code in EXPECTED):
            self.complaints.append(f"{self.page.url}: {message.text}")

    def go(self, path: str) -> Page:
        """Open an address of the sample workspace, or any that starts with a slash."""
        answer = self.page.goto(
            f"{self.base}{path}" if path.startswith("/") else f"{self.base}{self.home}/{path}"
        )
        assert answer
        assert answer.status == 200, f"{path}: {answer.status}"
        return self.page

    def click(self, what: str | Locator) -> None:
        """Click, and count it."""
        (self.page.locator(what).first if isinstance(what, str) else what).click()
        self.clicks += 1

    def come_back(self, session: dict[str, str]) -> bool:
        """Go on with a session that another window began; say whether it is still good."""
        self.page.context.add_cookies([session])  # type: ignore[list-item]
        self.go("today/")
        if "/accounts/login/" in self.page.url:
            return False
        if self.page.locator("html").get_attribute("lang") != self.language:
            self.choose("language", self.language)
        expect(self.page.locator("html")).to_have_attribute("lang", self.language)
        return True

    def session(self) -> dict[str, str]:
        """Return the cookie of whoever is signed in."""
        kept = {cookie["name"]: cookie for cookie in self.page.context.cookies()}["sessionid"]
        return {"name": kept["name"], "value": kept["value"], "url": self.base}

    def sign_in(self, email: str) -> None:
        """Sign in by the page and choose the language in the menu."""
        self.go("/accounts/login/")
        self.page.locator("#id_login").fill(email)
        self.page.locator("#id_password").fill(PASSWORD)
        self.page.locator("main button.primary").click()
        expect(self.page.locator("h1")).to_be_visible()
        self.choose("language", self.language)
        expect(self.page.locator("html")).to_have_attribute("lang", self.language)

    def choose(self, what: str, value: str) -> None:
        """Press a button of the personal menu."""
        self.page.locator(".who-menu > summary").first.click()
        self.page.locator(f".who-menu button[name={what}][value={value}]").first.click()
        self.page.wait_for_load_state()

    def press(self, ending: str) -> None:
        """Press the button of the form that posts to an address with this ending."""
        self.page.locator(f"form[action$='{ending}'] button").first.click()
        self.page.wait_for_load_state()
