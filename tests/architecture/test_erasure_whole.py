"""O5, lived: who came by every road and was worked on in every room leaves nothing but a digest and a certificate."""

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection

from core.scope import workspace_scope
from tests.architecture.arrivals import BROWSER, EMAIL, MARK, NAME, PHONE, SECOND_EMAIL, SECOND_PHONE
from tests.architecture.whole_life import Life
from tests.architecture.world import World
from tests.mailing import post_office
from tests.messaging.hook_sink import hook_sink


pytestmark = pytest.mark.slow
DIGITS = [re.sub(r"\D", "", phone)[2:] for phone in (PHONE, SECOND_PHONE)]

# What a case of a review keeps for the count of its criteria: facts that name nobody, the city among them.
STAYS = {"scoring_reviewcase.facts": {f"{MARK}city"}}


def guesses() -> set[str]:
    """Return what somebody who knows the person could reckon and look for."""
    known = [EMAIL, SECOND_EMAIL, NAME, NAME.lower(), PHONE, *DIGITS, *(f"+34{number}" for number in DIGITS)]
    return {
        hashlib.new(name, text.encode()).hexdigest() for name in ("md5", "sha1", "sha256") for text in known
    }


def forms() -> re.Pattern[str]:
    """Return what to look for: the mark as it is and in Base64 wherever it begins, numbers, the browser, hashes."""
    coded = {
        base64.b64encode(b" " * shift + MARK.encode()).decode()[shift + 1 : -3 or None] for shift in range(3)
    }
    spaced = [r"[ .\-]?".join(number) for number in DIGITS]
    return re.compile("|".join([rf"\w*{MARK}[\w.]*", BROWSER, *spaced, *coded, *guesses()]), re.IGNORECASE)


def tables() -> list[str]:
    """Return every table that the serving login may read."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE c.relkind IN ('r', 'p', 'm') AND n.nspname = 'public'"
            " AND has_table_privilege(c.oid, 'SELECT') ORDER BY 1"
        )
        return [name for (name,) in cursor.fetchall()]


def found() -> dict[str, set[str]]:
    """Return by table and column what still says who it was, bytes decoded."""
    wanted, told = forms(), dict[str, set[str]]()
    with connection.cursor() as cursor:
        for table in tables():
            cursor.execute(f"SELECT to_jsonb(t) FROM {table} t")
            for (row,) in cursor.fetchall():
                for column, value in json.loads(row).items():
                    for hit in wanted.findall(_text(value)):
                        told.setdefault(f"{table}.{column}", set()).add(hit)
    for session in Session.objects.all():
        for hit in wanted.findall(str(session.get_decoded())):
            told.setdefault("django_session", set()).add(hit)
    return told


def _text(value: Any) -> str:
    text = str(value)
    if text.startswith("\\x"):
        return bytes.fromhex(text[2:]).decode("latin-1")
    return text


def kept(folder: Path) -> set[str]:
    """Return the files that name the person, by name or by what is in them."""
    wanted = forms()
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path) for path in files if wanted.search(path.name + path.read_bytes().decode("latin-1"))}


@pytest.fixture
def life(db: None, settings: Any, tmp_path: Path) -> Iterator[Life]:
    """Somebody's whole life in Acme, with a mail server and a program that takes webhooks."""
    settings.MEDIA_ROOT = str(tmp_path / "media")
    (tmp_path / "mails").mkdir()
    world = World("acme")
    with post_office(tmp_path / "mails") as post, hook_sink() as sink, workspace_scope(world.workspace.pk):
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", post.port
        settings.EMAIL_USE_TLS = False
        settings.OUTBOUND_EXCEPTIONS = [f"127.0.0.1:{sink.port}"]
        yield Life(world, sink=sink.url(), folder=tmp_path)


def test_nothing_is_left_of_who_came_by_every_road(life: Life, settings: Any) -> None:
    life.live()
    before = found()
    assert len(before) > 60, sorted(before)
    assert kept(Path(settings.MEDIA_ROOT))

    life.erase()

    after = found()
    assert after == STAYS
    assert kept(Path(settings.MEDIA_ROOT)) == set()
