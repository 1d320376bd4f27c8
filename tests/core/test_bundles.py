import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from core import bundles


def test_every_style_sheet_is_served_once_and_ours_come_first() -> None:
    names = [path.name for path in bundles.parts(bundles.FRAME)]

    assert names[:6] == [
        "tokens.css",
        "base.css",
        "controls.css",
        "layout.css",
        "components.css",
        "record.css",
    ]
    assert len(names) == len(set(names))
    assert "public.css" not in names


@pytest.fixture
def folder(tmp_path, settings):
    settings.BASE_DIR, settings.DATA_DIR = tmp_path / "src", tmp_path / "data"
    css = settings.BASE_DIR / "static" / "css"
    css.mkdir(parents=True)
    for name in (*bundles.SHARED, *bundles.FRAME_ONLY, bundles.PUBLIC_ONLY):
        (css / name).write_text(f"/* {name} */")
    return css


def test_a_bundle_is_written_anew_when_a_source_changes(folder) -> None:
    finder = bundles.BundleFinder()
    first = finder.find(bundles.FRAME)
    (folder / "zebra.css").write_text("zebra {}")

    again = finder.find(bundles.FRAME)

    assert first == again
    assert Path(again).read_text().endswith("zebra {}")
    assert "public.css" not in Path(again).read_text()


def test_collectstatic_gets_both_bundles(folder) -> None:
    found = dict(bundles.BundleFinder().list([]))

    assert set(found) == set(bundles.BUNDLES)
    assert found[bundles.PUBLIC].open(bundles.PUBLIC).read().endswith(b"/* public.css */")


def test_other_paths_are_left_to_others() -> None:
    assert bundles.BundleFinder().find("css/tokens.css") == []


@pytest.mark.parametrize(
    ("bundle", "budget"), [(bundles.FRAME, 21_000), (bundles.PUBLIC, 6_000), (bundles.ROOMS, 10_000)]
)
def test_a_bundle_stays_within_its_budget(bundle, budget) -> None:
    content = Path(finders.find(bundle)).read_bytes()

    assert len(gzip.compress(content)) <= budget


def test_each_style_sheet_closes_what_it_opens() -> None:
    # In a bundle, one brace too many would end the sheet of everybody behind it.
    for bundle in bundles.BUNDLES:
        for path in bundles.parts(bundle):
            css = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
            assert css.count("{") == css.count("}"), path.name
