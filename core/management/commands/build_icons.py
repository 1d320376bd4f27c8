"""Draw static/img/icons.svg; run after a change of core/icons.py."""

import re
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import lucide
from django.conf import settings
from django.core.management.base import BaseCommand

from core import icons


def draw_sprite() -> str:
    """Return the sprite: one symbol per icon, without what every use inherits from CSS."""
    symbols = [_from_lucide(name) for name in sorted(icons.LUCIDE)]
    symbols += [
        f'<symbol id="{name}" viewBox="0 0 16 16">{body}</symbol>' for name, body in sorted(icons.OWN.items())
    ]
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"


def _from_lucide(name: str) -> str:
    with ZipFile(Path(lucide.__file__).with_name("lucide.zip")) as icons_zip:
        source = icons_zip.read(f"{name}.svg").decode()
    body = re.sub(r"<svg[^>]*>|</svg>", "", source)
    body = re.sub(r"\s*\n\s*", "", body).replace(" />", "/>")
    return f'<symbol id="{name}" viewBox="0 0 24 24">{body}</symbol>'


class Command(BaseCommand):
    """Writes the sprite."""

    help = "Draw static/img/icons.svg from the lucide package and core/icons.py."

    def handle(self, *args: Any, **options: Any) -> None:
        target = settings.BASE_DIR / "static" / icons.SPRITE
        target.write_text(draw_sprite())
        self.stdout.write(
            f"{target.name}: {len(icons.LUCIDE) + len(icons.OWN)} icons, {target.stat().st_size} bytes"
        )
