"""Who is no person, held against lists that others keep; read where LEADCRM_TEST_DATA says."""

import json
import os
from pathlib import Path

import pytest

from capture.parsers import agents


LIST = Path(os.environ.get("LEADCRM_TEST_DATA", "/nonexistent")) / "5-lists" / "user_agents.jsonl"
PEOPLE = [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0",
    (
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 "
        "Mobile/15E148 Safari/604.1"
    ),
    (
        "Mozilla/5.0 (Linux; Android 7.0; CUBOT_NOTE_S) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 "
        "Mobile Safari/537.36"
    ),
]
PROGRAMS = [
    "",
    "x",
    "Googlebot/2.1 (+http://www.google.com/bot.html)",
    "curl/8.5.0",
    "python-requests/2.32",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/142.0.0.0 Safari/537.36",
]
# The list calls these people, their names call themselves machines.
DIFFERS = ("GTmetrix", "MozacFetch", "Yahoo! Slurp", "Miniature.io")


@pytest.mark.parametrize("agent", PEOPLE)
def test_people_are_people(agent):
    assert not agents.is_program(agent)


@pytest.mark.parametrize("agent", PROGRAMS)
def test_programs_are_not(agent):
    assert agents.is_program(agent)


@pytest.mark.skipif(not LIST.exists(), reason="LEADCRM_TEST_DATA names no folder with 5-lists/")
def test_of_others_lists_no_person_is_dropped_and_few_programs_pass():
    rows = [json.loads(line) for line in LIST.read_text().splitlines()]
    programs = [row["ua"] for row in rows if row["bot"]]
    dropped = [row["ua"] for row in rows if not row["bot"] and agents.is_program(row["ua"])]
    missed = [agent for agent in programs if not agents.is_program(agent)]

    assert [agent for agent in dropped if not any(name in agent for name in DIFFERS)] == []
    assert len(missed) <= len(programs) * 0.02


@pytest.mark.parametrize(
    ("headers", "is_ahead"),
    [
        ({"Sec-Purpose": "prefetch;prerender"}, True),
        ({"Purpose": "prefetch"}, True),
        ({"X-Moz": "prefetch"}, True),
        ({}, False),
    ],
)
def test_fetching_ahead_is_no_visit(headers, is_ahead):
    assert agents.is_ahead(headers) is is_ahead


def test_two_headers_object():
    assert agents.objects({"Sec-GPC": "1"})
    assert agents.objects({"DNT": "1"})
    assert not agents.objects({"DNT": "0"})
