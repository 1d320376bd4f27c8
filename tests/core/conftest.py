import threading
from collections.abc import Iterator
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.core.wsgi import get_wsgi_application
from playwright.sync_api import Page

from tests import browsing


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Silent(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    return browsing.LAUNCH


@pytest.fixture(scope="session")
def guide() -> Iterator[str]:
    """The address of the style guide, which asks no database."""
    server = make_server("127.0.0.1", 0, get_wsgi_application(), Server, Silent)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/dev/styleguide"
    server.shutdown()
    server.server_close()


@pytest.fixture
def page(page: Page) -> Iterator[Page]:
    """A page whose console must stay silent: a blocked style or script is a fault."""
    complaints: list[str] = []
    page.set_default_timeout(10_000)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    yield page
    # A refused form is an answer, though the browser calls it an error.
    assert [
        line for line in complaints if "422" not in line and "ERR_FAILED" not in line and "htmx:" not in line
    ] == []
