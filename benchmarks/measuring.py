"""What a bench measures, beside its peer in the same run."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable


def timed(action: Callable[[], object], runs: int) -> float:
    """Median seconds of ``runs`` runs."""
    found = []
    for _ in range(runs):
        start = time.perf_counter()
        action()
        found.append(time.perf_counter() - start)
    return statistics.median(found)


def show(what: str, ours: float, peer: str, theirs: float, limit: float) -> None:
    """A line of the report: what was measured, its peer, their ratio and what it should be at most."""
    ratio = ours / theirs
    mark = "ok" if ratio <= limit else "ABOVE"
    print(f"{what:<44} {ours:7.2f} s   {peer:<36} {theirs:7.2f} s   ratio {ratio:6.3f} (aim {limit:.2f}) {mark}")
