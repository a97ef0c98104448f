"""What can be found: cases and the moves in them, as plain documents, from one function of the corpus."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from kb.corpus import Corpus, Measures, country_codes, country_name, language_name
from kb.dates import Precision
from kb.model import Case, Effect, Tactic, Term


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a case and the event it belongs to ("" for the case as a whole)."""

    event: str
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """One thing that can be found. ``texts`` maps (name, language) to the passages to search in, ``facets`` each
    facet's name to its values, ``stored`` what a result shows."""

    key: str
    kind: str
    case: str
    texts: dict[tuple[str, str], list[str]]
    facets: dict[str, tuple[str | int, ...]]
    pairs: tuple[str, ...]
    """`tactic/effect` of each use, so that both can be asked for of one move."""
    sentences: tuple[Sentence, ...]
    stored: dict[str, Any] = field(default_factory=dict)


def documents(corpus: Corpus, cases: Iterable[Case] | None = None) -> Iterator[Document]:
    """The documents of ``cases`` (of all that are published): a case, then each of its moves. A case's documents
    depend on the case and the taxonomy, on no other case."""
    for case in corpus.published if cases is None else cases:
        yield _case_document(corpus, case)
        yield from _move_documents(corpus, case)


_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”»)]*\s+(?=[A-ZÀ-Ý0-9\"“«(])")


def sentences(text: str) -> list[str]:
    """``text`` cut at its sentence ends."""
    return [part for part in _SENTENCE_END.split(" ".join(text.split())) if part]


def _names(term: Term | Tactic, language: str) -> list[str]:
    return [term.name.get(language), *getattr(term.aliases, language)]


def terms(corpus: Corpus, case: Case, language: str) -> list[str]:
    """The names and aliases, in one language, of everything in the taxonomy that ``case`` refers to."""
    words = corpus.vocabulary
    found: list[str] = []
    for tactic in dict.fromkeys(use.tactic for use in corpus.uses_in(case)):
        found += _names(corpus.tactics[tactic], language)
    kind = corpus.crisis_type(case)
    named: list[Term] = [kind, words.clusters[kind.cluster], words.sectors[case.organisation.sector]]
    named += [words.platforms[platform] for platform in case.crisis.platforms]
    named.append(words.organisation_kinds[case.organisation.kind])
    for term in named:
        found += _names(term, language)
    found.append(country_name(case.organisation.country, language))
    return found


def facet_values(corpus: Corpus, case: Case) -> dict[str, tuple[str | int, ...]]:
    """The value or values of each facet for a case."""
    uses = list(corpus.uses_in(case))
    measures = corpus.measures(case)
    return {
        "tactic": tuple(dict.fromkeys(use.tactic for use in uses)),
        "effect": tuple(dict.fromkeys(use.effect.value for use in uses if use.move)),
        "crisis_type": (case.crisis.type,),
        "platform": case.crisis.platforms,
        "sector": (case.organisation.sector,),
        "country": (case.organisation.country,),
        "language": (case.language.value,),
        "status": (case.status.value,),
        "year": (case.year,),
        "level": (measures.peak.level,),
        "first_response": _response_minutes(measures),
        "date": (int(f"{measures.onset.at.start:%Y%m%d}"),),
    }


def _response_minutes(measures: Measures) -> tuple[int, ...]:
    """Minutes to the first response, 0 if it came before the first complaint; nothing where it is not documented or
    known no better than to the month."""
    elapsed = measures.time_to_first_response
    if measures.responded_first:
        return (0,)
    if elapsed is None or elapsed.unit > Precision.DAY:
        return ()
    return (max(0, round(elapsed.seconds / 60)),)


def _shown(corpus: Corpus, case: Case) -> dict[str, Any]:
    return {
        "id": case.id,
        "title": case.title,
        "year": case.year,
        "headline": case.headline,
        "organisation": case.organisation.name,
        "crisis_type": case.crisis.type,
        "sector": case.organisation.sector,
        "country": case.organisation.country,
        "platforms": list(case.crisis.platforms),
        "level": corpus.measures(case).peak.level,
        "tactics": list(dict.fromkeys(use.tactic for use in corpus.uses_in(case))),
        "language": case.language.value,
        "status": case.status.value,
        "visibility": case.visibility.value,
        "first_response": next(iter(_response_minutes(corpus.measures(case))), None),
    }


def _case_document(corpus: Corpus, case: Case) -> Document:
    texts: dict[tuple[str, str], list[str]] = {}
    told: list[Sentence] = []
    for version in corpus.versions(case):
        own, lessons = version.language.value, corpus.in_language(version.language).lessons
        asked = [decision.question for decision in version.decisions]
        asked += [each.question for each in version.discussion.questions] if version.discussion else []
        texts |= {
            ("title", own): [version.title],
            ("organisation", own): [version.organisation.name],
            ("summary", own): [version.headline, version.summary, version.crisis.trigger, version.outcome.resolution],
            ("lessons", own): [
                *(link.why for link in version.lessons),
                *(lessons[link.lesson].title for link in version.lessons),
            ],
            ("moves", own): [move.because for move in version.moves],
            ("what", own): [event.what for event in version.timeline]
            + [effect.what for effect in version.outcome.effects],
            ("training", own): asked
            + [option.label for each in version.decisions for option in each.options]
            + list(version.discussion.objectives if version.discussion else ()),
        }
        told += [Sentence("", each) for text in (version.headline, version.summary) for each in sentences(text)]
        told += [Sentence(event.id, each) for event in version.timeline for each in sentences(event.what)]
        told += [Sentence(move.event, each) for move in version.moves for each in sentences(move.because)]
        told += [Sentence(link.event, each) for link in version.lessons for each in sentences(link.why)]
    for language in ("en", "fr"):
        texts["terms", language] = terms(corpus, case, language)
        texts["keywords", language] = list(getattr(case.keywords, language))
        texts["situations", language] = list(getattr(case.situations, language))
    return Document(
        key=f"case/{case.id}",
        kind="case",
        case=case.id,
        texts=texts,
        facets=facet_values(corpus, case),
        pairs=tuple(f"{use.tactic}/{use.effect.value}" for use in corpus.uses_in(case)),
        sentences=tuple(told),
        stored=_shown(corpus, case),
    )


def _move_documents(corpus: Corpus, case: Case) -> Iterator[Document]:
    shown, facets = _shown(corpus, case), facet_values(corpus, case)
    kind, versions = corpus.crisis_type(case), corpus.versions(case)
    for use in corpus.uses_in(case):
        tactic = corpus.tactics[use.tactic]
        texts: dict[tuple[str, str], list[str]] = {}
        told: list[Sentence] = []
        for version in versions:
            own, what = version.language.value, version.events_by_id[use.event.id].what
            because = next((m.because for m in version.moves if (m.event, m.tactic) == (use.event.id, use.tactic)), "")
            texts |= {
                ("title", own): [version.title],
                ("organisation", own): [version.organisation.name],
                ("moves", own): [because],
                ("what", own): [what],
            }
            told += [Sentence(use.event.id, each) for text in (what, because) for each in sentences(text)]
        for language in ("en", "fr"):
            texts["terms", language] = _names(tactic, language) + _names(kind, language)
        yield Document(
            key=f"move/{case.id}/{use.event.id}/{use.tactic}",
            kind="move",
            case=case.id,
            texts=texts,
            facets=facets | {"tactic": (use.tactic,), "effect": (use.effect.value,)},
            pairs=(f"{use.tactic}/{use.effect.value}",),
            sentences=tuple(told),
            stored=shown
            | {
                "tactic": use.tactic,
                "effect": use.effect.value,
                "event": use.event.id,
                "at": use.event.at.text,
                "what": use.event.what,
                "because": use.move.because if use.move else "",
            },
        )


def facet_names(corpus: Corpus) -> dict[str, dict[str, list[str]]]:
    """For each facet with named values: its values, each with the other words it may be asked for by."""
    words = corpus.vocabulary
    named: dict[str, Any] = {
        "tactic": corpus.tactics,
        "effect": {effect.value: words.effects[effect] for effect in Effect},
        "crisis_type": words.crisis_types,
        "platform": words.platforms,
        "sector": words.sectors,
        "status": {status.value: term for status, term in words.statuses.items()},
    }
    found = {
        facet: {value: _names(term, "en") + _names(term, "fr") for value, term in values.items()}
        for facet, values in named.items()
    }
    found["country"] = {code: [country_name(code, "en"), country_name(code, "fr")] for code in country_codes()}
    languages = [language.value for language in words.case_languages]
    found["language"] = {code: [language_name(code, "en"), language_name(code, "fr")] for code in languages}
    return found
