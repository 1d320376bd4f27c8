import pytest

from core import seal


def test_a_sealed_secret_is_not_readable_and_opens_again() -> None:
    sealed = seal.seal("whsec_abc")

    assert "abc" not in sealed
    assert seal.open_seal(sealed) == "whsec_abc"


def test_a_secret_sealed_with_the_former_key_still_opens(settings) -> None:
    settings.SECRET_KEY = "former"
    sealed = seal.seal("whsec_abc")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new", ["former"]

    assert seal.open_seal(sealed) == "whsec_abc"


def test_a_secret_sealed_with_an_unknown_key_does_not_open(settings) -> None:
    settings.SECRET_KEY = "somebody else's"
    sealed = seal.seal("whsec_abc")
    settings.SECRET_KEY = "ours"

    with pytest.raises(seal.Broken):
        seal.open_seal(sealed)
