import os
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from django.db import connection

from leadcrm.runtime.home import BASE


COMMANDS = {
    "web": ["gunicorn", "-b", "127.0.0.1:0", "-c", "python:leadcrm.runtime.gunicorn_conf", "leadcrm.wsgi"],
    "worker": ["celery", "-A", "leadcrm", "worker", "-P", "solo"],
}


def _start(name: str, database: str) -> subprocess.CompletedProcess[str]:
    """Start the server as production would, and wait for it to refuse."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST", "LEADCRM_DB"))}
    env = kept | {"DATABASE_URL": database, "LEADCRM_LOCAL": "1"}
    command = [sys.executable, "-m", *COMMANDS[name]]
    return subprocess.run(command, env=env, cwd=BASE, timeout=60, check=False, capture_output=True, text=True)


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("name", COMMANDS)
def test_server_does_not_start_under_a_login_that_skips_the_fence(name: str) -> None:
    owner = urlsplit(os.environ["DATABASE_OWNER_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")

    ended = _start(name, owner.geturl())

    assert ended.returncode != 0
    assert "The database login 'owner' owns tables" in ended.stdout + ended.stderr
