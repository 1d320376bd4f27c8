"""A real IMAP server (pymap) on the loopback, in a thread of the test; mails lie in its memory."""

import asyncio
import ssl
import threading
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from imapclient import IMAPClient
from proxyprotocol.reader import ProxyProtocolReader
from pymap.backend.dict import DictBackend
from pymap.imap import IMAPServer
from pysasl.hashing import BuiltinHash


USER, PASSWORD = "ventas@muebles-sol.es", "secreto-1"


class MailServer:
    """What a person with a mail program sees of it."""

    def __init__(self, port: int, *, is_tls: bool) -> None:
        self.port = port
        self._is_tls = is_tls

    @contextmanager
    def person(self) -> Iterator[IMAPClient]:
        trusting = ssl.create_default_context()
        trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
        with IMAPClient("127.0.0.1", self.port, ssl=self._is_tls, ssl_context=trusting, timeout=5) as client:
            client.login(USER, PASSWORD)
            yield client

    def deliver(self, *sources: bytes, folder: str = "INBOX", at: datetime | None = None) -> None:
        with self.person() as client:
            if not client.folder_exists(folder):
                client.create_folder(folder)
            for source in sources:
                client.append(folder, source, msg_time=at)

    def make(self, folder: str) -> None:
        with self.person() as client:
            client.create_folder(folder)

    def remove(self, folder: str) -> None:
        with self.person() as client:
            client.delete_folder(folder)

    def read(self, folder: str = "INBOX") -> dict[str, bool]:
        """Return the subjects in the folder, each with whether it is marked as read."""
        with self.person() as client:
            client.select_folder(folder, readonly=True)
            told = client.fetch(client.search("ALL"), ["FLAGS", "BODY.PEEK[HEADER.FIELDS (SUBJECT)]"])
        return {_subject(about): rb"\Seen" in about[b"FLAGS"] for about in told.values()}


def _subject(about: dict[bytes, Any]) -> str:
    field = next(value for name, value in about.items() if name.startswith(b"BODY["))
    return field.decode().removeprefix("Subject:").strip()


@contextmanager
def mail_server(
    certificate: ssl.SSLContext | None = None, *, from_the_start: bool = False
) -> Iterator[MailServer]:
    """Run a server. With a certificate it offers STARTTLS, or speaks TLS ``from_the_start``."""
    loop = asyncio.new_event_loop()
    port: list[int] = []
    is_up = threading.Event()

    async def serve() -> None:
        wanted = Namespace(
            demo_data=False,
            demo_user=USER,
            demo_password=PASSWORD,
            host="127.0.0.1",
            port=0,
            debug=False,
            cert=None,
            key=None,
            tls=certificate is not None and not from_the_start,
            proxy_protocol=None,
            passlib_cfg=None,
        )
        backend, config = await DictBackend.init(
            wanted,
            ssl_context=certificate,
            hash_context=BuiltinHash(rounds=1),
            invalid_user_sleep=0.0,
            reject_dnsbl=False,
        )
        config.apply_context()
        callback = ProxyProtocolReader(config.proxy_protocol).get_callback(IMAPServer(backend.login, config))
        server = await asyncio.start_server(
            callback, "127.0.0.1", 0, ssl=certificate if from_the_start else None
        )
        port.append(server.sockets[0].getsockname()[1])
        is_up.set()
        async with server:
            await server.serve_forever()

    def run() -> None:
        asyncio.set_event_loop(loop)
        task = loop.create_task(serve())
        ending.append(task)
        try:
            loop.run_until_complete(task)
        except asyncio.CancelledError:
            pass
        finally:
            loop.close()

    ending: list[asyncio.Task[None]] = []
    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    assert is_up.wait(10)
    try:
        yield MailServer(port[0], is_tls=from_the_start)
    finally:
        loop.call_soon_threadsafe(ending[0].cancel)
        thread.join(5)
