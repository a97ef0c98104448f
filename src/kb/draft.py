"""A case before it is a file: the six things that make it, the id that they suggest, the cases that it may be."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kb import dates
from kb.corpus import Corpus
from kb.diagnostics import nearest, quote
from kb.folding import fold
from kb.model import Case, Problem, Record, Term, fields, read
from kb.search.stops import STOPS

Path = tuple[str, ...]

# What one must know before there is a case: the names of the options, and the field that each of them fills.
THINGS: dict[str, Path] = {
    "organisation": ("organisation", "name"),
    "sector": ("organisation", "sector"),
    "began": ("timeline", "at"),
    "type": ("crisis", "type"),
    "title": ("title",),
    "summary": ("summary",),
}
TAKEN = "`{id}` is taken"
MOST_WORDS = 3


class NotAccepted(ValueError):
    """A value that a case cannot have; the text says why and what it could be."""


@dataclass(frozen=True, slots=True)
class Draft:
    """The six things that make a case."""

    organisation: str
    sector: str
    began: str
    type: str
    title: str
    summary: str

    @property
    def year(self) -> int:
        return dates.parse(self.began).year


@dataclass(frozen=True, slots=True)
class Kin:
    """A case that a draft may be, and what speaks for it."""

    case: Case
    why: tuple[str, ...]


def described(thing: str) -> str:
    """What a thing is, as the model says it."""
    model: Any = Case
    for name in THINGS[thing]:
        field = fields(model)[name]
        model = field.record
    return field.description


def words_of(corpus: Corpus, thing: str) -> Mapping[str, Term]:
    """The words of the vocabulary that a thing is one of; none for free text."""
    words = corpus.vocabulary
    known: dict[str, Mapping[str, Term]] = {"sector": words.sectors, "type": words.crisis_types}
    return known.get(thing, {})


def accepted(corpus: Corpus, thing: str, given: str) -> str:
    """The value of a thing as a file holds it. Raises NotAccepted."""
    text = " ".join(given.split())
    terms = words_of(corpus, thing)
    if terms:
        return _word(terms, thing, text)
    problem = _problem(THINGS[thing], text)
    if problem:
        raise NotAccepted(f"{problem.message}{f'; {problem.help}' if problem.help else ''}")
    return text


def _word(terms: Mapping[str, Term], thing: str, text: str) -> str:
    known = {fold(name): value for value, term in terms.items() for name in (value, *_names(term))}
    if found := known.get(fold(text)):
        return found
    close = list(dict.fromkeys(known[each] for each in nearest(fold(text), list(known))))
    hint = f"; did you mean {' or '.join(f'`{each}`' for each in close)}?" if close else ""
    raise NotAccepted(f"{quote(text)} is not a {thing}{hint} allowed: {', '.join(terms)}")


def _names(term: Term) -> Iterator[str]:
    yield from (term.name.en, term.name.fr, *term.aliases.all())


def _problem(path: Path, value: str, model: type[Record] = Case) -> Problem | None:
    """What the model says against a value at a place of an otherwise empty case, or record of another ``model``."""
    data: Any = value
    for name in reversed(path):
        data = {name: data}
    if path[0] == "timeline":
        data = {"timeline": [data["timeline"]]}
    _, problems = read(model, data)
    names = [tuple(part for part in each.path if isinstance(part, str)) for each in problems]
    return next((each for each, name in zip(problems, names, strict=True) if name == path), None)


def suggested_id(draft: Draft, taken: Collection[str]) -> str:
    """Year, organisation and what the title adds to it, such as ``2012-la-redoute-naked-bather``; one that is not
    taken, or "" where the names have no Latin letters."""
    name = slug(draft.organisation)
    more = [word for word in slug(draft.title).split("-") if word not in STOPS and word not in name.split("-")]
    parts = [part for part in (name, *more[:MOST_WORDS]) if part]
    if not parts:
        return ""
    first = f"{draft.year:04}-{'-'.join(parts)}"[:70].strip("-")
    return next(each for each in (first, *(f"{first}-{count}" for count in range(2, 10_000))) if each not in taken)


LETTERS = {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "þ": "th", "ı": "i"}
_PLAIN = {ord(letter): plain for letter, plain in LETTERS.items()}


def slug(text: str) -> str:
    """``"L'Œuvre d'Été"`` as ``"l-oeuvre-d-ete"``."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text).translate(_PLAIN)).strip("-")


def id_problem(wanted: str, taken: Collection[str], model: type[Record] = Case, folder: str = "cases") -> str:
    """Why a case, or a record of another ``model`` and ``folder``, cannot have this id, or ""."""
    problem = _problem(("id",), wanted, model)
    if problem:
        return f"{problem.message}: {problem.help}"
    return f"{TAKEN.format(id=wanted)}; choose another, or work on {folder}/{wanted}.yml" if wanted in taken else ""


def kin(draft: Draft, corpus: Corpus, alike: Iterable[str], most: int = 5) -> list[Kin]:
    """The cases that ``draft`` may be: those of the same organisation, then those among ``alike``, found by its words,
    that share two of type, sector and year."""
    found: dict[str, Kin] = {}
    for case in corpus.cases.values():
        if _same_name(draft.organisation, case):
            found[case.id] = Kin(case, ("same organisation", *_shared(draft, case)))
    for case_id in alike:
        case = corpus.cases[case_id]
        shared = _shared(draft, case)
        if case_id not in found and len(shared) >= 2:
            found[case_id] = Kin(case, ("like words", *shared))
    return list(found.values())[:most]


def _same_name(name: str, case: Case) -> bool:
    own = slug(name).replace("-", "")
    other, title = (slug(text).replace("-", "") for text in (case.organisation.name, case.title))
    if len(own) < 3:
        return bool(own) and own == other
    return own in other or own in title or (len(other) >= 3 and other in own)


def _shared(draft: Draft, case: Case) -> tuple[str, ...]:
    shared = {
        "same type": draft.type == case.crisis.type,
        "same sector": draft.sector == case.organisation.sector,
        "same year": draft.year == case.year,
    }
    return tuple(name for name, is_so in shared.items() if is_so)
