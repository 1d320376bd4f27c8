import pytest
from django.http import HttpRequest

from core.context import Shell


URL = "/preferences/"


@pytest.mark.parametrize(
    ("name", "value", "cookie"),
    [
        ("theme", "dark", "theme"),
        ("density", "comfortable", "density"),
        ("keys", "off", "keys"),
        ("language", "es", "django_language"),
    ],
)
def test_a_choice_is_kept_and_the_page_shown_again(client, name, value, cookie) -> None:
    response = client.post(URL, {name: value, "next": "/w/acme/leads/?a=1"})

    assert (response.status_code, response["Location"]) == (303, "/w/acme/leads/?a=1")
    assert response.cookies[cookie].value == value
    assert response.cookies[cookie]["httponly"]


@pytest.mark.parametrize("value", ["", "pink", "dark; x=1"])
def test_nonsense_is_left_out(client, value) -> None:
    response = client.post(URL, {"theme": value, "language": value})

    assert response.status_code == 303
    assert not response.cookies


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", ""]
)
def test_the_way_back_stays_in_the_house(client, target) -> None:
    assert client.post(URL, {"theme": "dark", "next": target})["Location"] == "/"


def test_only_a_post_changes_anything(client) -> None:
    assert client.get(URL).status_code == 405


def test_the_frame_reads_the_cookies_and_ignores_nonsense() -> None:
    request = HttpRequest()
    request.COOKIES = {"theme": "dark", "density": "huge"}

    shell = Shell(request)

    assert (shell.theme, shell.density, shell.keys) == ("dark", "compact", "on")
