"""A post whose body was read under a limit of its own, as anymail's readers want to see it.

Django bounds what it reads by one number for every address, 2 MB; a mail with files is larger. Here the body is read
once, and forms are taken apart with their bytes kept: what is no UTF-8 stands as surrogates.
"""

from email.message import Message
from email.parser import BytesParser
from urllib.parse import parse_qsl

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, QueryDict, UnreadablePostError
from django.utils.datastructures import MultiValueDict


MOST_FIELDS = 1000


class TooLarge(Exception):
    """The body is larger than is read."""


def read(request: HttpRequest, *, most_bytes: int) -> bytes:
    """Return the body. Raises: TooLarge; UnreadablePostError if the line broke."""
    try:
        announced = int(request.headers.get("Content-Length") or 0)
    except ValueError:
        announced = 0
    if announced > most_bytes:
        raise TooLarge
    body = request.read(most_bytes + 1)
    if len(body) > most_bytes:
        raise TooLarge
    if len(body) < announced:
        raise UnreadablePostError
    return body


class Posted(HttpRequest):
    """The request again, with fields and files of its body. Raises: ValueError if a form cannot be taken apart."""

    def __init__(self, request: HttpRequest, body: bytes) -> None:
        super().__init__()
        self.method, self.META, self.path = request.method, request.META, request.path
        self.content_type, self.content_params = request.content_type, request.content_params
        self._body = body
        self._fields = QueryDict(mutable=True)
        # immutable for the type checker alone
        self.POST = self._fields  # type: ignore[assignment]
        self.FILES = MultiValueDict()
        if self.content_type == "application/x-www-form-urlencoded":
            self._take_pairs(body)
        elif self.content_type == "multipart/form-data":
            self._take_parts(body)

    def _take_pairs(self, body: bytes) -> None:
        pairs = parse_qsl(
            body.decode("ascii", "surrogateescape"),
            keep_blank_values=True,
            errors="surrogateescape",
            max_num_fields=MOST_FIELDS,
        )
        for name, value in pairs:
            self._fields.appendlist(name, value)

    def _take_parts(self, body: bytes) -> None:
        head = f"Content-Type: {self.META.get('CONTENT_TYPE', '')}\r\n\r\n".encode("latin-1", "replace")
        whole = BytesParser().parsebytes(head + body)
        parts = whole.get_payload() if whole.is_multipart() else []
        if len(parts) > MOST_FIELDS:
            raise ValueError("too many parts")
        for part in parts:
            if isinstance(part, Message):
                self._take_part(part)

    def _take_part(self, part: Message) -> None:
        name = str(part.get_param("name", "", header="content-disposition"))
        file_name = part.get_filename()
        if file_name is None:
            self._fields.appendlist(name, _content(part).decode("utf-8", "surrogateescape"))
            return
        kind = part.get_content_type()
        self.FILES.appendlist(name, SimpleUploadedFile(file_name or "file", _content(part), kind))


def _content(part: Message) -> bytes:
    """Return the part's bytes; a mail that was attached as one is written out again."""
    if part.is_multipart():
        return b"".join(one.as_bytes() for one in part.get_payload() if isinstance(one, Message))
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""
