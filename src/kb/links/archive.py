"""The one adapter to a web archive: which copy of a page it has, and asking it to make one."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, urlsplit

from kb.links.fetching import Failure, Fetcher

_COPY = re.compile(r"/web/(\d{14})(?:[a-z]{2}_)?/https?:/{1,2}\S+")


class ArchiveError(Exception):
    """The archive does not answer, or not as it should; the text says how. ``offline``: it could not be reached."""

    def __init__(self, message: str, offline: bool = False) -> None:
        super().__init__(message)
        self.offline = offline


@dataclass(frozen=True, slots=True)
class Archive:
    """The Internet Archive's Wayback Machine, at the addresses that it documents."""

    fetcher: Fetcher
    availability: str = "https://archive.org/wayback/available"
    web: str = "https://web.archive.org"

    def closest(self, address: str, day: date) -> str | None:
        """The copy nearest to ``day``, or None. Raises ArchiveError."""
        body = self._ask(f"{self.availability}?url={quote(address, safe='')}&timestamp={day:%Y%m%d}")
        try:
            answer = json.loads(body)
            copy = answer["archived_snapshots"].get("closest") or {}
            good = copy.get("available") is True and str(copy.get("status", "200")).startswith("2")
            return self._copy(str(copy["url"])) if good else None
        except (ValueError, KeyError, TypeError, AttributeError):
            raise ArchiveError("the archive's answer is not what it documents") from None

    def save(self, address: str) -> str | None:
        """Ask for a copy; its address, or None where the archive made none. Raises ArchiveError."""
        # The address goes in as it is: the archive takes what follows the path, query and all.
        answer = self.fetcher.fetch(f"{self.web}/save/{address}")
        self._refuse(answer.failure, answer.status)
        return self._copy(answer.address) if 200 <= answer.status < 300 else None

    def _ask(self, address: str) -> bytes:
        answer = self.fetcher.fetch(address)
        self._refuse(answer.failure, answer.status)
        if answer.status != 200:
            raise ArchiveError(f"the archive answers {answer.status}")
        return answer.body

    @staticmethod
    def _refuse(failure: Failure | None, status: int) -> None:
        if failure is not None:
            offline = failure in (Failure.NO_NETWORK, Failure.NO_HOST)
            raise ArchiveError(f"the archive: {failure.value}", offline)
        if status in (403, 429, 503):
            raise ArchiveError(f"the archive turns us away for now ({status})")

    def _copy(self, address: str) -> str | None:
        """The address of a copy as it is to be written, if it is one, and of this archive."""
        own, given = urlsplit(self.web), urlsplit(address)
        if given.hostname != own.hostname or not _COPY.match(given.path) or re.search(r"[\s<>\"]", address):
            return None
        return address.replace("http://", f"{own.scheme}://", 1) if given.scheme == "http" else address
