"""What no linter looks for: ways around the fence, open doors, inline scripts, modules past their budget."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from leadcrm.runtime.home import BASE


ROOMS = (
    "core",
    "conditions",
    "work",
    "tenants",
    "leads",
    "capture",
    "scoring",
    "distribution",
    "nurturing",
    "conversion",
    "messaging",
    "reporting",
    "leadcrm",
)
MOST_LINES = 350
# Whose view strangers post to, from any page, without a session.
WITHOUT_CSRF = {
    "capture/views/hook_public.py",
    "capture/views/kiosk_public.py",
    "capture/views/mail_door_public.py",
    "capture/views/public.py",
    "capture/views/public_after.py",
    "capture/views/tracking_public.py",
    "messaging/views/hooks.py",
    "messaging/views/public.py",
}
# Who may read past the first fence; row-level security still holds.
UNSCOPED: set[str] = set()
# The bench asks PostgreSQL for plans as a request would, on a connection of its own.
SETS_SCOPE = {"core/scope.py", "core/fence.py", "leadcrm/bench/lists.py"}


def _modules() -> Iterator[tuple[str, str]]:
    for room in ROOMS:
        for path in sorted((BASE / room).rglob("*.py")):
            yield path.relative_to(BASE).as_posix(), path.read_text()


def _templates() -> Iterator[tuple[str, str]]:
    for path in sorted((BASE / "templates").rglob("*.html")):
        yield path.relative_to(BASE).as_posix(), path.read_text()


def _found(pattern: str, *, flags: int = 0) -> set[str]:
    return {name for name, text in _modules() if re.search(pattern, text, flags)}


def test_only_the_scope_tells_the_database_whose_request_it_is() -> None:
    assert _found(r"app\.workspace'?\s*=|set_config\(") <= SETS_SCOPE
    # SET without LOCAL outlives the transaction and would reach the connection's next user.
    assert (
        _found(r"[\"'(]\s*(?:SET|RESET)\s+(?!LOCAL\b|CONSTRAINTS\b)[a-z_.]+(?:\s+TO|\s*=|\s*[\"'])") == set()
    )


def test_few_read_past_the_first_fence() -> None:
    assert _found(r"\.unscoped\b|_base_manager\b") <= UNSCOPED


def test_one_view_takes_posts_without_a_token() -> None:
    assert _found(r"@csrf_exempt|csrf_exempt\(") == WITHOUT_CSRF


def test_nobody_marks_text_as_safe_that_people_wrote() -> None:
    safe = {
        line.strip()
        for _name, text in _templates()
        for line in re.findall(r"\{\{[^}]*\|\s*safe\b[^}]*\}\}|\{%\s*autoescape off[^%]*%\}", text)
    }

    assert safe == set()


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("style attribute", r"<[^>]*\sstyle\s*="),
        ("script without a file", r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")"),
        ("style element", r"<style\b"),
        ("event attribute", r"<[^>]*\son[a-z]+\s*="),
        ("javascript address", r"javascript:"),
        ("evaluating htmx attribute", r"\shx-(on|vals=\"js|headers='js)"),
    ],
)
def test_templates_fit_the_strict_policy(what: str, pattern: str) -> None:
    without_tags = (
        (name, re.sub(r"\{[%#].*?[%#]\}|\{\{.*?\}\}", "", text, flags=re.DOTALL))
        for name, text in _templates()
    )

    assert [name for name, text in without_tags if re.search(pattern, text, re.IGNORECASE)] == []


def test_modules_keep_their_budget() -> None:
    lengths = {
        name: text.count("\n")
        for name, text in _modules()
        if "/migrations/" not in name and not name.startswith("leadcrm/sample/")
    }

    assert {name: lines for name, lines in lengths.items() if lines > MOST_LINES} == {}


def test_services_do_not_read_the_clock_or_know_the_request() -> None:
    services = {name: text for name, text in _modules() if "/services/" in name}

    assert {
        name
        for name, text in services.items()
        if re.search(r"timezone\.now\(|datetime\.now\(|\bdate\.today\(", text)
    } == set()
    assert {
        name
        for name, text in services.items()
        if re.search(r"import .*\bHttpRequest\b|from django\.http", text)
    } == set()


def _run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=BASE, capture_output=True, text=True, check=False, timeout=300)


@pytest.mark.slow
def test_imports_point_downwards() -> None:
    ended = _run(str(Path(sys.executable).with_name("lint-imports")))

    assert ended.returncode == 0, ended.stdout[-3000:]


@pytest.mark.slow
def test_product_passes_its_own_checks() -> None:
    ended = _run(sys.executable, "manage.py", "check", "--fail-level", "WARNING")

    assert ended.returncode == 0, ended.stderr[-3000:]


@pytest.mark.slow
@pytest.mark.django_db
def test_models_and_migrations_agree() -> None:
    ended = _run(
        sys.executable, "-W", "ignore::RuntimeWarning", "manage.py", "makemigrations", "--check", "--dry-run"
    )

    assert ended.returncode == 0, ended.stdout[-3000:]
