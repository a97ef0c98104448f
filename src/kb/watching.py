"""Waits for files to be saved."""

from __future__ import annotations

import queue
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from watchdog.events import EVENT_TYPE_CLOSED_NO_WRITE, EVENT_TYPE_OPENED, FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

# What reading does.
_NO_CHANGES = (EVENT_TYPE_OPENED, EVENT_TYPE_CLOSED_NO_WRITE)

# An editor saves by writing aside, renaming and touching: what comes within this many seconds is one change.
_SETTLED = 0.2


class _Collector(FileSystemEventHandler):
    def __init__(self) -> None:
        self.changed: queue.SimpleQueue[Path] = queue.SimpleQueue()

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type not in _NO_CHANGES and not event.is_directory:
            for path in map(Path, map(str, filter(None, (event.src_path, event.dest_path)))):
                if path.suffix in (".yml", ".yaml") and not path.name.startswith("."):
                    self.changed.put(path)


@contextmanager
def changes(folders: Iterable[Path]) -> Iterator[Iterator[set[Path]]]:
    """The YAML files that are saved, made, renamed or removed below ``folders`` from now on, one set for each time."""
    collector, observer = _Collector(), Observer()
    for folder in folders:
        observer.schedule(collector, str(folder), recursive=True)
    observer.start()
    try:
        yield _settled(collector.changed)
    finally:
        observer.stop()
        observer.join()


def _settled(changed: queue.SimpleQueue[Path]) -> Iterator[set[Path]]:
    while True:
        files = {changed.get()}
        while True:
            try:
                files.add(changed.get(timeout=_SETTLED))
            except queue.Empty:
                break
        yield files
