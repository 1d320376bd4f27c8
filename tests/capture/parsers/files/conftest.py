"""Files as people have them."""

import pytest

from capture.parsers.table import open_table


@pytest.fixture
def opened(tmp_path):
    """Open bytes, or text as UTF-8, as the table they are."""

    def opened(content, name="leads.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return open_table(path)

    return opened


@pytest.fixture
def cells():
    """Return the cells of every row, as lists."""
    return lambda table: [list(row.cells) for row in table]
