"""Which sources are still there: every host asked by one request at a time, answers remembered for a while."""

from __future__ import annotations

import json
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kb.corpus import Corpus
from kb.files import write_if_changed
from kb.links.fetching import Answer, Failure, Fetcher
from kb.model import Case, Source, Status

HOSTS_AT_ONCE = 8
PAUSE = 1.0
LONGEST_WAIT = 20
SURELY_THERE = "https://example.org/"
"""Asked only where no source's host was reached, to tell hosts that are gone from a network that is not there."""
_UNREACHED = (Failure.NO_NETWORK, Failure.NO_HOST)


class State(StrEnum):
    """What an answer says of a source. ``UNSURE`` is no verdict: many hosts turn programs away."""

    THERE = "there"
    MOVED = "moved"
    UNSURE = "unsure"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is known of an address since ``checked``; ``reason`` in words, ``now`` where it leads."""

    state: State
    reason: str
    now: str
    checked: str


class OfflineError(Exception):
    """No host at all could be reached."""


def sources(corpus: Corpus, only: Iterable[str] = ()) -> list[tuple[Case, Source]]:
    """Every source of the cases that are not withdrawn, or of those named in ``only``."""
    wanted = set(only)
    cases = [case for case in corpus.cases.values() if case.status is not Status.WITHDRAWN]
    return [(case, source) for case in cases if not wanted or case.id in wanted for source in case.sources]


def judge(answer: Answer, asked: str) -> tuple[State, str]:
    """What an answer to a request for ``asked`` means, and in words."""
    if answer.failure in (Failure.NO_HOST, Failure.LOOP, Failure.ASTRAY):
        return State.GONE, answer.failure.value
    if answer.status in (404, 410):
        return State.GONE, str(answer.status)
    if answer.status in (429, 503) and answer.retry_after is not None:
        return State.UNSURE, f"{answer.status}, asks to come back in {answer.retry_after} s"
    if answer.failure is not None:
        return State.UNSURE, answer.failure.value
    if not 200 <= answer.status < 300:
        return State.UNSURE, str(answer.status)
    if _at_top(answer.address) and not _at_top(asked):
        return State.UNSURE, "leads to the front page"
    return (State.MOVED, f"moved to {answer.address}") if answer.moved else (State.THERE, str(answer.status))


def _at_top(address: str) -> bool:
    parts = urlsplit(address)
    return parts.path in ("", "/") and not parts.query


class Memory:
    """Verdicts kept in a file between runs. Only a saving: a damaged file is an empty one."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.verdicts: dict[str, Verdict] = {}
        try:
            for address, kept in json.loads(file.read_text("utf-8")).items():
                self.verdicts[address] = Verdict(**{**kept, "state": State(kept["state"])})
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            self.verdicts = {}

    def fresh(self, address: str, since: datetime) -> Verdict | None:
        """A verdict that is not older; one that was none is asked for again."""
        known = self.verdicts.get(address)
        if known is None or known.state is State.UNSURE:
            return None
        try:
            return known if datetime.fromisoformat(known.checked) >= since else None
        except (TypeError, ValueError):
            return None

    def save(self) -> None:
        kept = {address: asdict(verdict) for address, verdict in sorted(self.verdicts.items())}
        write_if_changed(self.file, json.dumps(kept, ensure_ascii=False, indent=1) + "\n")


def check(
    addresses: Iterable[str],
    fetcher: Fetcher,
    memory: Memory,
    max_age: timedelta,
    tell: Callable[[int, int], Any] = lambda done, total: None,
    pause: float = PAUSE,
) -> dict[str, Verdict]:
    """A verdict for each address: remembered, or asked for now. What is learnt is kept even when this is interrupted.
    Raises OfflineError, and remembers nothing, where no host at all could be reached."""
    now = datetime.now(UTC)
    wanted = list(dict.fromkeys(addresses))
    found = {each: known for each in wanted if (known := memory.fresh(each, now - max_age))}
    hosts: dict[str, list[str]] = defaultdict(list)
    for each in wanted:
        if each not in found:
            hosts[urlsplit(each).netloc.lower()].append(each)
    total, asked, offline = sum(map(len, hosts.values())), 0, True
    learnt: dict[str, Verdict] = {}
    stop = threading.Event()
    pool = ThreadPoolExecutor(HOSTS_AT_ONCE)
    try:
        for done in as_completed([pool.submit(list, _ask(each, fetcher, pause, stop)) for each in hosts.values()]):
            for address, answer in done.result():
                asked += 1
                offline = offline and answer.failure in _UNREACHED
                learnt[address] = Verdict(*judge(answer, address), answer.address, now.isoformat(timespec="seconds"))
                tell(asked, total)
    finally:
        stop.set()
        pool.shutdown(cancel_futures=True)
        offline = bool(learnt) and offline and fetcher.fetch(SURELY_THERE).failure in _UNREACHED
        if learnt and not offline:
            memory.verdicts |= learnt
            memory.save()
    if offline:
        raise OfflineError
    return {each: (found | learnt)[each] for each in wanted}


def _ask(addresses: list[str], fetcher: Fetcher, pause: float, stop: threading.Event) -> Iterator[tuple[str, Answer]]:
    """The answers of one host, one after the other. A host that asks for more time than is left is left alone."""
    turned_away: Answer | None = None
    for position, address in enumerate(addresses):
        if turned_away is not None:
            yield address, turned_away
            continue
        if stop.wait(pause if position else 0):
            return
        answer = fetcher.fetch(address)
        if answer.status in (429, 503) and answer.retry_after is not None:
            if answer.retry_after <= LONGEST_WAIT:
                stop.wait(answer.retry_after)
                answer = fetcher.fetch(address)
            if answer.status in (429, 503) and answer.retry_after is not None:
                turned_away = answer
        yield address, answer
