import contextlib
import io
import os

from leadcrm.runtime.console import Console


def test_say_puts_the_name_before_the_line() -> None:
    stream = io.StringIO()

    Console(stream).say("hello", name="web")

    assert stream.getvalue() == "web     | hello\n"


def test_say_is_colored_only_on_a_terminal() -> None:
    stream = io.StringIO()

    Console(stream, colored=True).say("hello", name="web")

    assert stream.getvalue() == "\x1b[32mweb     |\x1b[0m hello\n"


def test_pump_joins_what_arrives_in_pieces_and_keeps_bytes_that_are_no_text() -> None:
    stream = io.StringIO()
    console = Console(stream)
    reading, writing = os.pipe()
    console.attach("beat", os.fdopen(reading, "rb"))

    os.write(writing, b"one\ntw")
    console.pump(1)
    os.write(writing, b"o\n\xff without end")
    os.close(writing)
    console.pump(1)
    console.pump(1)

    assert stream.getvalue().splitlines() == ["beat    | one", "beat    | two", "beat    | � without end"]


def test_say_survives_a_reader_that_went_away() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    stream = os.fdopen(writing, "w")

    Console(stream, colored=False).say("nobody listens")

    with contextlib.suppress(BrokenPipeError):
        stream.close()
