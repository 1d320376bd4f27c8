"""The container files, held against the code without an engine."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import get_commands

from leadcrm.runtime import binaries


BASE = Path(__file__).resolve().parent.parent.parent
PRODUCT = ("migrate", "web", "worker", "beat")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return yaml.safe_load((BASE / "docker-compose.yml").read_text())


def test_compose_has_the_production_shape(compose: dict[str, Any]) -> None:
    services = compose["services"]

    assert set(services) == {"db", "broker", *PRODUCT}
    assert len({services[name]["image"] for name in PRODUCT}) == 1
    for name in ("web", "worker", "beat"):
        assert services[name]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"


def test_only_migrate_signs_in_as_the_owner(compose: dict[str, Any]) -> None:
    as_owner = {name for name in PRODUCT if "LEADCRM_DB_AS_OWNER" in compose["services"][name]["environment"]}

    assert as_owner == {"migrate"}


def test_every_variable_is_one_that_the_code_reads(compose: dict[str, Any]) -> None:
    read = "".join(path.read_text() for path in (BASE / "leadcrm").rglob("*.py"))
    given = {name for service in PRODUCT for name in compose["services"][service]["environment"]}

    unknown = {name for name in given if not re.search(rf"\b{name}\b", read)}
    assert unknown - {"REMAP_SIGTERM"} == set()  # Celery's own


def test_every_substituted_variable_is_explained_in_the_example(compose: dict[str, Any]) -> None:
    example = (BASE / ".env.example").read_text()
    required = re.findall(r"\$\{(\w+):\?", (BASE / "docker-compose.yml").read_text())

    assert [name for name in required if f"{name}=" not in example] == []


def test_commands_exist(compose: dict[str, Any]) -> None:
    migrate = compose["services"]["migrate"]["command"]
    dockerfile = (BASE / "Dockerfile").read_text()

    assert migrate[:2] == ["python", "manage.py"]
    assert set(re.findall(r"manage\.py (\w+)", dockerfile)) | {migrate[2]} <= set(get_commands())


def test_compose_and_the_wheel_name_the_same_postgresql(compose: dict[str, Any]) -> None:
    image = compose["services"]["db"]["image"]

    assert image == f"postgres:{binaries.postgres_major(binaries.postgres_folder())}"


def test_image_serves_as_an_ordinary_user() -> None:
    stage = (BASE / "Dockerfile").read_text().split("\nFROM ")[-1]

    assert "\nUSER leadcrm\n" in stage
    assert stage.index("USER leadcrm") < stage.index("CMD")


def test_lock_files_pin_exactly_and_by_hash() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (BASE / name).read_text()
        entries = re.findall(r"^[a-z0-9].*$", text, flags=re.MULTILINE)

        assert all(re.match(r"[a-z0-9._-]+(\[[a-z,]+\])?==\S+", entry) for entry in entries)
        assert text.count("--hash=sha256:") >= len(entries)
        assert "://" not in re.sub(r"^ *#.*$", "", text, flags=re.MULTILINE)


def test_dev_lock_holds_the_runtime_lock() -> None:
    def pins(name: str) -> set[str]:
        return set(re.findall(r"^[a-z0-9][^ ]*==[^ ]+", (BASE / name).read_text(), flags=re.MULTILINE))

    assert pins("requirements.txt") <= pins("requirements-dev.txt")


def test_operators_are_told_of_every_variable_that_the_settings_read() -> None:
    sources = [BASE / "leadcrm" / "settings.py", *(BASE / "leadcrm" / "runtime").glob("*.py")]
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', "".join(path.read_text() for path in sources)))
    told = (BASE / "docs" / "operations.md").read_text()

    assert len(read) > 30
    assert sorted(name for name in read if f"`{name}`" not in told) == []
