"""Asks for a page once, within limits of time, size and redirects, and never inside the own network."""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any
from urllib.parse import urljoin, urlsplit

import urllib3
from urllib3 import connection, connectionpool, exceptions

from kb import __version__

AGENT = f"ereputation-casebook/{__version__} (checks the sources of a casebook; one request a host at a time)"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a request may cost: ``silence`` seconds without a byte, ``seconds`` in all, ``bytes`` of body unpacked."""

    silence: float = 15.0
    seconds: float = 45.0
    bytes: int = 256 * 1024
    redirects: int = 8


class Failure(StrEnum):
    """Why there is no answer, or none to trust."""

    NO_NETWORK = "the network cannot be reached"
    NO_HOST = "the host does not exist"
    NO_CONNECTION = "the host takes no connection"
    TIMEOUT = "no answer in time"
    BROKEN = "the answer broke off"
    GARBLED = "the answer is no HTTP, or past all limits"
    TLS = "no secure connection"
    LOOP = "redirects without end"
    ASTRAY = "leads to an address that is none on the public web"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the ``status`` (0: nothing) at the last ``address``; ``moved`` if all redirects to there were
    permanent; ``body`` up to the limit, ``failure`` where something went wrong."""

    address: str
    status: int = 0
    moved: bool = False
    retry_after: int | None = None
    body: bytes = b""
    failure: Failure | None = None


class _AstrayError(Exception):
    """The address is not on the public web."""


class _Guard(threading.local):
    """What this thread may connect to, and the sockets that it has open."""

    private = False
    sockets: list[socket.socket]


_guard = _Guard()


class _Guarded:
    def _new_conn(self) -> socket.socket:
        """Connect, and look whom one is connected to before a byte is sent: a name may lead anywhere."""
        made: socket.socket = super()._new_conn()  # type: ignore[misc]
        if not _guard.private and not ipaddress.ip_address(made.getpeername()[0].partition("%")[0]).is_global:
            made.close()
            raise _AstrayError
        _guard.sockets.append(made.dup())  # stays open when TLS takes the socket over
        return made


class _Http(_Guarded, connection.HTTPConnection):
    pass


class _Https(_Guarded, connection.HTTPSConnection):
    pass


class _HttpPool(connectionpool.HTTPConnectionPool):
    ConnectionCls = _Http


class _HttpsPool(connectionpool.HTTPSConnectionPool):
    ConnectionCls = _Https


@dataclass(slots=True)
class Fetcher:
    """Fetches within ``limits``; with ``private``, from addresses of the own network too."""

    limits: Limits = field(default_factory=Limits)
    private: bool = False

    def fetch(self, address: str) -> Answer:
        """The answer at ``address``, redirects followed. Never raises on what the other side does."""
        seen, permanent = [address], True
        while True:
            try:
                answer, location = self._once(address)
            except _AstrayError:
                return Answer(address, failure=Failure.ASTRAY)
            if location is None:
                moved = len(seen) > 1 and permanent
                return Answer(address, answer.status, moved, answer.retry_after, answer.body, answer.failure)
            permanent = permanent and answer.status in (301, 308)
            try:
                address = urljoin(address, location)
            except ValueError:
                return Answer(address, failure=Failure.ASTRAY)
            if address in seen or len(seen) > self.limits.redirects:
                return Answer(address, failure=Failure.LOOP)
            seen.append(address)

    def _once(self, address: str) -> tuple[Answer, str | None]:
        """The answer to one request, and where it leads, if elsewhere."""
        try:
            parts = urlsplit(address)
            if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
                raise _AstrayError
        except ValueError:
            raise _AstrayError from None
        _guard.private, _guard.sockets = self.private, []
        pools = urllib3.PoolManager(
            timeout=urllib3.Timeout(self.limits.silence), retries=False, headers={"User-Agent": AGENT, "Accept": "*/*"}
        )
        pools.pool_classes_by_scheme = {"http": _HttpPool, "https": _HttpsPool}
        with contextlib.closing(_Watch(self.limits.seconds, _guard.sockets)) as watch:
            try:
                answer, location = self._read(pools, address)
                # Cut off, an answer may look as if it had simply ended.
                return (replace(answer, failure=Failure.TIMEOUT), None) if watch.fired else (answer, location)
            except (exceptions.HTTPError, OSError, ValueError) as error:
                return Answer(address, failure=Failure.TIMEOUT if watch.fired else _failure(error)), None
            finally:
                pools.clear()

    def _read(self, pools: urllib3.PoolManager, address: str) -> tuple[Answer, str | None]:
        response = pools.request("GET", address, redirect=False, preload_content=False)
        try:
            retry = response.headers.get("Retry-After", "")
            location = response.headers.get("Location") if response.status in (301, 302, 303, 307, 308) else None
            status, wait = response.status, int(retry) if retry.isascii() and retry.isdigit() else None
            if location is not None:
                return Answer(address, status), location
            body = bytearray()
            try:
                for piece in _pieces(response):
                    body += piece
                    if len(body) >= self.limits.bytes:
                        break
            except (exceptions.HTTPError, OSError, ValueError) as error:
                return Answer(address, status, False, wait, bytes(body), _failure(error, begun=True)), None
            return Answer(address, status, False, wait, bytes(body[: self.limits.bytes])), None
        finally:
            response.close()


def _pieces(response: Any) -> Iterator[bytes]:
    """The body, unpacked, as it comes in: no piece is large, whatever it was packed in."""
    while piece := response.read1(16 * 1024, decode_content=True):
        yield piece


class _Watch:
    """Cuts the connections when the time is up, wherever the reading stands."""

    def __init__(self, seconds: float, sockets: list[socket.socket]) -> None:
        self.fired = False
        self.sockets = sockets
        self.timer = threading.Timer(seconds, self._fire)
        self.timer.daemon = True
        self.timer.start()

    def _fire(self) -> None:
        self.fired = True
        for each in self.sockets:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self.timer.cancel()
        for each in self.sockets:
            each.close()


def _failure(error: BaseException, begun: bool = False) -> Failure:
    """What an error of the library stands for."""
    if isinstance(error, exceptions.NameResolutionError):
        cause = error.__cause__ or error.__context__
        gone = isinstance(cause, socket.gaierror) and cause.errno == socket.EAI_NONAME
        return Failure.NO_HOST if gone else Failure.NO_NETWORK
    if isinstance(error, exceptions.NewConnectionError):  # one of the library's timeouts too
        unreachable = any(word in str(error) for word in ("unreachable", "No route"))
        return Failure.NO_NETWORK if unreachable else Failure.NO_CONNECTION
    if isinstance(error, exceptions.TimeoutError | TimeoutError):
        return Failure.TIMEOUT
    if isinstance(error, exceptions.SSLError):
        return Failure.TLS
    if isinstance(error, exceptions.ProtocolError | exceptions.IncompleteRead | OSError):
        cut = begun or any(word in str(error) for word in ("aborted", "reset", "closed", "Remote end"))
        garbled = any(word in str(error) for word in ("BadStatusLine", "LineTooLong", "more than", "got more"))
        return Failure.GARBLED if garbled or not cut else Failure.BROKEN
    return Failure.GARBLED
