"""How one platform's posts are read: rules that are data, with paths as answers have them. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from leads.choices import Channel


Rows = Sequence[tuple[str, str]]
ROOT = "$."


@dataclass(frozen=True, slots=True)
class Shape:
    """One kind of post. Where a path starts with ``$.`` it is looked up in the whole post, else in one lead of it.

    ``when``: paths that a post of this kind has. ``items``: where its leads are. ``only``: by path the values of a
    post that tells of a lead (``contact.*`` matches by its start); others are kept and set aside. ``answers``: which
    values may be guessed and, where nothing else is known of them, kept as text (``keeps_rest``). ``fields``: path
    (``*`` stands for anything) and target, by which the rest is read. ``key``: what makes two posts the same.
    ``id_only``: the path of an id by which the platform would have to be asked. ``tests``: path and value of a test.
    """

    name: str
    when: tuple[str, ...] = ()
    is_form: bool | None = None
    items: str = ""
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    answers: tuple[str, ...] = ("*",)
    keeps_rest: bool = True
    drop: tuple[str, ...] = ()
    fields: Rows = ()
    key: tuple[str, ...] = ()
    at: tuple[str, ...] = ()
    id_only: str = ""
    tests: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Scheme:
    """How a platform proves that a post is its own.

    ``kind``: hmac, field (a value of the body), basic, jwt, shared; empty: not at all. For hmac: ``header`` holds the
    signature after ``prefix`` (or, with ``part``, as ``t=…,v1=…``) in ``encoding``; ``signed`` is a pattern of {body},
    {time}, {id}, {method}, {url}, {secret}. ``seconds`` is how old a signed moment may be (0: none is signed).
    """

    kind: str = ""
    header: str = ""
    prefix: str = ""
    part: str = ""
    time_header: str = ""
    id_header: str = ""
    algorithm: str = "sha256"
    encoding: str = "hex"
    signed: str = "{body}"
    seconds: int = 0
    field: str = ""
    is_plain_digest: bool = False


@dataclass(frozen=True, slots=True)
class Preset:
    """A platform: what it is called, how it proves itself and greets, and what it sends."""

    name: str
    label: str | Promise
    channel: str = Channel.FORM
    shapes: tuple[Shape, ...] = ()
    schemes: tuple[Scheme, ...] = ()
    handshake: str = ""
    takes_get: bool = False
    # posted by browsers from pages of any origin, so it answers as the one it stands in for
    answers_as: str = ""
    help: str | Promise = ""
    secret_help: str | Promise = ""
    aliases: tuple[str, ...] = ()
