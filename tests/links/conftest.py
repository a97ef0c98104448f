"""A server on this machine that misbehaves in every way."""

from __future__ import annotations

import contextlib
import gzip
import socket
import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest

from kb.links.fetching import Fetcher, Limits

Say = Callable[[bytes], None]
BOMB = gzip.compress(b"\0" * 20_000_000)


@dataclass
class Server:
    """Where it listens, what it was asked for in which order, and how many requests it had at once at most."""

    port: int
    asked: list[str] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0

    def at(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"


def _answer(status: str, body: bytes = b"", *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def _drip(say: Say, start: bytes, piece: bytes) -> None:
    """Never ends by itself; the test's limits do, or else this one."""
    say(start)
    for _ in range(200):
        say(piece)
        time.sleep(0.05)


def _endless(say: Say) -> None:
    say(b"HTTP/1.1 200 OK\r\n\r\n")
    for _ in range(4000):
        say(b"x" * 65536)


def _behave(server: Server, path: str, say: Say) -> None:
    here = f"http://127.0.0.1:{server.port}"
    simple = {
        "/fine": _answer("200 OK", b"hello"),
        "/gone": _answer("404 Not Found"),
        "/removed": _answer("410 Gone"),
        "/forbidden": _answer("403 Forbidden"),
        "/broken": _answer("500 Internal Server Error"),
        "/front": _answer("302 Found", b"", "Location: /"),
        "/": _answer("200 OK", b"front page"),
        "/moved": _answer("301 Moved Permanently", b"", "Location: /fine"),
        "/elsewhere": _answer("302 Found", b"", "Location: fine"),
        "/once-then-for-now": _answer("301 Moved Permanently", b"", "Location: /elsewhere"),
        "/loop": _answer("302 Found", b"", "Location: /pool"),
        "/pool": _answer("302 Found", b"", "Location: /loop"),
        "/file": _answer("302 Found", b"", "Location: file:///etc/passwd"),
        "/secret": _answer("302 Found", b"", "Location: http://user:word@127.0.0.1/"),
        "/nonsense": _answer("302 Found", b"", "Location: http://[::1/"),
        "/private": _answer("302 Found", b"", f"Location: {here}/fine"),
        "/later": _answer("429 Too Many Requests", b"", "Retry-After: 3600"),
        "/soon": _answer("503 Service Unavailable", b"", "Retry-After: 0"),
        "/short": b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nonly this",
        "/silent-end": b"",
        "/garbage": b"\x16\x03\x01 this is no HTTP\r\n\r\n",
        "/huge-header": b"HTTP/1.1 200 OK\r\nX: " + b"x" * 200_000 + b"\r\n\r\n",
        "/many-headers": b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 5000 + b"\r\n",
        "/bomb": _answer("200 OK", BOMB, "Content-Encoding: gzip"),
        "/half-gzip": _answer("200 OK", BOMB[:30], "Content-Encoding: gzip"),
        "/no-gzip": _answer("200 OK", b"not packed at all", "Content-Encoding: gzip"),
        "/bad-length": b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nx",
    }
    if path.startswith("/far/"):
        number = int(path.removeprefix("/far/"))
        say(_answer("302 Found", b"", f"Location: /far/{number + 1}"))
    elif path == "/endless":
        _endless(say)
    elif path == "/slow-body":
        _drip(say, b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", b"x")
    elif path == "/slow-headers":
        _drip(say, b"HTTP/1.1 200 OK\r\nX: ", b"x")
    elif path == "/never":
        time.sleep(5)
    elif path == "/soon" and server.asked.count("/soon") > 1:
        say(_answer("200 OK", b"now"))
    elif path.startswith("/page/"):
        time.sleep(0.02)
        say(_answer("200 OK", b"a page"))
    else:
        say(simple.get(path, _answer("404 Not Found")))


@pytest.fixture
def server() -> Iterator[Server]:
    state = Server(0)
    lock = threading.Lock()

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            connection: socket.socket = self.request
            with contextlib.suppress(OSError):
                text = connection.recv(65536).decode("latin-1")
                path = text.split(" ")[1] if text.startswith("GET ") else text[:20]
                with lock:
                    state.asked.append(path)
                    state.at_once += 1
                    state.most_at_once = max(state.most_at_once, state.at_once)
                waiting = [1]

                def say(piece: bytes) -> None:
                    with lock:  # no longer waiting for an answer, before it can be read
                        state.at_once -= waiting[0]
                        waiting[0] = 0
                    connection.sendall(piece)

                _behave(state, path, say)

    class Listener(socketserver.ThreadingTCPServer):
        daemon_threads = True
        block_on_close = False
        allow_reuse_address = True

    with Listener(("127.0.0.1", 0), Handler) as listener:
        state.port = listener.server_address[1]
        thread = threading.Thread(target=listener.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield state
        listener.shutdown()
        thread.join()


@pytest.fixture
def fetcher() -> Fetcher:
    """Allowed to speak to this machine, and patient: the machine may be busy."""
    return Fetcher(Limits(silence=20.0, seconds=60.0, bytes=64 * 1024), private=True)


@pytest.fixture
def impatient() -> Fetcher:
    """Allowed to speak to this machine, for a moment."""
    return Fetcher(Limits(silence=0.5, seconds=1.0, bytes=64 * 1024), private=True)
