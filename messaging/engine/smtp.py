"""Talking SMTP with every step's outcome known, which ``smtplib.sendmail`` hides (reliability §1, fact 3)."""

import contextlib
import smtplib
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from core.text import clean
from messaging.engine.rules import OF_THE_SERVER, Phase


@dataclass(frozen=True, slots=True)
class Server:
    """Where mail is handed over, and how long each step may take."""

    host: str
    port: int
    # what we call ourselves when we greet it
    name: str = "localhost"
    user: str = ""
    password: str = ""
    use_tls: bool = False
    use_ssl: bool = False
    timeout: float = 10.0
    # for the answer to the final dot; servers scan the letter before they give it
    patience: float = 30.0


class Failure(Exception):
    """The exchange ended in this phase, with the server's reply or without one (``code`` None)."""

    def __init__(self, phase: Phase, code: int | None, answer: str) -> None:
        super().__init__(f"{phase}: {code or 'no reply'} {answer}")
        self.phase, self.code, self.answer = phase, code, answer


@dataclass(slots=True)
class Mailer:
    """One connection for many letters, opened when the first is begun and again after a fault."""

    server: Server
    _smtp: smtplib.SMTP | None = None
    _phase: Phase = field(default=Phase.CONNECT)
    _is_open: bool = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close(politely=True)

    def begin(self, *, sender: str, to: str) -> None:
        """Connect if need be and name sender and recipient; nothing is handed over yet.

        Raises: Failure.
        """
        with self._steps():
            self._connect()
            is_plain = sender.isascii() and to.isascii()
            if not is_plain and not self._open.has_extn("smtputf8"):
                phase = Phase.RCPT if sender.isascii() else Phase.MAIL
                raise Failure(phase, 553, "5.6.7 The server takes no letters beyond ASCII.")
            self._phase = Phase.MAIL
            size = [] if is_plain else ["SMTPUTF8", "BODY=8BITMIME"]
            self._expect(self._open.mail(sender, size), 250)
            self._phase = Phase.RCPT
            self._expect(self._open.rcpt(to), 250, 251)

    def hand_over(self, letter: bytes) -> str:
        """Send the letter to the recipient that was begun and return the server's reply.

        Raises: Failure; in phase ``body`` without a code nobody knows whether the letter was taken.
        """
        with self._steps():
            self._phase = Phase.DATA
            self._expect(self._open.docmd("DATA"), 354)
            self._open.send(_stuffed(letter))
            self._phase = Phase.BODY
            self._set_timeout(self.server.patience)
            self._open.send(b".\r\n")
            code, answer = self._open.getreply()
            self._expect((code, answer), 250)
            self._set_timeout(self.server.timeout)
        return f"{code} {_text(answer)}"

    def give_up(self) -> None:
        """Leave the letter that was begun, and keep the connection if it is well."""
        try:
            with self._steps():
                self._expect(self._open.docmd("RSET"), 250)
        except Failure:
            self.close()

    def close(self, *, politely: bool = False) -> None:
        """End the connection; politely says goodbye first, without insisting on an answer."""
        smtp, self._smtp, self._is_open = self._smtp, None, False
        if smtp is None:
            return
        with contextlib.suppress(OSError, smtplib.SMTPException, ValueError):
            if politely and smtp.sock:
                smtp.sock.settimeout(1)
                smtp.docmd("QUIT")
        smtp.close()

    @contextlib.contextmanager
    def _steps(self) -> Iterator[None]:
        """Turn whatever goes wrong into a Failure of the phase; a connection without replies is closed."""
        try:
            yield
        except Failure as failure:
            self._after(failure)
            raise
        except smtplib.SMTPResponseException as error:
            reply = Failure(self._phase, _code(error.smtp_code), _text(error.smtp_error))
            self._after(reply)
            raise reply from error
        except (smtplib.SMTPException, OSError, ValueError) as error:
            # ValueError: a reply that is no reply, an address that smtplib will not write
            self.close()
            raise Failure(self._phase, None, _text(f"{type(error).__name__}: {error}")[:300]) from error

    def _after(self, failure: Failure) -> None:
        if failure.code in {None, 421} or failure.phase in OF_THE_SERVER:
            self.close()
        elif failure.phase in {Phase.MAIL, Phase.RCPT}:
            self.give_up()

    @property
    def _open(self) -> smtplib.SMTP:
        if self._smtp is None:
            raise OSError("not connected")
        return self._smtp

    def _connect(self) -> None:
        if self._is_open:
            return
        self._phase = Phase.CONNECT
        server = self.server
        self._smtp = _smtp(server)
        self._expect(self._smtp.connect(server.host, server.port), 220)
        self._phase = Phase.HELLO
        self._greet()
        if server.use_tls:
            self._phase = Phase.TLS
            self._expect(self._smtp.starttls(context=ssl.create_default_context()), 220)
            self._greet()
        if server.user:
            self._phase = Phase.LOGIN
            self._smtp.login(server.user, server.password)
        self._is_open = True

    def _greet(self) -> None:
        smtp = self._open
        code, answer = smtp.ehlo()
        if not 200 <= code <= 299:
            code, answer = smtp.helo()
        self._expect((code, answer), *range(200, 300))

    def _set_timeout(self, seconds: float) -> None:
        if self._open.sock:
            self._open.sock.settimeout(seconds)

    def _expect(self, reply: tuple[int, bytes], *codes: int) -> None:
        code, answer = reply
        if code not in codes:
            raise Failure(self._phase, _code(code), _text(answer))


def _smtp(server: Server) -> smtplib.SMTP:
    if server.use_ssl:
        context = ssl.create_default_context()
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(
            local_hostname=server.name, timeout=server.timeout, context=context
        )
    else:
        smtp = smtplib.SMTP(local_hostname=server.name, timeout=server.timeout)
    # What connect() would learn from the constructor's host; starttls checks the certificate against it.
    smtp._host = server.host  # type: ignore[attr-defined]
    return smtp


def _code(code: int) -> int | None:
    """Return the reply's code; smtplib writes -1 for an answer that is none."""
    return code if 200 <= code <= 599 else None


def _text(answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else str(answer)
    return " ".join(clean(text).split())[:1000]


def _stuffed(letter: bytes) -> bytes:
    """Return the letter with CRLF line ends, its last one included, and lone leading dots doubled."""
    lines = letter.replace(b"\r\n", b"\n").replace(b"\r", b"\n").removesuffix(b"\n").split(b"\n")
    return b"".join((b"." if line.startswith(b".") else b"") + line + b"\r\n" for line in lines)
