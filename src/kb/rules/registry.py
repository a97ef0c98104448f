"""What a rule is, and the list of them all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kb.corpus import Corpus
from kb.diagnostics import Severity
from kb.model import Case, Lesson, Passage, Path, Reference, Tactic, Vocabulary
from kb.rules.explanation import Explanation, explanation


@dataclass(frozen=True, slots=True)
class Breach:
    """Where a rule is broken, and what to do: ``at`` a path of the record, or at one of its texts, which may be a
    translation's. ``words``: which words of the text break it."""

    at: tuple[str | int, ...] | Passage
    message: str
    help: str = ""
    on_key: bool = False
    words: str = ""
    fix: str = ""
    """What to write there instead, where exactly one thing is right."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What a rule may look at beside its record."""

    corpus: Corpus
    now: datetime
    stem: str
    """The name of the record's file, without its ending."""
    every_case_read: bool
    """Whether all cases could be read, so that "no case" means no case."""
    references: tuple[Reference, ...] = ()
    """Every reference that the record holds."""
    passages: tuple[Passage, ...] = ()
    """Every text of the record and of its translations."""

    def texts(self, *fields: str) -> Iterator[Passage]:
        """The texts in these fields, such as ``timeline.what``, in every language."""
        return (passage for passage in self.passages if passage.field in fields)


Check = Callable[[Any, Scene], Iterator[Breach]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A check, its permanent code and how grave a breach is."""

    code: str
    severity: Severity
    records: tuple[type, ...]
    check: Check

    @property
    def says(self) -> Explanation:
        return explanation(self.check.__doc__ or "")


RULES: list[Rule] = []


def rule(code: str, *records: type, severity: Severity = Severity.ERROR) -> Callable[[Check], Check]:
    def register(check: Check) -> Check:
        RULES.append(Rule(code, severity, records, check))
        return check

    return register


def breaches(record: Case | Tactic | Lesson | Path | Vocabulary, scene: Scene) -> Iterator[tuple[Rule, Breach]]:
    """Every breach of every rule that speaks of this kind of record."""
    for each in RULES:
        if isinstance(record, each.records):
            for breach in each.check(record, scene):
                yield each, breach
