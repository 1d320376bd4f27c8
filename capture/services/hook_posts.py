"""What comes to a hook: stored as it is, then read by the hook's rules when a worker looks at it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from capture.choices import InquiryState, Reason
from capture.engine import Verdict
from capture.models import Hook, Inquiry
from capture.parsers.hooks import presets, proof, reading, tree
from capture.parsers.hooks.proof import Post
from capture.parsers.hooks.reading import Found, Own
from capture.services import hooks, submit
from core import seal, sets
from leads.models import FieldDefinition
from work import queue


# Of posts with a wrong secret so many an hour are kept, to be looked at; the rest is refused without a trace.
KEPT_AN_HOUR = 60
HOUR = timedelta(hours=1)
NO_KEY = frozenset({Reason.TEST, Reason.NO_LEAD, Reason.UNMAPPED, Reason.UNREADABLE})
# What no other mapping would make a lead of.
FOR_GOOD = (Reason.SPAM, Reason.TEST, Reason.DUPLICATE)
MOST_REPLAYED = 1000
READ = ("payload", "event_key", "occurred_at")


@dataclass(frozen=True, slots=True)
class Received:
    """What was kept of a post (None: nothing), and whether its sender is believed."""

    inquiry: Inquiry | None
    is_believed: bool


def is_believed(*, hook: Hook, post: Post, at: datetime) -> bool:
    """Say whether the post proves to be the platform's, or need not."""
    return not _fault(hook, post, at)


def _fault(hook: Hook, post: Post, at: datetime) -> str:
    try:
        secret = hooks.secret_of(hook)
    except seal.Broken:
        return "sealed"
    return proof.fault(post, preset=presets.known(hook.preset), secret=secret, at=at)


def receive(
    *,
    hook: Hook,
    post: Post,
    content_type: str,
    ip_class: str,
    user_agent: str,
    is_believed: bool,
    at: datetime,
) -> Received:
    """Store the post, whatever it is; of those with a wrong secret at most 60 an hour."""
    if not is_believed and _wrong_lately(hook, at) >= KEPT_AN_HOUR:
        return Received(None, is_believed=False)
    arrival = submit.Arrival(
        raw=post.body,
        payload={},
        channel=presets.known(hook.preset).channel,
        content_type=content_type,
        hook=hook,
        request=post.as_dict(),
        signs=() if is_believed else (Reason.BAD_SIGNATURE,),
        ip_class=ip_class,
        user_agent=user_agent,
    )
    inquiry, _is_new = submit.receive(arrival=arrival, at=at)
    return Received(inquiry, is_believed=is_believed)


def _wrong_lately(hook: Hook, at: datetime) -> int:
    wrong = Inquiry.objects.filter(
        hook=hook, received_at__gt=at - HOUR, signs__contains=[Reason.BAD_SIGNATURE]
    )
    return wrong.order_by("-received_at", "-pk")[:KEPT_AN_HOUR].count()


def stored_post(inquiry: Inquiry) -> Post:
    """Return the request as it came."""
    kept = inquiry.request
    body = bytes(inquiry.raw)
    found = read_tree(inquiry)
    return Post(
        body=body,
        method=str(kept.get("method", "POST")),
        url=str(kept.get("url", "")),
        query=str(kept.get("query", "")),
        headers={str(name): str(value) for name, value in dict(kept.get("headers", {})).items()},
        tree=found.value,
    )


def read_tree(inquiry: Inquiry) -> tree.Tree:
    """Return the values of what came."""
    query = str(inquiry.request.get("query", ""))
    return tree.read(bytes(inquiry.raw), content_type=inquiry.content_type, query=query)


def own_fields() -> list[str]:
    """Return the keys of the workspace's own fields. Queries: one."""
    return list(FieldDefinition.objects.filter(is_active=True).order_by().values_list("key", flat=True))


def read(inquiry: Inquiry, hook: Hook, *, custom: Sequence[str]) -> list[Found]:
    """Return the leads of what came, by the hook's rules of now."""
    return reading.read(
        read_tree(inquiry), preset=presets.known(hook.preset), own=Own.of(hook.mapping, custom)
    )


def prepare(*, waiting: Sequence[Inquiry], at: datetime) -> dict[int, Verdict]:
    """Read the waiting inquiries that came to hooks: set payload, key and moment, and make one of each further lead.

    Returns why some of them make no lead, by id. The rows are locked; the hooks are locked here, so that of two posts
    with one key one is first. Reading again after a mapping was mended changes only what reads otherwise now.
    """
    ours = [inquiry for inquiry in waiting if inquiry.hook_id]
    if not ours:
        return {}
    ids = sorted({pk for inquiry in ours if (pk := inquiry.hook_id)})
    known: dict[int | None, Hook] = {
        hook.pk: hook
        for hook in Hook.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")
    }
    held: dict[int, Verdict] = {}
    reader = _Reader(known, _origins(ours))
    for inquiry in sorted(ours, key=lambda one: one.pk):
        found = reader.found(inquiry)
        inquiry.payload, inquiry.event_key = found.payload, found.key
        inquiry.occurred_at = submit.moment(found.payload.get("occurred_at"), inquiry.received_at)
        if found.reason:
            held[inquiry.pk] = Verdict(found.reason, found.detail)
    held |= _doubles(ours, held)
    sets.update(
        Inquiry, [{"id": one.pk, **{name: getattr(one, name) for name in READ}} for one in ours], names=READ
    )
    _make_further(reader.further, at)
    return held


