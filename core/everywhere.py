"""What the palette can do in every workspace: theme, language, rows, keys, signing out."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core import palette
from core.palette import Action
from core.preferences import PREFERENCES


# How each language calls itself, whatever the page speaks.
LANGUAGES = {"es": "Cambiar a español", "en": "Switch to English"}


def _unless(name: str, value: str) -> Callable[[HttpRequest], bool]:
    return lambda request: PREFERENCES[name].read(request) != value


def _unless_language(code: str) -> Callable[[HttpRequest], bool]:
    return lambda _request: (get_language() or "").partition("-")[0] != code


def _preference(name: str, value: str, label: palette.Label, icon: str, order: int) -> Action:
    return Action(
        name=f"{name}-{value}",
        label=label,
        icon=icon,
        order=order,
        url_name="core:preferences",
        values={name: value},
        offered=_unless(name, value),
    )


ACTIONS = (
    Action(
        name="keys",
        label=_("Keyboard shortcuts"),
        icon="keyboard",
        order=50,
        key="?",
        dialog="keys-help",
        words=_("Help"),
    ),
    _preference("theme", "light", _("Light theme"), "sun", 100),
    _preference("theme", "dark", _("Dark theme"), "moon", 101),
    _preference("theme", "system", _("Theme of the system"), "monitor", 102),
    _preference("density", "compact", _("Compact rows"), "rows-3", 110),
    _preference("density", "comfortable", _("Comfortable rows"), "rows-3", 111),
    _preference("keys", "on", _("Switch single keys on"), "keyboard", 120),
    _preference("keys", "off", _("Switch single keys off"), "keyboard", 121),
    *(
        Action(
            name=f"language-{code}",
            label=LANGUAGES.get(code, str(name)),
            icon="languages",
            order=60,
            url_name="core:preferences",
            values={"language": code},
            words=_("Language"),
            offered=_unless_language(code),
        )
        for code, name in settings.LANGUAGES
    ),
    Action(
        name="sign-out",
        label=_("Sign out"),
        icon="log-out",
        order=90,
        url_name="account_logout",
        is_post=True,
        words=_("Log out"),
    ),
)


def register() -> None:
    """Add the actions; called when the app is ready."""
    palette.register_actions(*ACTIONS)
