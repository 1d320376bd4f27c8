"""Connections to addresses that other people chose: only to the public internet, without following anybody (W3).

The name is resolved once, every address is checked, and the connection goes to a checked address; its peer is
checked again. So neither a second answer of the name server nor an odd way of writing 127.0.0.1 reaches inside.
"""

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid


TIMEOUT_SECONDS = 15
MAX_ANSWER = 64 * 1024
MAX_URL = 500
PORTS = {"http": 80, "https": 443}
# Public by the book, yet they lead inside: NAT64, 6to4 and Teredo carry IPv4 addresses, the rest is not for us.
CLOSED = [
    ipaddress.ip_network(text)
    for text in (
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "2001::/32",
        "2002::/16",
        "fec0::/10",
        "192.88.99.0/24",
        "100.64.0.0/10",
    )
]


class Refused(Exception):
    """The request must not be made: the address is not a public one, or the URL is not one of ours to call."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: at most 64 KB of the body, for the log."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


def is_public(text: str) -> bool:
    """Say whether an IP address belongs to the public internet."""
    address = ipaddress.ip_address(text.split("%")[0])
    mapped = getattr(address, "ipv4_mapped", None)
    if mapped:
        return is_public(str(mapped))
    inside = any(address in network for network in CLOSED if network.version == address.version)
    return address.is_global and not address.is_multicast and not inside


def check_url(url: str) -> str:
    """Return the URL if a request may go there as far as can be told now.

    A name that cannot be resolved at the moment passes: it is checked again with each request.
    Raises: Invalid, with a sentence for whoever typed it.
    """
    try:
        parts = _parts(url)
        addresses = _resolve(parts)
    except Refused as refusal:
        raise Invalid(_("This address cannot be used: %(why)s.") % {"why": refusal}) from refusal
    except OSError:
        return url
    if not addresses:
        raise Invalid(_("This address lies in a private network. Use one that the internet can reach."))
    return url


def post(url: str, *, body: bytes, headers: Mapping[str, str]) -> Answer:
    """Send the body and return the answer, whatever its status; redirects are answers too.

    Raises: Refused for an address that is not public; OSError, ssl.SSLError and http.client.HTTPException for
    what goes wrong on the way. All of it ends within 15 seconds.
    """
    parts = _parts(url)
    addresses = _resolve(parts)
    if not addresses:
        raise Refused("private address")
    deadline = time.monotonic() + TIMEOUT_SECONDS
    link = _connect(parts, addresses[0], deadline)
    try:
        link.request("POST", _target(parts), body=body, headers={**headers, "Connection": "close"})
        return _read(link, deadline)
    finally:
        link.close()


def connect(host: str, port: int, *, seconds: float = TIMEOUT_SECONDS) -> socket.socket:
    """Return a connection to a host that somebody chose, for other protocols than HTTP; nothing was said on it yet.

    Raises: Refused if the host lies inside or is no name; OSError for what goes wrong on the way.
    """
    parts = urlsplit(f"//[{host}]:{port}" if ":" in host else f"//{host}:{port}")
    addresses = _resolve(parts)
    if not addresses:
        raise Refused("private address")
    deadline = time.monotonic() + seconds
    for place, address in enumerate(addresses, start=1):
        try:
            return _open(parts, address, deadline)
        except OSError:
            if place == len(addresses):
                raise
    raise AssertionError  # there is at least one address


def _parts(url: str) -> SplitResult:
    if len(url) > MAX_URL or any(ord(letter) < 33 or letter == "\\" for letter in url):
        raise Refused("it holds letters that no address has")
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS.get(parts.scheme)
    except ValueError as error:
        raise Refused("it cannot be read") from error
    if parts.scheme not in PORTS or not parts.hostname:
        raise Refused("it must begin with https://")
    if parts.username or parts.password:
        raise Refused("it must not hold a password")
    if not _is_excepted(parts) and (port != PORTS[parts.scheme]):
        raise Refused("only the ports 443 and 80 are called")
    if parts.scheme == "http" and not settings.LOCAL:
        raise Refused("it must begin with https://")
    return parts


def _is_excepted(parts: SplitResult) -> bool:
    """Say whether the operator named this host and port as one that may be called although it lies inside."""
    return f"{parts.hostname}:{parts.port or PORTS.get(parts.scheme)}" in settings.OUTBOUND_EXCEPTIONS


def _resolve(parts: SplitResult) -> list[tuple[int, Any]]:
    """Return the addresses that may be connected to; none if any of them lies inside.

    Raises: OSError if the name has no address.
    """
    port = parts.port or PORTS[parts.scheme]
    try:
        found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:
        # A label that is empty or longer than 63 letters is no name at all.
        raise Refused("its host is no name") from error
    if not _is_excepted(parts) and not all(is_public(str(info[4][0])) for info in found):
        return []
    return [(info[0], info[4]) for info in found]


def _open(parts: SplitResult, address: tuple[int, Any], deadline: float) -> socket.socket:
    """Return a connection to the address, whose other end was looked at again."""
    family, target = address
    link = socket.socket(family, socket.SOCK_STREAM)
    try:
        link.settimeout(_left(deadline))
        link.connect(target)
        if not _is_excepted(parts) and not is_public(link.getpeername()[0]):
            raise Refused("private address")
        link.settimeout(_left(deadline))
    except BaseException:
        link.close()
        raise
    return link


def _connect(parts: SplitResult, address: tuple[int, Any], deadline: float) -> http.client.HTTPConnection:
    link = _open(parts, address, deadline)
    try:
        if parts.scheme == "https":
            link = ssl.create_default_context().wrap_socket(link, server_hostname=parts.hostname)
    except BaseException:
        link.close()
        raise
    link.settimeout(_left(deadline))
    connection = http.client.HTTPConnection(_host(parts))
    connection.sock = link
    # What is set by hand must not be opened anew, to wherever the name leads by then.
    connection.auto_open = 0
    return connection


def _host(parts: SplitResult) -> str:
    host = f"[{parts.hostname}]" if ":" in str(parts.hostname) else str(parts.hostname)
    return f"{host}:{parts.port}" if parts.port else host


def _target(parts: SplitResult) -> str:
    path = parts.path or "/"
    # A path may be written in any alphabet; on the wire it is ASCII.
    return iri_to_uri(f"{path}?{parts.query}" if parts.query else path)


def _read(link: http.client.HTTPConnection, deadline: float) -> Answer:
    answer = link.getresponse()
    body = b""
    while len(body) < MAX_ANSWER and (part := answer.read1(8192)):
        body += part
        link_socket = link.sock
        if link_socket is not None:
            link_socket.settimeout(_left(deadline))
        elif time.monotonic() > deadline:
            raise TimeoutError("timed out")
    headers = {name.lower(): value for name, value in answer.getheaders()}
    return Answer(answer.status, headers, body[:MAX_ANSWER])


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError("timed out")
    return left