def _origins(ours: Sequence[Inquiry]) -> dict[int | None, Inquiry]:
    """Return the posts that further leads came in, each once: it may be large, and have a thousand leads."""
    ids = {inquiry.origin_id for inquiry in ours if inquiry.origin_id}
    return {post.pk: post for post in Inquiry.objects.filter(pk__in=ids)} if ids else {}


class _Reader:
    """Reads each post once, however many of its leads are in the batch."""

    def __init__(self, known: Mapping[int | None, Hook], origins: Mapping[int | None, Inquiry]) -> None:
        self._hooks = known
        self._origins = origins
        self._custom = own_fields()
        self._read: dict[int, list[Found]] = {}
        self.further: list[tuple[Inquiry, list[Found]]] = []

    def found(self, inquiry: Inquiry) -> Found:
        post = self._origins.get(inquiry.origin_id, inquiry)
        if post.pk not in self._read:
            self._read[post.pk] = self._of(post, self._hooks[inquiry.hook_id])
        every = self._read[post.pk]
        if inquiry.pk == post.pk and len(every) > 1:
            self.further.append((post, every))
        return every[inquiry.place] if inquiry.place < len(every) else Found(reason=Reason.UNMAPPED)

    def _of(self, post: Inquiry, hook: Hook) -> list[Found]:
        if fault := _fault(hook, stored_post(post), post.received_at):
            return [Found(reason=Reason.BAD_SIGNATURE, detail=fault)]
        return read(post, hook, custom=self._custom)


def _doubles(ours: Sequence[Inquiry], held: Mapping[int, Verdict]) -> dict[int, Verdict]:
    """Return the verdicts of those whose event was told before, and take their key from them. Queries: one."""
    for inquiry in ours:
        if inquiry.pk in held and held[inquiry.pk].reason in NO_KEY:
            inquiry.event_key = None
    keys = {inquiry.event_key for inquiry in ours if inquiry.event_key}
    ids = {inquiry.pk for inquiry in ours}
    first = {
        (one.hook_id, one.event_key): one
        for one in Inquiry.objects.filter(hook_id__in={one.hook_id for one in ours}, event_key__in=keys)
        .exclude(pk__in=ids)
        .only("hook_id", "event_key", "public_id")
    }
    doubles: dict[int, Verdict] = {}
    for inquiry in sorted(ours, key=lambda one: one.pk):
        if inquiry.event_key:
            earlier = first.setdefault((inquiry.hook_id, inquiry.event_key), inquiry)
            if earlier.pk != inquiry.pk:
                inquiry.event_key = None
                doubles[inquiry.pk] = Verdict(Reason.DUPLICATE, earlier.reference)
    return doubles


def _make_further(further: Sequence[tuple[Inquiry, list[Found]]], at: datetime) -> None:
    """Make an inquiry of each further lead of a post; those that are there already stay as they are.

    Queries: one, and those that store.
    """
    if not further:
        return
    posts = [post for post, _every in further]
    known = set(Inquiry.objects.filter(origin__in=posts).values_list("origin_id", "place"))
    made = Inquiry.objects.bulk_create(
        _further(post, found, place)
        for post, every in further
        for place, found in enumerate(every)
        if place and (post.pk, place) not in known
    )
    queue.mark(submit.QUEUE, [inquiry.pk for inquiry in made])


def _further(post: Inquiry, found: Found, place: int) -> Inquiry:
    return Inquiry(
        raw=json.dumps(found.item, ensure_ascii=False).encode(),
        content_type="application/json",
        channel=post.channel,
        source_id=post.source_id,
        campaign_id=post.campaign_id,
        hook_id=post.hook_id,
        origin=post,
        place=place,
        signs=post.signs,
        ip_class=post.ip_class,
        user_agent=post.user_agent,
        occurred_at=post.received_at,
        received_at=post.received_at,
    )


@transaction.atomic
def replay_held(*, hook: Hook, by: int | None, at: datetime) -> int:
    """Read again what is held back, up to a thousand of the newest, by the rules of now; return how many."""
    held = Inquiry.objects.filter(hook=hook, state=InquiryState.QUARANTINED).exclude(reason__in=FOR_GOOD)
    rows = list(
        held.select_for_update(of=("self",)).defer("raw").order_by("-received_at", "-pk")[:MOST_REPLAYED]
    )
    sets.update(
        Inquiry,
        [
            {
                "id": one.pk,
                "prior": {"state": one.state, "reason": one.reason, "detail": one.detail},
                "state": InquiryState.RECEIVED,
                "reason": "",
                "detail": "",
                "processed_at": at,
                "judged_by": by,
            }
            for one in rows
        ],
        names=("prior", "state", "reason", "detail", "processed_at", "judged_by"),
    )
    queue.mark(submit.QUEUE, [one.pk for one in rows])
    return len(rows)
