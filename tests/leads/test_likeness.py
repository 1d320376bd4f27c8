"""Which pairs are likely one, which are not, and why."""

import pytest

from leads import likeness, normalize
from leads.models import Lead


def known(**facts):
    lead = Lead(workspace_id=1, **facts)
    for name, value in normalize.copies(lead, country="ES").items():
        setattr(lead, name, value)
    return lead


ANA = {"first_name": "Ana", "last_name": "Ruiz Pérez", "company": "Reformas Sol S.L."}


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        (ANA, {"first_name": "ANA", "last_name": "Ruíz Perez", "company": "Reformas Sol"}, "same_company"),
        (
            ANA | {"phone": "600111222"},
            {"first_name": "Ana", "last_name": "Ruiz", "phone": "+34 600 111 222"},
            "same_phone",
        ),
        (
            ANA | {"website": "sol.es"},
            {
                "first_name": "A.",
                "last_name": "Ruiz Perez",
                "website": "www.sol.es",
                "company": "Reformas Sol",
            },
            "same_domain",
        ),
        ({"email": "ana.ruiz@gmail.com"}, {"email": "anaruiz+x@gmail.com"}, "same_mail"),
        (
            ANA | {"email": "ana@sol.es"},
            {
                "first_name": "Anna",
                "last_name": "Ruiz Pérez",
                "email": "anna@sol.es",
                "company": "Reformas Sol",
            },
            "similar_name",
        ),
        (
            {"company": "Talleres Luna SL", "website": "luna.es"},
            {"company": "Talleres Luna", "website": "luna.es"},
            "only_company",
        ),
    ],
)
def test_likely(one, other, why):
    one, other = known(**one), known(**other)

    found = likeness.compare(one, other)

    assert found.score >= likeness.THRESHOLD
    assert why in found.reasons
    assert likeness.keys(one) & likeness.keys(other)
    assert found == likeness.compare(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            ANA | {"phone": "910000000"},
            {"first_name": "Luis", "last_name": "Gómez", "company": "Reformas Sol", "phone": "910000000"},
        ),
        (
            ANA | {"website": "sol.es"},
            {"first_name": "Luis", "last_name": "Ruiz", "website": "sol.es", "company": "Reformas Sol"},
        ),
        ({"first_name": "Ana", "last_name": "Ruiz"}, {"first_name": "Ana", "last_name": "Ruiz"}),
        ({"email": "ana@gmail.com"}, {"email": "luis@gmail.com"}),
        (ANA | {"company": "Taller 12"}, ANA | {"company": "Taller 15"}),
    ],
)
def test_not_likely(one, other):
    assert likeness.compare(known(**one), known(**other)).score < likeness.THRESHOLD


def test_at_most_four_keys_none_of_free_mail():
    keys = likeness.keys(known(**ANA, email="ana@gmail.com", phone="600111222"))

    assert len(keys) <= 4
    assert not [key for key in keys if key.startswith("~d")]
