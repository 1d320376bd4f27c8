import pytest

from core.answers import see_other


@pytest.mark.parametrize("to", ["/somewhere/?a=1", "https://example.com/"])
def test_an_address_is_kept(to: str) -> None:
    answer = see_other(to)

    assert (answer.status_code, answer["Location"]) == (303, to)


def test_a_name_becomes_its_address() -> None:
    answer = see_other("messaging:message", workspace="acme", pk=7)

    assert (answer.status_code, answer["Location"]) == (303, "/w/acme/outbox/7/")
