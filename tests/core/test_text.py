"""What leaves as a file is text to every spreadsheet, and comes back as it was."""

import pytest

from core.text import FORMULA, guarded, unguarded


@pytest.mark.parametrize("text", ["=1+1", "+34 600", "-5", "@SUM(A1)", "\tx", "\rx", "\nx", "\x00x"])
def test_each_first_character_of_a_formula_is_guarded(text: str) -> None:
    assert guarded(text) == f"'{text}"
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("text", ["", "a=b", "O'Neil", "'quoted'", "3+4", " =1"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert guarded(text) == unguarded(text) == text


def test_every_character_is_tried() -> None:
    assert set(FORMULA) == set("=+-@\t\r\n\0")
