"""A mail server inside the tests' own process, and the worker's part of sending."""

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from leadcrm.runtime.sink import Sink, protocol
from messaging.services import delivery, outbox
from work import claim


@dataclass(slots=True)
class Post:
    """The server's address and what it got."""

    folder: Path
    port: int

    @property
    def letters(self) -> list[EmailMessage]:
        """Every mail that was taken, oldest first."""
        return [
            message_from_bytes(path.read_bytes(), policy=policy.default)  # type: ignore[misc]
            for path in sorted(self.folder.glob("*.eml"))
        ]

    def to(self, address: str) -> list[EmailMessage]:
        """Return the mails one address got."""
        return [letter for letter in self.letters if letter["X-Envelope-To"] == address]


@contextmanager
def post_office(folder: Path) -> Iterator[Post]:
    """Serve on a free port until the end; the recipient's name says how a mail fares (see ``runtime.sink``)."""
    loop = asyncio.new_event_loop()
    sink = Sink(folder, modes=True)
    opened: Future[asyncio.Server] = Future()

    async def serve() -> None:
        opened.set_result(await loop.create_server(lambda: protocol(sink), "127.0.0.1", 0))

    def run() -> None:
        # In a thread of its own from the first step: a browser's loop may be running in this one.
        loop.run_until_complete(serve())
        loop.run_forever()
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    server = opened.result(10)
    try:
        yield Post(folder, server.sockets[0].getsockname()[1])
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)


def deliver() -> int:
    """Send everything that is due, as a worker does; return how many items were taken."""
    return sum(
        claim.drain(name, delivery.send, limit=delivery.BATCH, lease=delivery.LEASE, owns_transactions=True)
        for name in (outbox.SERVICE, outbox.MARKETING)
    )
