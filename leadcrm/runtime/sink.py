"""A mail server that keeps what it gets instead of passing it on: each mail a file, read at ``/dev/mail/``.

With ``--modes`` the recipient's name says how it fares, for tests: ``refuse-550@`` is refused, as a sender too,
``later-451@`` put off, ``content-554@`` refused after the letter, ``busy-421@`` sent away, ``stall@`` never answered,
``hang@`` and ``drop@`` taken but never acknowledged. Whatever happens is a line in ``log.jsonl``.
"""

import argparse
import asyncio
import json
import os
import re
import signal
import time
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session


MODE = re.compile(r"^(refuse|later|busy|content|stall|hang|drop)(?:-(\d{3}))?(?:\+[^@]*)?@")
LONGEST = 26_214_400
KEPT = 2_000
CLEAN_EVERY = 200


class Sink:
    """Keeps mails as files in a folder; the file's name begins with the moment, so that names sort by age."""

    def __init__(self, folder: Path, *, modes: bool = False) -> None:
        self.folder, self.modes = folder, modes
        self.count = 0
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.log = (folder / "log.jsonl").open("a", buffering=1) if modes else None

    def note(self, event: str, **facts: Any) -> None:
        """Write a line of the tests' log."""
        if self.log:
            self.log.write(json.dumps({"event": event, "at": time.time(), **facts}) + "\n")

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Answer to the sender's name, which may be refused too."""
        mode, code = self._mode(address or "")
        if mode == "refuse":
            return f"{code} 5.7.1 Sender not allowed"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Answer to the recipient's name."""
        mode, code = self._mode(address)
        if mode == "stall":
            await asyncio.sleep(3600)
        if mode in {"refuse", "later"}:
            self.note("refused", to=address, code=code)
            return f"{code} {'No such mailbox' if mode == 'refuse' else 'Try again later'}"
        if mode == "busy":
            return "421 Too busy, closing"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep the letter and say so, unless the recipient's name asks otherwise."""
        to = envelope.rcpt_tos[0]
        mode, code = self._mode(to)
        letter = envelope.original_content or b""
        if mode == "content":
            return f"{code} The letter is refused"
        self._keep(letter, envelope)
        self.note("taken", to=to, id=_header(letter, b"X-Send-Id"))
        if mode == "hang":
            await asyncio.sleep(3600)
        if mode == "drop" and isinstance(server.transport, asyncio.Transport):
            server.transport.abort()
        return "250 OK kept"

    def _mode(self, address: str) -> tuple[str, str]:
        found = MODE.match(address) if self.modes else None
        return (found[1], found[2] or "550") if found else ("", "")

    def _keep(self, letter: bytes, envelope: Envelope) -> None:
        head = f"X-Envelope-From: {envelope.mail_from}\r\nX-Envelope-To: {', '.join(envelope.rcpt_tos)}\r\n"
        name = f"{time.time_ns() // 1000:017d}-{os.urandom(3).hex()}"
        draft = self.folder / f".{name}"
        draft.write_bytes(head.encode() + letter)
        draft.rename(self.folder / f"{name}.eml")
        self.count += 1
        if not self.modes and self.count % CLEAN_EVERY == 0:
            for old in sorted(self.folder.glob("*.eml"))[:-KEPT]:
                old.unlink(missing_ok=True)


class NotedSMTP(SMTP):
    """Notes the moment at which a letter begins."""

    async def smtp_DATA(self, arg: str | None) -> None:  # noqa: N802
        """Note it before anything is answered."""
        to = self.envelope.rcpt_tos if self.envelope else []
        self.event_handler.note("data", to=to[0] if to else "")
        await super().smtp_DATA(arg)


def _header(letter: bytes, name: bytes) -> str:
    found = re.search(rb"(?im)^" + name + rb":[ \t]*(.+?)\r?$", letter)
    return found[1].decode() if found else ""


def protocol(sink: Sink) -> SMTP:
    """Return one connection's protocol."""
    return NotedSMTP(sink, data_size_limit=LONGEST, enable_SMTPUTF8=True, ident="Leadcrm sink", timeout=3600)


async def serve(sink: Sink, *, host: str, port: int) -> None:
    """Serve until told to stop."""
    loop, stopping = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    server = await loop.create_server(lambda: protocol(sink), host, port)
    await stopping.wait()
    server.close()


def main() -> None:
    """Run as a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--modes", action="store_true")
    given = parser.parse_args()
    asyncio.run(serve(Sink(given.folder, modes=given.modes), host=given.host, port=given.port))


if __name__ == "__main__":
    main()
