"""Where a case says something in the words of a source: runs of words that both share."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser

from kb.folding import fold
from kb.model import Passage

_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")
_QUOTATION = re.compile(r"“[^”]*”|\"[^\"]*\"|«[^»]*»")
_SENTENCE_END = re.compile(r"[.!?…:][\"”»)\s]*$")
_SEED = 3
"""Runs are looked for where this many words agree."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words of ``passage`` that stand in the source as well; ``words`` counts those that are no name and no figure."""

    passage: Passage
    text: str
    words: int


@dataclass(frozen=True, slots=True)
class _Word:
    folded: str
    start: int
    end: int
    counts: bool


def _words(text: str) -> list[_Word]:
    """The words of ``text``, folded. A name is a word with a capital that opens no sentence."""
    found = []
    for match in _WORD.finditer(text):
        opens = match.start() == 0 or bool(_SENTENCE_END.search(text[max(0, match.start() - 4) : match.start()]))
        counts = not match[0][0].isdigit() and (opens or not match[0][0].isupper())
        found.append(_Word(fold(match[0]), match.start(), match.end(), counts))
    return found


def _unquoted(text: str) -> str:
    """``text`` with its quotations blanked, of the same length: what is quoted is meant to agree."""
    return _QUOTATION.sub(lambda found: "\0" * len(found[0]), text)


def runs(passages: Iterable[Passage], source: str, least: int) -> list[Run]:
    """The longest runs that the casebook's own words in ``passages`` share with ``source``, of ``least`` words or more
    that are neither names nor figures; the longest first."""
    theirs = [word.folded for word in _words(source)]
    seeds: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place in range(len(theirs) - _SEED + 1):
        seeds[tuple(theirs[place : place + _SEED])].append(place)
    found = [run for passage in passages if passage.own for run in _shared(passage, theirs, seeds, least)]
    return sorted(found, key=lambda run: -run.words)


def _shared(
    passage: Passage, theirs: list[str], seeds: Mapping[tuple[str, ...], list[int]], least: int
) -> Iterator[Run]:
    for part in re.finditer(r"[^\0]+", _unquoted(passage.text)):
        ours = _words(part[0])
        place = 0
        while place < len(ours):
            length = _longest([word.folded for word in ours[place:]], theirs, seeds)
            words = ours[place : place + length]
            count = sum(word.counts for word in words)
            if count >= max(1, least):
                yield Run(passage, part[0][words[0].start : words[-1].end], count)
            place += max(1, length)


def _longest(ours: list[str], theirs: list[str], seeds: Mapping[tuple[str, ...], list[int]]) -> int:
    """How many words from the start of ``ours`` stand together somewhere in ``theirs``."""
    best = 0
    for place in seeds.get(tuple(ours[:_SEED]), ()):
        length = _SEED
        while length < len(ours) and place + length < len(theirs) and ours[length] == theirs[place + length]:
            length += 1
        best = max(best, length)
    return best


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.hidden += tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in ("script", "style") and self.hidden > 0

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.parts.append(data)


def text_of(page: str) -> str:
    """The text of an HTML page, its tags left out."""
    parser = _Text()
    parser.feed(page)
    parser.close()
    return " ".join(parser.parts)
