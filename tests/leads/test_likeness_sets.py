"""The sieve before the comparison: what it holds back is never likely, and planted pairs are found and no others."""

import random
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leads import likeness, likeness_sets, normalize
from leads.models import Lead


def known(**facts):
    lead = Lead(workspace_id=1, **facts)
    for name, value in normalize.copies(lead, country="ES").items():
        setattr(lead, name, value)
    return lead


def sieved(leads):
    pairs = np.array(list(combinations(range(len(leads)), 2)), dtype=np.int64)
    rows = [[getattr(lead, name) for name in likeness_sets.COLUMNS] for lead in leads]
    return {(one, other) for one, other in likeness_sets.sieve(pairs, rows).tolist()}


def likely(leads):
    sketches = [likeness.sketch(lead) for lead in leads]
    told = combinations(range(len(leads)), 2)
    return {(one, other) for one, other in told if likeness.likely(sketches[one], sketches[other])}


FACTS = {
    "first_name": st.sampled_from(
        ["", "Ana", "A.", "Ana Ana", "Anna María", "M", "Øystein", "Анна", "O'Ana"]
    ),
    "last_name": st.sampled_from(["", "Ruiz", "Ruiz Ruiz", "Ruiz Gil", "Gil Ruiz", "Ruis", "Ана"]),
    "email": st.sampled_from(
        [
            "",
            "ana.ruiz@gmail.com",
            "anaruiz+x@gmail.com",
            "ana.ruis@sol.es",
            "ana.ruiz@sol.es",
            "ana.ruiz1@sol.es",
        ]
    ),
    "phone": st.sampled_from(["", "600111222", "600111223"]),
    "tax_id": st.sampled_from(["", "B12345678", "B-12345678"]),
    "company": st.sampled_from(["", "Sol S.L.", "Reformas Sol", "Reformas Sola", "Sol 12", "Sol 13", "S.A."]),
}


@given(st.lists(st.fixed_dictionaries(FACTS), min_size=2, max_size=8))
def test_nothing_likely_is_held_back(people):
    leads = [known(**facts) for facts in people]

    assert likely(leads) <= sieved(leads)


@given(st.lists(st.lists(st.integers(1, 50), min_size=1, max_size=6, unique=True), min_size=1, max_size=8))
def test_every_two_of_a_block_are_a_pair_once(blocks):
    leads = np.array([pk for block in blocks for pk in sorted(block)], dtype=np.int64)

    ids, pairs = likeness_sets.pairs_within(leads, np.array([len(block) for block in blocks], dtype=np.int64))

    found = [(int(ids[one]), int(ids[other])) for one, other in pairs]
    assert sorted(found) == sorted({pair for block in blocks for pair in combinations(sorted(block), 2)})


WORDS = (
    "Ana Luis Marta Pedro Lucía Jorge Elena Pablo Sara Iván Noa Hugo Clara Raúl Alba Jürgen François Zoë Dirk Ewa",
    "Ruiz Mora Vega Sanz Núñez Soto Cano Vidal León Pardo Müller Schäfer Lefèvre Novak Rossi Byrne Okafor Haas",
    "Reformas Talleres Clínica Obras Cocinas Hotel Viñedos Imprenta Transportes Cristalería",
    "Norte Sur Levante Alba Costa Ribera Sierra Valle Puerto Montaña Arroyo Encina Castaño Olivar",
)
FIRST, LAST, FIRM, PLACE = (words.split() for words in WORDS)
FORMS = ("S.L.", "SL", "S.A.", "GmbH", "Inc.", "Inc", "Ltd", "BV", "")


def people(dice, number):
    """Return so many different people of different firms, some of whom share a firm or a name."""
    firms = [(f"{firm} {place}", f"{firm}-{place}.example") for firm in FIRM for place in PLACE]
    for _turn in range(number):
        first, last, (firm, domain) = dice.choice(FIRST), dice.choice(LAST), dice.choice(firms)
        plain = likeness.company_words(normalize.fold(f"{first}.{last}")).replace(" ", "")
        is_free = dice.random() < 0.3
        yield {
            "first_name": first,
            "last_name": f"{last} {dice.choice(LAST)}",
            "company": f"{firm} {dice.choice(FORMS)}".strip(),
            "email": f"{plain}.{dice.randrange(10_000)}@{'gmail.com' if is_free else normalize.fold(domain)}",
            "phone": f"6{dice.randrange(10**8):08}",
        }


def slip(dice, text):
    place = dice.randrange(1, len(text) - 1)
    return dice.choice([text[:place] + text[place + 1 :], text[:place] + text[place] + text[place:]])


def without(*names):
    return lambda dice, facts: facts | dict.fromkeys(names, "")


WAYS = {
    "a slip in the name": lambda dice, one: one | {"email": "", "last_name": slip(dice, one["last_name"])},
    "another mail, the phone written otherwise": lambda dice, one: (
        one | {"email": "", "phone": f"+34 {one['phone'][:3]}-{one['phone'][3:6]} {one['phone'][6:]}"}
    ),
    "dots and a plus in the mailbox": lambda dice, one: (
        one | {"phone": "", "email": "+news@".join(one["email"].replace("@", " ").split())}
    ),
    "another legal form": lambda dice, one: (
        one
        | {
            "email": "",
            "phone": "",
            "company": f"{likeness.company_words(normalize.fold(one['company']))} S.L.U.",
        }
    ),
    "accents lost, all in capitals": lambda dice, one: (
        one
        | {"email": "", "phone": ""}
        | {name: normalize.fold(one[name]).upper() for name in ("first_name", "last_name", "company")}
    ),
    "names swapped": lambda dice, one: (
        one | {"email": "", "first_name": one["last_name"], "last_name": one["first_name"]}
    ),
    "only the first surname": lambda dice, one: one | {"email": "", "last_name": one["last_name"].split()[0]},
    "one surname, and nothing but the company": lambda dice, one: (
        one | {"email": "", "phone": "", "last_name": one["last_name"].split()[0]}
    ),
    "no company": without("email", "company"),
}


@pytest.mark.parametrize("way", WAYS)
def test_planted_copies_are_found_and_strangers_are_not(way):
    dice = random.Random(way)
    originals = list(people(dice, 150))
    copies = [WAYS[way](dice, facts) for facts in originals]
    leads = [known(**facts) for facts in [*originals, *copies]]
    keys = [likeness.keys(lead) for lead in leads]

    found = {pair for pair in likely(leads) if keys[pair[0]] & keys[pair[1]]}

    planted = {(place, place + 150) for place in range(150)}
    assert len(found & planted) / len(planted) >= 0.97
    assert len(found & planted) / len(found) >= 0.97
