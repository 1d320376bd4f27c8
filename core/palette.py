"""What the search of the top bar (Ctrl/Cmd+K) finds: records, pages and actions, each registered by its room.

A room registers in ``ready()`` a ``Finder`` for its records and an ``Action`` for what the palette can do.
The pages and what `+` makes come from ``core.navigation`` without another word.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core import navigation
from core.text import WORD, fold


Label = str | Promise
# Of each kind of record, and of pages and actions.
MOST, MOST_PAGES = 6, 5
MOST_RECENT = 8
MOST_WORDS = 200
# Actions of this order and above wait until somebody types their name.
LATER = 100
# Pages are offered in the order of the frame.
GROUPS = ("main", "manage", "bar", "settings", "create")


@dataclass(frozen=True, slots=True)
class Hit:
    """One line: a record, a page or an action; ``is_post`` sends ``values`` to ``url``, ``dialog`` opens that one."""

    label: str
    url: str
    detail: str = ""
    icon: str = "chevron-right"
    keys: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    dialog: str = ""
    is_post: bool = False
    pk: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """Hits of one kind; ``more_url`` leads to all of them."""

    name: str
    label: str
    hits: tuple[Hit, ...]
    more_url: str = ""
    more_label: str = ""


Find = Callable[[HttpRequest, str, int], Sequence[Hit]]
Read = Callable[[HttpRequest, Sequence[int]], Sequence[Hit]]


@dataclass(frozen=True, slots=True)
class Finder:
    """How one kind of record is found.

    ``name`` is the kind's word in addresses: the page of lead 42 is ``/w/<workspace>/leads/42/``. ``find`` returns up
    to so many hits for some words, ``read`` those of some ids, both only what this member may see and with ``pk``.
    ``list_url`` names the list that shows all hits, which takes the words as ``search``.
    """

    name: str
    label: Label
    order: int
    find: Find
    read: Read
    capability: str = ""
    list_url: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """Something the palette does: a GET of ``url_name``, with ``values`` or ``is_post`` a POST, or a dialog's opening.

    ``words`` are other names under which it is found.
    """

    name: str
    label: Label
    icon: str
    order: int
    url_name: str = ""
    capability: str = ""
    key: str = ""
    words: Label = ""
    values: Mapping[str, str] = field(default_factory=dict)
    is_post: bool = False
    dialog: str = ""
    offered: Callable[[HttpRequest], bool] | None = None


_finders: dict[str, Finder] = {}
_actions: dict[str, Action] = {}


def register(*finders: Finder) -> None:
    """Add kinds of records; a name that exists already is replaced."""
    for finder in finders:
        _finders[finder.name] = finder


def register_actions(*actions: Action) -> None:
    """Add actions; a name that exists already is replaced."""
    for action in actions:
        _actions[action.name] = action


def search(request: HttpRequest, text: str, recent: Sequence[tuple[str, int]] = ()) -> list[Group]:
    """Return what the words find, best groups first; without words what was opened last, and what can be done.

    ``recent`` are the kinds and ids of records this person opened, the last one first; they come before others.
    Queries: those of the finders.
    """
    text = " ".join(text[:MOST_WORDS].split())
    if not WORD.search(text):
        return _filled([_recent(request, recent), _doing(request, []), _going(request, [])])
    words = WORD.findall(fold(text))
    places = {kind_and_pk: place for place, kind_and_pk in enumerate(recent)}
    found = [_found(request, finder, text, places) for finder in _offered(request)]
    todo = [_going(request, words), _doing(request, words)]
    # Who types the beginning of a page's name means the page.
    first = [group for group in todo if any(fold(hit.label).startswith(fold(text)) for hit in group.hits)]
    return _filled([*first, *found, *(group for group in todo if group not in first)])


def _filled(groups: Iterable[Group]) -> list[Group]:
    return [group for group in groups if group.hits]


def _offered(request: HttpRequest) -> list[Finder]:
    finders = sorted(_finders.values(), key=lambda finder: (finder.order, finder.name))
    return [finder for finder in finders if _may(request, finder.capability)]


def _may(request: HttpRequest, capability: str) -> bool:
    membership = getattr(request, "membership", None)
    return membership is not None and (not capability or membership.can(capability))


def _found(request: HttpRequest, finder: Finder, text: str, places: Mapping[tuple[str, int], int]) -> Group:
    hits = sorted(
        finder.find(request, text, MOST + 1),
        key=lambda hit: places.get((finder.name, hit.pk), len(places)),
    )
    list_url = navigation.resolve(finder.list_url, request) if finder.list_url else None
    has_more = len(hits) > MOST and list_url
    return Group(
        name=finder.name,
        label=str(finder.label),
        hits=tuple(hits[:MOST]),
        more_url=f"{list_url}?{_query(text)}" if has_more else "",
        more_label=_("Show all of “%(group)s”") % {"group": finder.label} if has_more else "",
    )


def _query(text: str) -> str:
    return urlencode({"search": text})


def _recent(request: HttpRequest, recent: Sequence[tuple[str, int]]) -> Group:
    """Read what was opened last, kind by kind, and put it back into its order; what is gone is left out."""
    asked = list(dict.fromkeys(recent))[: MOST_RECENT * 2]
    hits: dict[tuple[str, int], Hit] = {}
    for finder in _offered(request):
        ids = [pk for kind, pk in asked if kind == finder.name]
        if ids:
            hits |= {(finder.name, hit.pk): hit for hit in finder.read(request, ids)}
    kept = [hits[item] for item in asked if item in hits]
    return Group(name="recent", label=_("Opened last"), hits=tuple(kept[:MOST_RECENT]))


def _going(request: HttpRequest, words: Sequence[str]) -> Group:
    hits = [
        Hit(
            label=str(item.label),
            url=url,
            detail=str(item.description) if words else "",
            icon=item.icon,
            keys=("G", item.goto.upper()) if item.goto else (),
        )
        for item in sorted(navigation.registered(), key=lambda item: GROUPS.index(item.group))
        if item.group != "create"
        and (words or item.group != "settings")
        and _has(words, item.label, item.description)
        and navigation.is_offered(item, request)
        and (url := navigation.resolve(item.url_name, request))
    ]
    return Group(name="pages", label=_("Go to"), hits=tuple(hits[: MOST_PAGES if words else None]))


def _doing(request: HttpRequest, words: Sequence[str]) -> Group:
    made = [hit for item in navigation.registered() if (hit := _creating(request, item, words))]
    done = [
        hit
        for action in sorted(_actions.values(), key=lambda action: (action.order, action.name))
        if (words or action.order < LATER) and (hit := _action(request, action, words))
    ]
    return Group(
        name="actions", label=_("Actions"), hits=tuple((made + done)[: MOST_PAGES if words else None])
    )


def _creating(request: HttpRequest, item: navigation.Item, words: Sequence[str]) -> Hit | None:
    if item.group != "create" or not navigation.is_offered(item, request):
        return None
    label = _("Create %(thing)s") % {"thing": str(item.label).lower()}
    url = navigation.resolve(item.url_name, request)
    if not url or not _has(words, label):
        return None
    return Hit(label=label, url=url, icon="plus", keys=(item.key.upper(),) if item.key else ())


def _action(request: HttpRequest, action: Action, words: Sequence[str]) -> Hit | None:
    if not _may(request, action.capability) or not _has(words, action.label, action.words):
        return None
    if action.offered and not action.offered(request):
        return None
    hit = Hit(label=str(action.label), url="", icon=action.icon, keys=(action.key,) if action.key else ())
    if action.dialog:
        return replace(hit, dialog=action.dialog)
    url = _address(action.url_name, request)
    is_post = action.is_post or bool(action.values)
    return replace(hit, url=url, values=action.values, is_post=is_post) if url else None


def _address(url_name: str, request: HttpRequest) -> str:
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return navigation.resolve(url_name, request) or ""


def _has(words: Sequence[str], *texts: Label) -> bool:
    """Say whether every word begins a word of one of the texts."""
    known = {word for text in texts for word in WORD.findall(fold(str(text)))}
    return all(any(one.startswith(word) for one in known) for word in words)
