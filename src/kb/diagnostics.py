"""What is wrong, where exactly, what is allowed and what to do next."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path


class Severity(StrEnum):
    """`error` fails validation, `warning` fails it with ``--strict``, `note` never does."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in a file: lines and columns from 1, in characters, the end exclusive."""

    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1


@dataclass(frozen=True, slots=True)
class Fix:
    """The change that mends a problem, where there is exactly one: ``replacement`` for what stands at ``span``; without
    a span it is the file's new name."""

    replacement: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem. ``code`` is its rule's permanent code, ``help`` the next step (may be empty)."""

    code: str
    severity: Severity
    message: str
    file: Path
    span: Span = Span()
    help: str = ""
    fix: Fix | None = None

    @property
    def order(self) -> tuple[str, Span, str, str]:
        return (str(self.file), self.span, self.code, self.message)


# A file with hundreds of problems has one problem: it is not what it should be.
MOST_PER_FILE = 100


class Diagnostics:
    """Collects problems; sorted by place, each once, at most MOST_PER_FILE of a file."""

    def __init__(self) -> None:
        self._found: dict[Diagnostic, None] = {}
        self._per_file: Counter[Path] = Counter()

    def add(self, diagnostic: Diagnostic) -> None:
        if diagnostic in self._found:
            return
        self._per_file[diagnostic.file] += 1
        if self._per_file[diagnostic.file] <= MOST_PER_FILE:
            self._found[diagnostic] = None

    def __iter__(self) -> Iterator[Diagnostic]:
        by_file: dict[str, list[Diagnostic]] = defaultdict(list)
        for each in sorted(self._found, key=lambda d: d.order):
            by_file[str(each.file)].append(each)
        for found in by_file.values():
            yield from found
            more = self._per_file[found[-1].file] - MOST_PER_FILE
            if more > 0:
                message = f"{more} more problems in this file are not shown"
                yield replace(found[-1], code="KB000", message=message, help="mend the ones above first", fix=None)

    def __len__(self) -> int:
        return len(self._found)

    def count(self, severity: Severity) -> int:
        return sum(d.severity is severity for d in self._found)


_LONGEST_COMPARED = 64


def nearest(word: str, known: list[str] | tuple[str, ...], most: int = 3) -> list[str]:
    """The known words most like ``word``, best first; none for words too long to be a slip of the pen."""
    if len(word) > _LONGEST_COMPARED:
        return []
    folded = {candidate.casefold(): candidate for candidate in known}
    return [folded[match] for match in get_close_matches(word.casefold(), folded, n=most, cutoff=0.6)]


def only_near(word: str, known: Iterable[str]) -> str:
    """The one known word that ``word`` is a slip of the pen for; "" where there is none, or more than one."""
    if not 4 <= len(word) <= _LONGEST_COMPARED:
        return ""
    folded = {candidate.casefold(): candidate for candidate in known}
    near = get_close_matches(word.casefold(), folded, n=2, cutoff=0.8)
    return folded[near[0]] if len(near) == 1 else ""


def quote(value: object, longest: int = 60) -> str:
    """A value in backticks, shortened, on one line."""
    text = " ".join(str(value).split())
    return f"`{text[:longest]}…`" if len(text) > longest else f"`{text}`"
