import shutil
import tempfile
from pathlib import Path

from leadcrm.runtime.home import LONGEST_SOCKET_FOLDER, Home, write_private


def test_socket_folder_of_a_long_path_is_short_and_the_same_each_time(home: Home) -> None:
    deep = Home(home.root / ("long" * 30))
    deep.create()

    folder = deep.socket_folder()

    assert len(str(folder)) <= LONGEST_SOCKET_FOLDER
    assert folder == deep.socket_folder()
    assert folder != home.socket_folder()
    shutil.rmtree(folder)


def test_socket_folder_of_a_closed_path_lies_outside_it() -> None:
    closed = Path(tempfile.mkdtemp())  # 0700: PostgreSQL's own user could not pass
    home = Home(closed / "var")
    home.create()

    folder = home.socket_folder()

    assert folder.exists()
    shutil.rmtree(closed)
    shutil.rmtree(folder, ignore_errors=True)


def test_write_private_leaves_a_file_for_its_owner_alone(home: Home) -> None:
    write_private(home.secrets_file, "first")
    write_private(home.secrets_file, "second")

    assert home.secrets_file.read_text() == "second"
    assert home.secrets_file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in home.root.iterdir()] == ["secrets.json"]
