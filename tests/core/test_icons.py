import re
from pathlib import Path

import pytest
from django.conf import settings

from core import icons
from core.management.commands.build_icons import draw_sprite


TEMPLATES = Path(settings.BASE_DIR) / "templates"
LITERAL = re.compile(r"""\{%\s*icon\s+["']([\w-]+)["']""")


def test_the_sprite_holds_what_the_list_names() -> None:
    sprite = Path(settings.BASE_DIR) / "static" / icons.SPRITE

    assert sprite.read_text() == draw_sprite(), "run `manage.py build_icons`"


def test_aliases_lead_to_icons_that_exist() -> None:
    assert set(icons.ALIASES.values()) <= {*icons.LUCIDE, *icons.OWN}


def test_templates_name_only_icons_that_exist() -> None:
    named = {name for path in TEMPLATES.rglob("*.html") for name in LITERAL.findall(path.read_text())}

    assert named <= icons.NAMES


def test_an_unknown_icon_is_refused_with_the_remedy() -> None:
    with pytest.raises(LookupError, match="build_icons"):
        icons.svg("no-such-icon")


def test_a_labeled_icon_is_announced_and_any_other_hidden() -> None:
    assert 'aria-hidden="true"' in icons.svg("bell")
    assert 'role="img" aria-label="3 &lt;new&gt;"' in icons.svg("bell", label="3 <new>")
