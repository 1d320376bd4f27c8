"""One style sheet per kind of page, put together from static/css/ when asked for; no build step, nothing to commit.

A room drops its file into static/css/ and is served; it writes into the layer `components`.
"""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.utils import matches_patterns
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage


SHARED = ("tokens.css", "base.css", "controls.css")
FRAME_ONLY = ("layout.css", "components.css", "record.css")
PUBLIC_ONLY = "public.css"
# Rooms whose look only their own pages need: linked by `{% block styles %}`, so that the frame stays light.
APART = (
    "messaging.css",
    "nurturing.css",
    "reporting.css",
    "scoring_dial.css",
    "scoring_meeting.css",
    "scoring_review.css",
)
FRAME, PUBLIC, ROOMS = "css/frame.css", "css/open.css", "css/rooms.css"
BUNDLES = (FRAME, PUBLIC, ROOMS)


def parts(bundle: str) -> list[Path]:
    """Return the sources of the bundle in their order: ours, then each room's, which may refine ours."""
    folder = Path(settings.BASE_DIR) / "static" / "css"
    if bundle == PUBLIC:
        return [folder / name for name in (*SHARED, PUBLIC_ONLY)]
    if bundle == ROOMS:
        return [path for name in APART if (path := folder / name).exists()]
    ours = (*SHARED, *FRAME_ONLY)
    others = {*ours, *APART, PUBLIC_ONLY}
    rooms = sorted(path.name for path in folder.glob("*.css") if path.name not in others)
    return [folder / name for name in (*ours, *rooms)]


def join(sources: Iterable[Path]) -> str:
    """Return the sources one after the other."""
    return "\n".join(path.read_text() for path in sources)


class BundleFinder(BaseFinder):
    """Offers the bundles to collectstatic and to the development server."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.storage = FileSystemStorage(location=Path(settings.DATA_DIR) / "bundles")

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        """Find nothing to complain about."""
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002 - Django's
        """Return where the bundle lies, written anew if a source changed."""
        if path not in BUNDLES:
            return []
        written = self._write(path)
        return [written] if find_all else written

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        """Yield every bundle, fresh."""
        for path in BUNDLES:
            if not matches_patterns(path, list(ignore_patterns or [])):
                self._write(path)
                yield path, self.storage

    def _write(self, path: str) -> str:
        target = Path(self.storage.path(path))
        content = join(parts(path))
        if not target.exists() or target.read_text() != content:
            target.parent.mkdir(parents=True, exist_ok=True)
            # In one step: another process may be reading it.
            draft = target.with_suffix(f".{os.getpid()}")
            draft.write_text(content)
            draft.replace(target)
        return str(target)
