"""The words of a question in the form in which Whoosh has indexed them: stems, synonyms, misspellings, passages."""

from __future__ import annotations

import math
import re
import warnings
from collections import defaultdict
from collections.abc import Iterator
from functools import cache, cached_property
from typing import Any

with warnings.catch_warnings():
    # Whoosh 2.7.4 compares numbers with `is` and writes regular expressions in plain strings: Python warns when it
    # compiles the package, which is not the reader's business.
    warnings.simplefilter("ignore")
    from whoosh import query as wq
    from whoosh.analysis import CharsetFilter, LowercaseFilter, RegexTokenizer, StemFilter, StopFilter
    from whoosh.support.charset import accent_map
    from whoosh.support.levenshtein import damerau_levenshtein

from kb.folding import fold
from kb.search.fields import TEXTS
from kb.search.query import Term, TermKind
from kb.search.stops import ASIDE, STOPS

LANGUAGES = ("en", "fr")
WHOLE = "whole"
WEIGHTS = {WHOLE: 1.0} | {name: weight for name, weight in TEXTS.items() if weight}
"""A word counts once for the whole document, and again for the texts in which it tells more."""
_SYNONYM_WEIGHT = 0.6
_MISSPELT_WEIGHT = 0.8
_ASIDE_WEIGHT = 0.25
_COORDINATION = 0.6
"""What share of a score hangs on how much of what is asked a document says at all."""


def _analyzer(language: str) -> Any:
    """Words, small, without accents (people leave them out), without stop words, stemmed."""
    return (
        RegexTokenizer(r"\w+")
        | LowercaseFilter()
        | CharsetFilter(accent_map)
        | StopFilter(stoplist=STOPS, minsize=2)
        | StemFilter(lang=language)
    )


_WORD = re.compile(r"\w+")
ANALYZERS = {language: _analyzer(language) for language in LANGUAGES}


def stemmed(text: str, language: str) -> list[str]:
    """The words of a text as they are indexed in one language: as Whoosh analyses it, but each word only once."""
    return [stem for word in _WORD.findall(text) if (stem := _stem(word, language))]


@cache
def _stem(word: str, language: str) -> str:
    """A word as it is indexed; "" where it is none to look for."""
    return next((str(token.text) for token in ANALYZERS[language](word, mode="query")), "")


Stems = dict[str, dict[str, float]]
"""For each language the stems that stand for a word, with how like it they are, from 0 to 1."""


Groups = dict[str, list[set[str]]]
"""For each language the groups of synonyms, as stems."""


def stemmed_groups(synonyms: list[list[str]]) -> Groups:
    return {
        language: [{stem for word in group for stem in stemmed(word, language)} for group in synonyms]
        for language in LANGUAGES
    }


class Dictionary:
    """Which stems stand for a word: its own, those of its synonyms, and for a word that no document has, those
    closest to it in spelling."""

    def __init__(self, reader: Any, groups: Groups) -> None:
        self.reader, self.groups = reader, groups

    def stems(self, word: str) -> Stems:
        return {language: self._alike(dict.fromkeys(stemmed(word, language), 1.0), language) for language in LANGUAGES}

    def _alike(self, own: dict[str, float], language: str) -> dict[str, float]:
        weights = dict(own)
        for group in self.groups[language]:
            if not group.isdisjoint(own):
                for stem in group:
                    weights.setdefault(stem, _SYNONYM_WEIGHT)
        return weights

    def is_known(self, stems: Stems) -> bool:
        return any(
            (f"{name}_{language}", stem) in self.reader
            for language, each in stems.items()
            for stem in each
            for name in WEIGHTS
        )

    def rarity(self, stems: Stems) -> float:
        """How telling a word is: the inverse document frequency of its rarest stem in use, 0 where none is."""
        whole = self.reader.doc_count()
        counts = [
            count
            for language, each in stems.items()
            for stem, likeness in each.items()
            if likeness > _SYNONYM_WEIGHT and (count := self.reader.doc_frequency(f"{WHOLE}_{language}", stem))
        ]
        return math.log(1 + (whole - min(counts) + 0.5) / (min(counts) + 0.5)) if counts else 0.0

    def nearest(self, word: str) -> tuple[str, Stems]:
        """The stem in use that is spelt most like ``word``, and the stems that stand for it; "" and none if none is."""
        distance = 1 if len(word) < 6 else 2
        if len(word) < 4:
            return "", {}
        best: tuple[int, int, str, str] | None = None
        for language in LANGUAGES:
            for stem in stemmed(word, language):
                for name in WEIGHTS:
                    field = f"{name}_{language}"
                    for near in self.reader.terms_within(field, stem, maxdist=distance, prefix=1):
                        candidate = (
                            int(damerau_levenshtein(stem, near)),
                            -int(self.reader.frequency(field, near)),
                            near,
                            language,
                        )
                        best = min(best, candidate) if best else candidate
        if best is None:
            return "", {}
        return best[2], {best[3]: self._alike({best[2]: _MISSPELT_WEIGHT}, best[3])}


