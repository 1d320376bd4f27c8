"""Which of very many pairs can be likely at all, told by columns instead of pair by pair. Pure, and needs numpy.

A sieve before ``likeness.likely``, which alone decides: it may let a pair through that is not likely, but never holds
one back that is. Loaded by workers and commands alone, as whatever needs numpy.
"""

from collections.abc import Hashable, Sequence
from itertools import combinations

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from leads import likeness
from leads.likeness import AGAINST, NUMBER, REASONS, THRESHOLD


Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
POINTS = {name: points for name, (points, _words) in REASONS.items()}
# Columns of a lead that the sieve reads, in this order.
COLUMNS = ("name_norm", "email_norm", "phone_e164", "tax_id_norm", "company_norm", "domain")


def pairs_within(leads: Ints, sizes: Ints) -> tuple[Ints, Ints]:
    """Return the leads in order, and every two of a block once as their places among these, lower first: (n, 2).

    ``leads`` are the blocks one after another, each in ascending order; ``sizes`` how many each has.
    """
    ids, places = np.unique(leads, return_inverse=True)
    starts = np.cumsum(sizes) - sizes
    found = [np.empty(0, dtype=np.int64)]
    for size in np.unique(sizes[sizes > 1]):
        blocks = places[starts[sizes == size][:, None] + np.arange(size)]
        ours, theirs = np.array(list(combinations(range(size), 2))).T
        found.append((blocks[:, ours] * len(ids) + blocks[:, theirs]).ravel())
    codes = np.unique(np.concatenate(found))
    return ids, np.stack([codes // max(len(ids), 1), codes % max(len(ids), 1)], axis=1)


def sieve(pairs: Ints, rows: Sequence[Sequence[str]]) -> Ints:
    """Return the pairs that may be likely; ``pairs`` are places in ``rows``, each a lead's COLUMNS."""
    if not len(pairs):
        return pairs
    names, mails, phones, tax_ids, companies, domains = zip(*rows, strict=True)
    boxes = [likeness.mailbox(mail) if mail else "" for mail in mails]
    phone, tax_id, box = _equal(phones, pairs), _equal(tax_ids, pairs), _equal(boxes, pairs)
    points = POINTS["same_phone"] * phone + POINTS["same_tax_id"] * tax_id + POINTS["same_mail"] * box
    of_names, is_named = _of_names(names, pairs)
    keep = (of_names >= 0) | phone | tax_id | box
    pairs, points, is_named = pairs[keep], (points + of_names)[keep], is_named[keep]
    most = np.where(is_named, likeness.MOST_OF_COMPANY, likeness.MOST_OF_TWO)
    # A slip in the mailbox helps only where what is known without it does not do, and it would.
    short = (points + most < THRESHOLD) & (points + most + POINTS["mail_typo"] >= THRESHOLD)
    points = points + POINTS["mail_typo"] * _slips(boxes, pairs, short)
    keep = points + most >= THRESHOLD
    pairs, points, is_named = pairs[keep], points[keep], is_named[keep]
    points = points + _of_companies(companies, domains, pairs, is_named)
    # The slip that was not asked about above.
    open_ = (points < THRESHOLD) & (points + POINTS["mail_typo"] >= THRESHOLD)
    return pairs[(points >= THRESHOLD) | _slips(boxes, pairs, open_)]


def _codes(values: Sequence[Hashable]) -> Ints:
    """Return a number for each value, the same for equal ones."""
    known: dict[Hashable, int] = {}
    return np.fromiter((known.setdefault(value, len(known)) for value in values), np.int64, len(values))


def _equal(values: Sequence[str], pairs: Ints) -> Bools:
    """Say of which pairs both have the value."""
    codes = _codes(values)
    has = np.fromiter(map(bool, values), np.bool_, len(values))
    return np.asarray((codes[pairs[:, 0]] == codes[pairs[:, 1]]) & has[pairs[:, 0]])


def _alike(texts: Sequence[str], pairs: Ints, asked: Bools) -> npt.NDArray[np.float64]:
    """Return how alike the texts of the pairs asked about are, 0 to 100, each two texts compared once; else 0."""
    found = np.zeros(len(pairs))
    if not asked.any():
        return found
    known: dict[str, int] = {}
    codes = np.fromiter((known.setdefault(text, len(known)) for text in texts), np.int64, len(texts))
    both = np.sort(codes[pairs[asked]], axis=1)
    each, place = np.unique(both[:, 0] * len(known) + both[:, 1], return_inverse=True)
    words = np.array(list(known), dtype=object)
    ours, theirs = words[each // len(known)].tolist(), words[each % len(known)].tolist()
    found[asked] = process.cpdist(ours, theirs, scorer=fuzz.ratio, dtype=np.float64)[place]
    return found


def _of_names(names: Sequence[str], pairs: Ints) -> tuple[Ints, Bools]:
    """Return the most that the names can say for each pair, and whether either has one."""
    folded = {name: likeness.WORD.findall(name) for name in set(names)}
    plain = {name: " ".join(words) for name, words in folded.items()}
    ordered = {name: " ".join(sorted(words)) for name, words in folded.items()}
    odd = {name: _is_odd(words) for name, words in folded.items()}
    words = np.fromiter((len(folded[name]) for name in names), np.int64, len(names))
    is_odd = np.fromiter((odd[name] for name in names), np.bool_, len(names))
    ours, theirs = words[pairs[:, 0]], words[pairs[:, 1]]
    both = (ours > 0) & (theirs > 0)
    alike = _alike([ordered[name] for name in names], pairs, both)
    alike = np.maximum(alike, _alike([plain[name] for name in names], pairs, both & (alike < 97)))
    # One name within the other, or an initial for a name: rare enough to be let through.
    may_be = ((ours != theirs) & (np.minimum(ours, theirs) > 1)) | is_odd[pairs[:, 0]] | is_odd[pairs[:, 1]]
    told = np.select(
        [alike >= 97, (alike >= 84) | may_be, alike >= 75],
        [POINTS["same_name"], POINTS["similar_name"], 0],
        AGAINST["other_name"],
    )
    return np.where(both, told, 0), (ours > 0) | (theirs > 0)


def _is_odd(words: Sequence[str]) -> bool:
    """Say whether the name begins with an initial or repeats a word, so that counting words tells too little."""
    return len(set(words)) < len(words) or any(len(word) == 1 for word in words[:1])


def _of_companies(companies: Sequence[str], domains: Sequence[str], pairs: Ints, is_named: Bools) -> Ints:
    """Return the most that company and domain can say for each pair."""
    named = set(pairs.ravel().tolist())
    plain = [likeness.company_words(name) if place in named else "" for place, name in enumerate(companies)]
    has = np.fromiter(map(bool, plain), np.bool_, len(plain))
    numbers = _codes([tuple(NUMBER.findall(name)) if name else () for name in plain])
    asked = has[pairs[:, 0]] & has[pairs[:, 1]] & (numbers[pairs[:, 0]] == numbers[pairs[:, 1]])
    alike = _alike([" ".join(sorted(name.split())) for name in plain], pairs, asked)
    told = POINTS["same_domain"] * _equal(domains, pairs)
    told = told + np.select(
        [alike >= 94, alike >= 80], [POINTS["same_company"], POINTS["similar_company"]], 0
    )
    return np.asarray(told + POINTS["only_company"] * (~is_named & (alike >= 80)))


def _slips(boxes: Sequence[str], pairs: Ints, asked: Bools) -> Bools:
    """Say which of the pairs asked about have mailboxes that differ by a slip at most."""
    has = np.fromiter(map(bool, boxes), np.bool_, len(boxes))
    asked = asked & has[pairs[:, 0]] & has[pairs[:, 1]]
    meant = set(pairs[asked].ravel().tolist())
    numbers = _codes(
        [tuple(NUMBER.findall(box)) if place in meant else () for place, box in enumerate(boxes)]
    )
    asked &= numbers[pairs[:, 0]] == numbers[pairs[:, 1]]
    return np.asarray(_alike(boxes, pairs, asked) >= 94)
