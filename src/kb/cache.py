"""What was read before: the values of files that had nothing wrong, by a digest of their text.

Only a saving of time. It may be deleted at any moment, and where it cannot be used it is done without.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import sqlite3
from pathlib import Path
from typing import Any

_VERSION = "3"  # changes whenever the same text would be read as other values


class ValueCache:
    """Values of texts, kept in one SQLite file."""

    def __init__(self, file: Path) -> None:
        self._connection: sqlite3.Connection | None = None
        self._new: dict[str, str] = {}
        with contextlib.suppress(sqlite3.Error, OSError):
            file.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(file, timeout=1.0, isolation_level=None)
            table = "texts (digest TEXT PRIMARY KEY, data TEXT) WITHOUT ROWID"
            self._connection.execute(f"CREATE TABLE IF NOT EXISTS {table}")

    @staticmethod
    def digest(text: str) -> str:
        return hashlib.sha256(f"{_VERSION}\0{text}".encode()).hexdigest()

    def get(self, digest: str) -> Any:
        """The values, or None."""
        if self._connection is not None:
            with contextlib.suppress(sqlite3.Error, ValueError):
                found = self._connection.execute("SELECT data FROM texts WHERE digest = ?", (digest,)).fetchone()
                return json.loads(found[0]) if found else None
        return None

    def put(self, digest: str, data: Any) -> None:
        """Remember values; they are written when the cache is closed."""
        self._new[digest] = json.dumps(data, ensure_ascii=False, separators=(",", ":"))

    def close(self) -> None:
        if self._connection is None:
            return
        with contextlib.suppress(sqlite3.Error):
            if self._new:
                self._connection.execute("BEGIN IMMEDIATE")
                self._connection.executemany("INSERT OR REPLACE INTO texts VALUES (?, ?)", self._new.items())
                self._connection.execute("COMMIT")
        self._connection.close()