class _Concept:
    """One term of a query as it stands in the index."""

    def __init__(self, term: Term, stems: Stems, rarity: float) -> None:
        self.term, self.stems = term, stems
        self.weight = _ASIDE_WEIGHT if fold(term.text) in ASIDE else 1.0
        self.rarity = rarity * self.weight
        self.beginnings = {stem[:2] for each in stems.values() for stem in each} or {fold(term.text)[:2]}

    def queries(self) -> Iterator[tuple[Any, float]]:
        """It may stand in any text; each adds its weight."""
        for name, counts in WEIGHTS.items():
            weight = counts * self.weight
            for language in LANGUAGES:
                field = f"{name}_{language}"
                if self.term.kind is TermKind.PHRASE:
                    words = stemmed(self.term.text, language)
                    yield wq.Phrase(field, words, slop=2) if len(words) > 1 else wq.Term(field, " ".join(words)), weight
                elif self.term.kind is TermKind.PREFIX:
                    yield wq.Prefix(field, fold(self.term.text), constantscore=False), weight
                else:
                    for stem, likeness in self.stems.get(language, {}).items():
                        yield wq.Term(field, stem), weight * likeness

    def scores(self, searcher: Any, among: set[int]) -> dict[int, float]:
        """What it counts in each of the documents ``among`` these that have it. It is read stem by stem: Whoosh would
        walk along all stems side by side, which takes several times as long."""
        counted: dict[int, float] = defaultdict(float)
        for leaf, offset in searcher.leaf_searchers():
            for query, weight in self.queries():
                matcher = query.matcher(leaf, leaf.context())
                while matcher.is_active():
                    if (number := matcher.id() + offset) in among:
                        counted[number] += weight * matcher.score()
                    matcher.next()
        return counted

    def likeness(self, word: str) -> float:
        """How well a word of a text, folded, meets it, from 0 to 1."""
        if self.term.kind is TermKind.PREFIX:
            return float(word.startswith(fold(self.term.text)))
        if word[:2] not in self.beginnings:
            return 0.0  # stemming takes endings away: spares most words the stemmer, which is slow
        return max(
            (
                likeness
                for language, stems in self.stems.items()
                for stem in stemmed(word, language)
                if (likeness := stems.get(stem, 0.0))
            ),
            default=0.0,
        )


class Asked:
    """The terms of a query, in the form in which they are indexed."""

    def __init__(self, terms: tuple[Term, ...], dictionary: Dictionary) -> None:
        self.asked = bool(terms)
        self.wanted: list[_Concept] = []
        self.unwanted: list[_Concept] = []
        self.corrections: dict[str, str] = {}
        self._met: dict[str, list[tuple[int, float]]] = {}
        self._read: dict[str, tuple[float, int]] = {}
        for term in dict.fromkeys(terms):
            stems = dictionary.stems(term.text)
            if term.kind is TermKind.WORD and any(stems.values()) and not dictionary.is_known(stems):
                near, stems = dictionary.nearest(fold(term.text))
                if near:
                    self.corrections[term.text] = near
            if any(stems.values()) or term.kind is TermKind.PREFIX:
                concept = _Concept(term, stems, dictionary.rarity(stems))
                (self.unwanted if term.excluded else self.wanted).append(concept)

    def scores(self, searcher: Any, among: set[int]) -> dict[int, float]:
        """The documents ``among`` these that have any of the terms and none of the excluded ones, with what the terms
        count in them; the more, the more of what is asked is there at all."""
        for concept in self.unwanted:
            among = among - concept.scores(searcher, among).keys()
        if not self.wanted:
            return dict.fromkeys(among, 0.0) if self.unwanted or not self.asked else {}
        counted: dict[int, float] = defaultdict(float)
        said: dict[int, float] = defaultdict(float)
        for concept in self.wanted:
            for number, score in concept.scores(searcher, among).items():
                counted[number] += score
                said[number] += concept.rarity / self._rarity
        return {number: score * (1 - _COORDINATION * (1 - said[number])) for number, score in counted.items()}

    @property
    def said(self) -> set[str]:
        """The stems of the wanted terms themselves, those of misspelt ones put right."""
        return {
            stem
            for concept in self.wanted
            for stems in concept.stems.values()
            for stem, likeness in stems.items()
            if likeness > _SYNONYM_WEIGHT
        }

    @cached_property
    def _rarity(self) -> float:
        return sum(concept.rarity for concept in self.wanted) or 1.0

    def reading(self, payload: Any) -> tuple[float, int]:
        """As `_reading`, each document read once."""
        key = payload["key"]
        if key not in self._read:
            self._read[key] = self._reading(payload)
        return self._read[key]

    def _reading(self, payload: Any) -> tuple[float, int]:
        """How much of what is asked the best passage says, from 0 to 1, rarer words weighing more; and which of the
        sentences, the first of the passages, says most of it (the first one where none does)."""
        best, most, sentence, place = 0.0, 0.0, 0, 0
        met: dict[int, float] = {}
        for word in self._likely.findall(payload["passages"]):
            if word != "\n":
                for concept, likeness in self.met(word):
                    met[concept] = max(likeness, met.get(concept, 0.0))
                continue
            if met:
                told = sum(self.wanted[concept].rarity * likeness for concept, likeness in met.items())
                best = max(best, told)
                if told > most and place < len(payload["sentences"]):
                    most, sentence = told, place
                met = {}
            place += 1
        return best / self._rarity, sentence

    @cached_property
    def _likely(self) -> re.Pattern[str]:
        """The words of folded passages that may meet a term, and the ends of passages."""
        beginnings = "|".join(sorted({re.escape(each) for concept in self.wanted for each in concept.beginnings}))
        return re.compile(rf"\n|\b(?:{beginnings})\w*")

    def met(self, word: str) -> list[tuple[int, float]]:
        """Which of the wanted terms a word meets, by their positions, and how well."""
        if word not in self._met:
            folded = fold(word)
            each = ((place, concept.likeness(folded)) for place, concept in enumerate(self.wanted))
            self._met[word] = [(place, likeness) for place, likeness in each if likeness]
        return self._met[word]

    def marks(self, sentence: str) -> tuple[tuple[int, int], ...]:
        """Where in a sentence the terms stand."""
        return tuple(word.span() for word in _WORD.finditer(sentence) if self.met(word.group()))
