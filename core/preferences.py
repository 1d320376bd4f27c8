"""How a person wants pages to look; kept in cookies, so that sign-in pages and first paint know it too."""

from dataclasses import dataclass

from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Preference:
    """One setting: its cookie, what it may hold, and what it is without a cookie."""

    cookie: str
    choices: tuple[str, ...]

    @property
    def default(self) -> str:
        """The first choice."""
        return self.choices[0]

    def read(self, request: HttpRequest) -> str:
        """Return the person's choice, or the default for none or nonsense."""
        value = request.COOKIES.get(self.cookie, "")
        return value if value in self.choices else self.default


PREFERENCES = {
    "theme": Preference("theme", ("system", "light", "dark")),
    "density": Preference("density", ("compact", "comfortable")),
    "keys": Preference("keys", ("on", "off")),
}
