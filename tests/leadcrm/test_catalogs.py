import gettext
import os
from pathlib import Path

import pytest

from leadcrm import catalogs


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small source tree with one room, one template and one part."""
    for folder in ("room", "templates/room", "locale/parts"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "room/__init__.py").write_text("")
    (tmp_path / "room/texts.py").write_text(
        "from django.utils.translation import gettext as _, ngettext, pgettext_lazy\n"
        '_("Save")\n'
        '_("Long "\n  "text")\n'
        'ngettext("%(count)d lead", "%(count)d leads", 2)\n'
        'pgettext_lazy("of a deal", "Won")\n'
    )
    (tmp_path / "templates/room/page.html").write_text(
        "{% load i18n %}\n<p>It's {% translate 'A lead' %}</p>\n"
        "    {% blocktranslate trimmed %}\n      Hello {{ name }},\n      welcome\n    {% endblocktranslate %}\n"
        '{% include "x" with label=_("Owner") %}{# translators: nothing #}\n'
    )
    (tmp_path / "locale/parts/room.py").write_text(
        "TRANSLATIONS = {\n"
        '  "Save": "Guardar", "Long text": "Texto largo", "A lead": "Un lead", "Owner": "Responsable",\n'
        '  ("%(count)d lead", "%(count)d leads"): ("%(count)d lead", "%(count)d leads"),\n'
        '  ("of a deal", "Won"): "Ganada",\n'
        '  "Hello %(name)s, welcome": "Hola, %(name)s: te damos la bienvenida",\n'
        "}\n"
    )
    return tmp_path


def _merge_and_write(project: Path) -> catalogs.Findings:
    content, findings = catalogs.merge(project, language="es")
    path = catalogs.catalog_path(project, "es")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return findings


def _compiled(project: Path) -> gettext.GNUTranslations:
    catalogs.compile_stale(project / "locale")
    with catalogs.catalog_path(project, "es").with_suffix(".mo").open("rb") as file:
        return gettext.GNUTranslations(file)


def test_texts_of_code_and_templates_reach_the_compiled_catalog(project: Path) -> None:
    findings = _merge_and_write(project)

    spanish = _compiled(project)
    assert (findings.missing, findings.unused, findings.broken) == ([], [], [])
    assert spanish.gettext("Long text") == "Texto largo"
    assert spanish.gettext("Owner") == "Responsable"
    assert spanish.gettext("Hello %(name)s, welcome") == "Hola, %(name)s: te damos la bienvenida"
    assert spanish.ngettext("%(count)d lead", "%(count)d leads", 2) == "%(count)d leads"
    assert spanish.pgettext("of a deal", "Won") == "Ganada"


def test_merge_gives_the_same_bytes_again(project: Path) -> None:
    _merge_and_write(project)

    content, _ = catalogs.merge(project, language="es")

    assert content == catalogs.catalog_path(project, "es").read_bytes()


def test_merged_translations_stay_when_their_part_goes(project: Path) -> None:
    _merge_and_write(project)
    (project / "locale/parts/room.py").unlink()

    findings = _merge_and_write(project)

    assert findings.missing == []
    assert _compiled(project).gettext("Save") == "Guardar"


@pytest.mark.parametrize(
    ("translation", "field"),
    [("", "missing"), ("Hola: te damos la bienvenida", "broken"), ("Hola, %(nombre)s", "broken")],
)
def test_merge_names_what_is_wanting(project: Path, translation: str, field: str) -> None:
    part = project / "locale/parts/room.py"
    part.write_text(part.read_text().replace("Hola, %(name)s: te damos la bienvenida", translation))

    _, findings = catalogs.merge(project, language="es")

    assert getattr(findings, field) == ["Hello %(name)s, welcome"]


def test_merge_names_a_part_that_translates_nothing(project: Path) -> None:
    (project / "locale/parts/other.py").write_text('TRANSLATIONS = {"Gone": "Ido"}')

    _, findings = catalogs.merge(project, language="es")

    assert findings.unused == ["Gone"]


def test_merge_names_a_text_that_two_parts_translate(project: Path) -> None:
    # Else the part whose name comes last would win, and renaming a file would change what people read.
    (project / "locale/parts/zebra.py").write_text('TRANSLATIONS = {"Save": "Grabar"}')

    _, findings = catalogs.merge(project, language="es")

    assert findings.doubled == ["zebra: Save"]


def test_only_a_stale_catalog_is_compiled(project: Path) -> None:
    _merge_and_write(project)
    path = catalogs.catalog_path(project, "es")

    assert catalogs.compile_stale(project / "locale") == [path]
    assert catalogs.compile_stale(project / "locale") == []

    os.utime(path, ns=(2**62, 2**62))
    assert catalogs.compile_stale(project / "locale") == [path]
