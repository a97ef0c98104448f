"""Whatever the other side does, a fetch ends within its limits and with an answer."""

from __future__ import annotations

import socket

import pytest

from kb.links.fetching import Failure, Fetcher, Limits
from links.conftest import Server


@pytest.mark.parametrize(
    ("path", "status", "failure"),
    [
        ("/fine", 200, None),
        ("/gone", 404, None),
        ("/forbidden", 403, None),
        ("/broken", 500, None),
        ("/later", 429, None),
        ("/moved", 200, None),
        ("/endless", 200, None),
        ("/bomb", 200, None),
        ("/loop", 0, Failure.LOOP),
        ("/far/0", 0, Failure.LOOP),
        ("/file", 0, Failure.ASTRAY),
        ("/secret", 0, Failure.ASTRAY),
        ("/nonsense", 0, Failure.ASTRAY),
        ("/short", 200, Failure.BROKEN),
        ("/silent-end", 0, Failure.BROKEN),
        ("/garbage", 0, Failure.GARBLED),
        ("/huge-header", 0, Failure.GARBLED),
        ("/many-headers", 0, Failure.GARBLED),
        ("/no-gzip", 200, Failure.GARBLED),
    ],
)
def test_every_misbehaviour_has_its_name(
    server: Server, fetcher: Fetcher, path: str, status: int, failure: Failure | None
) -> None:
    answer = fetcher.fetch(server.at(path))
    assert (answer.status, answer.failure) == (status, failure)
    assert len(answer.body) <= fetcher.limits.bytes


@pytest.mark.parametrize("path", ["/never", "/slow-headers", "/slow-body"])
def test_what_takes_too_long_is_cut_off(server: Server, impatient: Fetcher, path: str) -> None:
    assert impatient.fetch(server.at(path)).failure is Failure.TIMEOUT


@pytest.mark.parametrize("path", ["/half-gzip", "/bad-length"])
def test_a_body_that_cannot_be_trusted_is_still_an_answer(server: Server, fetcher: Fetcher, path: str) -> None:
    assert fetcher.fetch(server.at(path)).status in (0, 200)


def test_a_body_is_cut_at_the_limit(server: Server, fetcher: Fetcher) -> None:
    for path in ("/endless", "/bomb"):
        assert len(fetcher.fetch(server.at(path)).body) == fetcher.limits.bytes


def test_only_redirects_for_good_make_a_page_moved(server: Server, fetcher: Fetcher) -> None:
    moved = {path: fetcher.fetch(server.at(path)) for path in ("/moved", "/elsewhere", "/once-then-for-now", "/fine")}
    assert [path for path, answer in moved.items() if answer.moved] == ["/moved"]
    assert {answer.address for answer in moved.values()} == {server.at("/fine")}


def test_the_own_network_is_out_of_reach_directly_and_by_redirect(server: Server) -> None:
    fetcher = Fetcher(Limits(silence=20.0, seconds=60.0))
    for address in (server.at("/fine"), server.at("/private"), f"http://localhost:{server.port}/fine"):
        assert fetcher.fetch(address).failure is Failure.ASTRAY
    assert set(server.asked) <= {""}  # connected to at most, and not a byte was sent


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://example.org/", "http://", "http://[", "javascript:1"])
def test_what_is_no_web_address_is_not_asked(fetcher: Fetcher, address: str) -> None:
    assert fetcher.fetch(address).failure is Failure.ASTRAY


def test_a_port_that_nobody_serves_takes_no_connection(fetcher: Fetcher) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{closed.getsockname()[1]}/"
        assert fetcher.fetch(address).failure is Failure.NO_CONNECTION


def test_plain_words_where_tls_is_spoken_are_no_secure_connection(server: Server, fetcher: Fetcher) -> None:
    assert fetcher.fetch(server.at("/fine").replace("http:", "https:")).failure is Failure.TLS


@pytest.mark.parametrize(
    ("number", "failure"), [(socket.EAI_NONAME, Failure.NO_HOST), (socket.EAI_AGAIN, Failure.NO_NETWORK)]
)
def test_a_name_that_does_not_exist_is_told_from_a_network_that_does_not_answer(
    fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch, number: int, failure: Failure
) -> None:
    def resolve(*_: object, **__: object) -> None:
        raise socket.gaierror(number, "no")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    assert fetcher.fetch("https://nowhere.example/").failure is failure
