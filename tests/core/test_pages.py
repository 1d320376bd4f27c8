"""The style guide and the error pages, as the server sends them."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from core.views.style_guide import PARTS


BASE = Path(settings.BASE_DIR)
STATIC = BASE / "static"
INLINE = re.compile(r"<script(?![^>]*\bsrc=)|\sstyle=|\son\w+=|hx-on|javascript:", re.IGNORECASE)


@pytest.mark.parametrize("part", PARTS)
def test_each_part_of_the_guide_is_drawn_without_anything_inline(client, part) -> None:
    response = client.get(f"/dev/styleguide/{part}/")

    assert response.status_code == 200
    assert not INLINE.search(response.content.decode())


def test_a_form_with_faults_answers_422_and_says_so_in_the_title(client) -> None:
    response = client.post("/dev/styleguide/", {"full_name": "Ana"})

    assert response.status_code == 422
    assert "<title>Error: " in response.content.decode()


def test_theme_density_and_keys_are_on_the_page_before_any_script(client) -> None:
    client.cookies.load({"theme": "dark", "density": "comfortable", "keys": "off"})

    html = client.get("/dev/styleguide/").content.decode()

    assert 'data-theme="dark" data-density="comfortable" data-keys="off"' in html


def test_the_frame_speaks_spanish(client) -> None:
    html = client.get("/dev/styleguide/leads/", headers={"Accept-Language": "es"}).content.decode()

    assert '<html lang="es"' in html
    for words in ("Saltar al contenido", "Atajos de teclado", "pasar a Ventas", "Quitar el filtro Stage"):
        assert words in html


@pytest.mark.parametrize("code", ["400", "403", "403_csrf", "404", "409", "429", "500", "503"])
def test_a_refusal_needs_neither_request_nor_context(code) -> None:
    html = render_to_string(f"{code}.html")

    assert code[:3] in html
    assert not INLINE.search(html)


def test_a_refusal_says_what_it_was_given() -> None:
    with translation.override("en"):
        html = render_to_string("409.html", {"message": "Somebody was <faster>.", "back_url": "/w/acme/"})

    assert "Somebody was &lt;faster&gt;." in html
    assert 'href="/w/acme/"' in html


@pytest.mark.parametrize("page", ["login", "logout", "password/reset", "password/reset/done"])
def test_sign_in_pages_wear_our_clothes(client, page, db) -> None:
    response = client.get(f"/accounts/{page}/", follow=True)

    assert response.status_code == 200
    assert 'class="public narrow-form"' in response.content.decode()


def test_no_template_has_anything_inline() -> None:
    # Comments and tags may speak of it.
    tags = re.compile(r"\{% comment %\}.*?\{% endcomment %\}|\{%.*?%\}", re.DOTALL)
    pages = (BASE / "templates").rglob("*.html")

    assert [path.name for path in pages if INLINE.search(tags.sub("", path.read_text()))] == []


# No page of ours loads these: they run on other people's, and are weighed with what serves them.
ELSEWHERE = {"form.js", "track.js"}


@pytest.mark.parametrize(
    ("pattern", "budget"), [("css/*.css", 32_000), ("js/*.js", 12_000), ("img/icons.svg", 8_000)]
)
def test_assets_stay_within_their_budget(pattern, budget) -> None:
    ours = [path for path in STATIC.glob(pattern) if path.name not in ELSEWHERE]
    size = sum(len(gzip.compress(path.read_bytes())) for path in ours)

    assert size <= budget


def test_a_list_page_stays_within_its_budget(client) -> None:
    size = len(gzip.compress(client.get("/dev/styleguide/leads/").content))

    assert size <= 10_000
