"""An HTTP server on the loopback that answers webhooks as its path says, and remembers what it got."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class HookSink:
    """What arrived, and where to send to: ``url("/500")`` answers 500, ``/hang`` not at all, ``/reset`` hangs up.

    ``/garbled`` answers with a NUL where the status belongs.
    """

    def __init__(self, port: int) -> None:
        self.port = port
        self.got: list[dict[str, Any]] = []

    def url(self, path: str = "/200") -> str:
        return f"http://127.0.0.1:{self.port}{path}"


class _Handler(BaseHTTPRequestHandler):
    sink: HookSink

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.sink.got.append(
            {"path": self.path, "headers": dict(self.headers.items()), "body": body, "json": json.loads(body)}
        )
        if self.path == "/hang":
            time.sleep(3)
        elif self.path == "/garbled":
            self.wfile.write(b"HTTP/1.1 2\x0000 odd\r\n\r\n")
        elif self.path != "/reset":
            self._answer(int(self.path.strip("/").split("-")[0]))

    def _answer(self, status: int) -> None:
        self.send_response(status)
        if status == 429:
            self.send_header("Retry-After", "7200")
        if status in {301, 302, 307}:
            self.send_header("Location", "http://127.0.0.1:1/")
        answer = b"x" * 100_000 if self.path.endswith("-long") else b"thank you"
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *args: Any) -> None:
        pass


@contextmanager
def hook_sink() -> Iterator[HookSink]:
    """Serve until left."""
    handler = type("Handler", (_Handler,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    handler.sink = HookSink(server.server_port)  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield handler.sink  # type: ignore[attr-defined]
    finally:
        server.shutdown()
        server.server_close()
