"""The filter's checks, without a database."""

import pytest

from capture import engine
from capture.choices import Reason
from capture.engine import Rule
from capture.parsers import facts


EVERY = [Rule(name) for name in engine.CHECKS]


def judged(payload, signs=(), rules=EVERY):
    return engine.judge(facts.read(payload), signs=signs, rules=rules).reason


def test_the_first_rule_that_holds_decides():
    payload = {"email": "x@mailinator.com", "message": "viagra"}
    spam_first = [Rule(Reason.SPAM_WORDS), Rule(Reason.DISPOSABLE)]

    assert judged(payload, rules=spam_first) == "spam_words"
    assert judged(payload, rules=spam_first[::-1]) == "disposable"


def test_no_rule_lets_everything_through():
    assert judged({}, rules=[]) == ""


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        ("Socialist specialists", ""),  # holds "cialis"
        ("CIALIS!", "spam_words"),
        ("viágra", "spam_words"),
        ("See https://a.es and https://b.es and www.c.es", ""),
        ("See https://a.es https://b.es https://c.es https://d.es", "spam_links"),
        ("<a href=x>1</a><a href=x>2</a><a href=x>3</a><a href=x>4</a>", "spam_links"),
    ],
)
def test_words_and_links(message, reason):
    assert judged({"email": "a@b.es", "message": message}) == reason


def test_a_workspace_says_how_many_links_are_many():
    rules = [Rule(Reason.SPAM_LINKS, {"links": 0})]

    assert judged({"email": "a@b.es", "message": "www.a.es"}, rules=rules) == "spam_links"


def test_a_workspace_names_domains_of_its_own():
    rules = [Rule(Reason.DISPOSABLE, {"domains": ["Rival.es"]})]

    assert judged({"email": "spy@rival.es"}, rules=rules) == "disposable"
    assert judged({"email": "a@notrival.es"}, rules=rules) == ""


@pytest.mark.parametrize("payload", [{"email": "a@b.es"}, {"phone": "600112233"}, {"company": "Sol"}])
def test_one_contact_is_enough(payload):
    assert judged(payload) == ""
