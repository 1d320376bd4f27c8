import pytest

from core.tables import Column, heads


COLUMNS = (
    Column("name", "Name", sort="name"),
    Column("score", "Score", sort="score", first="descending"),
    Column("light", "Light"),
)


def test_a_head_links_to_its_own_order_and_keeps_the_filter(rf) -> None:
    request = rf.get("/", {"stage": "mql", "cursor": "abc", "ordering": "name"})

    name, score, light = heads(COLUMNS, request, ordering="name")

    assert (name.url, name.direction) == ("?stage=mql&ordering=-name", "ascending")
    assert (score.url, score.direction) == ("?stage=mql&ordering=-score", "")
    assert (light.url, light.direction) == ("", "")


@pytest.mark.parametrize(
    ("ordering", "following"), [("", "-score"), ("-score", "score"), ("score", "-score"), ("name", "-score")]
)
def test_a_click_turns_the_order_around(rf, ordering, following) -> None:
    score = heads(COLUMNS, rf.get("/"), ordering=ordering)[1]

    assert score.url == f"?ordering={following}"
