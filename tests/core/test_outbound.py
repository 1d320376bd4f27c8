import socket

import pytest

from core import outbound
from core.errors import Invalid
from tests.messaging.hook_sink import hook_sink


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "192.88.99.1",
        "::1",
        "::",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fec0::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::1",
        "2002:7f00:1::",
        "2001::1",
    ],
)
def test_an_address_that_leads_inside_is_not_public(address) -> None:
    assert not outbound.is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_an_address_of_the_internet_is_public(address) -> None:
    assert outbound.is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://127.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://169.254.169.254/latest/meta-data/",
        "https://10.0.0.1:8443/",
        "https://93.184.215.14:8443/",
        "https://user:secret@93.184.215.14/",
        "ftp://93.184.215.14/",
        "javascript:alert(1)",
        "https:///nowhere",
        "https://a..com/",
        "https://" + "a" * 64 + ".com/",
        "https://93.184.215.14\\@127.0.0.1/",
        "https://93.184.215.14/\r\nX-Evil: 1",
        "https://" + "a" * 600,
    ],
)
def test_a_url_that_must_not_be_called_is_refused_when_typed(url) -> None:
    with pytest.raises(Invalid):
        outbound.check_url(url)


def test_a_url_of_the_internet_may_be_typed() -> None:
    assert outbound.check_url("https://93.184.215.14/hooks?a=1") == "https://93.184.215.14/hooks?a=1"


def test_plain_http_is_refused_where_the_product_serves_others(settings) -> None:
    settings.LOCAL = False

    with pytest.raises(Invalid):
        outbound.check_url("http://93.184.215.14/")


def test_a_request_never_reaches_inside() -> None:
    with hook_sink() as sink, pytest.raises(outbound.Refused):
        outbound.post(f"http://127.0.0.1:{sink.port}/200", body=b"{}", headers={})

    assert sink.got == []


def test_a_name_that_answers_differently_the_second_time_does_not_reach_inside(monkeypatch) -> None:
    # Rebinding: public when checked, the loopback when connected to. The name is asked once, and the peer decides.
    asked = []

    def resolve(host, port, **_kwargs):
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    with hook_sink() as sink:
        monkeypatch.setattr(outbound.socket, "getaddrinfo", resolve)
        monkeypatch.setattr(outbound, "is_public", lambda address: len(asked) < 2 and address == "never")
        with pytest.raises(outbound.Refused):
            outbound.post("http://rebound.example/200", body=b"{}", headers={})

    assert len(asked) == 1
    assert sink.got == []


def test_the_peer_is_checked_after_connecting(monkeypatch, settings) -> None:
    # The rig can see it: with the check before connecting passed by mistake, the one after it still holds.
    calls = iter([True, False])
    with hook_sink() as sink:
        monkeypatch.setitem(outbound.PORTS, "http", sink.port)
        monkeypatch.setattr(outbound, "is_public", lambda _address: next(calls))
        with pytest.raises(outbound.Refused):
            outbound.post(sink.url(), body=b"{}", headers={})

    assert sink.got == []


def test_a_request_that_got_inside_would_be_seen(monkeypatch) -> None:
    with hook_sink() as sink:
        monkeypatch.setitem(outbound.PORTS, "http", sink.port)
        monkeypatch.setattr(outbound, "is_public", lambda _address: True)
        outbound.post(sink.url(), body=b"{}", headers={})

    assert len(sink.got) == 1


@pytest.fixture
def sink(settings):
    with hook_sink() as found:
        settings.OUTBOUND_EXCEPTIONS = [f"127.0.0.1:{found.port}"]
        yield found


def test_a_host_that_the_operator_named_is_called(sink) -> None:
    answer = outbound.post(sink.url(), body=b"{}", headers={"x-test": "1"})

    assert (answer.status, answer.body) == (200, b"thank you")
    assert sink.got[0]["headers"]["x-test"] == "1"


def test_a_path_in_any_alphabet_is_called(sink) -> None:
    answer = outbound.post(sink.url("/200-señal?año=1&a=b%20c"), body=b"{}", headers={})

    assert answer.status == 200
    assert sink.got[0]["path"] == "/200-se%C3%B1al?a%C3%B1o=1&a=b%20c"


def test_a_redirect_is_an_answer_and_is_not_followed(sink) -> None:
    assert outbound.post(sink.url("/302"), body=b"{}", headers={}).status == 302


def test_a_long_answer_is_cut(sink) -> None:
    answer = outbound.post(sink.url("/200-long"), body=b"{}", headers={})

    assert len(answer.body) == outbound.MAX_ANSWER


@pytest.mark.slow
def test_a_server_that_hangs_is_left(sink, monkeypatch) -> None:
    monkeypatch.setattr(outbound, "TIMEOUT_SECONDS", 0.3)

    with pytest.raises(TimeoutError):
        outbound.post(sink.url("/hang"), body=b"{}", headers={})
