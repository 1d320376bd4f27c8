import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from leadcrm.runtime.home import Home


@pytest.fixture
def home() -> Iterator[Home]:
    """An empty data folder that PostgreSQL's user may reach, which pytest's tmp_path is not."""
    home = Home(Path(tempfile.mkdtemp(prefix="leadcrm-home-")))
    home.create()
    yield home
    shutil.rmtree(home.root, ignore_errors=True)
