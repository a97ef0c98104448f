"""The index in Whoosh.

Nothing above this file knows the engine. A commit of Whoosh writes new segments, then renames its table of contents
into place: a kill at any moment leaves the former index. What the index was made from is stored in it as a document
of its own, so that it is committed with the rest.
"""

from __future__ import annotations

import re
import warnings
from collections import Counter
from collections.abc import Iterable
from functools import cache, cached_property
from pathlib import Path
from typing import Any

with warnings.catch_warnings():
    # Whoosh 2.7.4 compares numbers with `is` and writes regular expressions in plain strings: Python warns when it
    # compiles the package, which is not the reader's business.
    warnings.simplefilter("ignore")
    from whoosh import index as whoosh_index
    from whoosh import query as wq
    from whoosh.analysis import CharsetFilter, LowercaseFilter, RegexTokenizer, StemFilter, StopFilter
    from whoosh.codec import whoosh3  # noqa: F401  # loaded now: Whoosh would load it, and warn, at first use
    from whoosh.fields import ID, KEYWORD, NUMERIC, STORED, TEXT, Schema
    from whoosh.scoring import BM25F
    from whoosh.support.charset import accent_map
    from whoosh.support.levenshtein import damerau_levenshtein
    from whoosh.writing import CLEAR

from kb.folding import fold
from kb.search.fields import FACETS, TEXTS, VERSION, Document
from kb.search.query import Hit, Query, Results, Term, TermKind
from kb.search.stops import STOPS

LANGUAGES = ("en", "fr")
_MANIFEST = "manifest"
_SYNONYM_WEIGHT = 0.6
_MISSPELT_WEIGHT = 0.8
WHOLE = "whole"
_WEIGHTS = {WHOLE: 1.0} | {name: weight for name, weight in TEXTS.items() if weight}
"""A word counts once for the whole document, and again for the texts in which it tells more."""
# Cases are of different length because their sources are, not because they wander: length is held little against them.
_WEIGHTING = {"B": 0.3, "K1": 1.2}
_COORDINATION = 0.5


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
_ANALYZERS = {language: _analyzer(language) for language in LANGUAGES}


def schema() -> Schema:
    schema = Schema(key=ID(unique=True, stored=True), kind=ID(), file=ID(), pair=KEYWORD(commas=True), payload=STORED())
    for name in _WEIGHTS:
        for language in LANGUAGES:
            schema.add(f"{name}_{language}", TEXT(analyzer=_ANALYZERS[language], phrase=True))
    for facet in FACETS:
        schema.add(facet.name, NUMERIC(int, stored=False, sortable=True) if facet.number else KEYWORD(commas=True))
    return schema


class UnreadableIndex(Exception):
    """The folder holds no index of this version that can be read."""


class WhooshIndex:
    """An index folder. Use `open` or `create`."""

    def __init__(self, index: Any) -> None:
        self._index = index
        self._generation = index.latest_generation()

    @classmethod
    def open(cls, folder: Path) -> WhooshIndex:
        """Open the index in ``folder``. Raises UnreadableIndex."""
        try:
            opened = cls(whoosh_index.open_dir(str(folder)))
            if opened.manifest.get("version") != VERSION:
                raise UnreadableIndex("of another version")
            return opened
        except UnreadableIndex:
            raise
        except Exception as error:  # whatever a damaged file makes Whoosh or pickle raise
            raise UnreadableIndex(type(error).__name__) from error

    @classmethod
    def create(cls, folder: Path) -> WhooshIndex:
        """An empty index in ``folder``, in place of what is there."""
        folder.mkdir(parents=True, exist_ok=True)
        return cls(whoosh_index.create_in(str(folder), schema()))

    @property
    def is_latest(self) -> bool:
        """Whether nothing was written since it was opened."""
        return bool(self._index.latest_generation() == self._generation)

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """What the index was made from when it was opened, as given to `write`."""
        with self._index.searcher() as searcher:
            document = searcher.document(key=_MANIFEST)
            return dict(document["payload"]) if document else {}

    def write(
        self, documents: Iterable[tuple[str, Document]], manifest: dict[str, Any], replaced: Iterable[str] | None = None
    ) -> None:
        """Add ``documents``, each with the name of its file. With ``replaced``, only what came from those files is
        taken out before; without it, everything."""
        writer = self._index.writer(timeout=30.0, limitmb=256)
        try:
            if replaced is not None:
                for file in replaced:
                    writer.delete_by_term("file", file)
                writer.delete_by_term("key", _MANIFEST)
            for file, document in documents:
                writer.add_document(file=file, **fields(document))
            writer.add_document(key=_MANIFEST, kind=_MANIFEST, payload={"version": VERSION} | manifest)
        except BaseException:
            writer.cancel()
            raise
        if replaced is None:
            writer.commit(mergetype=CLEAR)
        else:
            writer.commit()

    def search(self, query: Query, synonyms: list[list[str]]) -> Results:
        """The documents that meet ``query``, best first. Raises UnreadableIndex where the index is damaged."""
        try:
            with self._index.searcher(weighting=BM25F(**_WEIGHTING)) as searcher:
                return _search(searcher, query, synonyms)
        except Exception as error:  # whatever a damaged file makes Whoosh or pickle raise
            raise UnreadableIndex(type(error).__name__) from error


def _search(searcher: Any, query: Query, synonyms: list[list[str]]) -> Results:
    asked = _Asked(query.terms, _Dictionary(searcher.reader(), synonyms))
    order: dict[str, Any] = {}
    if query.sort != "relevance":
        order = {"sortedby": query.sort, "reverse": query.sort != "first_response"}
    found = searcher.search(asked.query(), filter=_filter(query), limit=query.limit, **order)
    hits: list[Hit] = []
    for each in found:
        payload = each["payload"]
        event, sentence = asked.best_sentence(payload["sentences"])
        score = round(float(each.score or 0), 4) if not order else 0.0
        hits.append(Hit(payload["stored"], score, sentence, asked.marks(sentence), event))
    facets = _facets(searcher, asked.query(), query) if query.facets else {}
    return Results(len(found), hits, facets, asked.corrections)


def _facets(searcher: Any, asked: Any, query: Query) -> dict[str, dict[str, int]]:
    """For each facet that readers are shown, how many of all results have each value."""
    counted = {facet.name: Counter[str]() for facet in FACETS if facet.shown}
    for number in searcher.docs_for_query(wq.And([asked, _filter(query)])):
        values = searcher.stored_fields(number)["payload"]["facets"]
        for name, counts in counted.items():
            counts.update(map(str, values[name]))
    return {name: dict(counts.most_common()) for name, counts in counted.items() if counts}


def fields(document: Document) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "key": document.key,
        "kind": document.kind,
        "pair": ",".join(document.pairs),
        "payload": {
            "facets": {name: list(values) for name, values in document.facets.items()},
            "stored": document.stored,
            "sentences": [(sentence.event, sentence.text) for sentence in document.sentences],
        },
    }
    for (name, language), passages in document.texts.items():
        text = "\n".join(passages)
        if name in _WEIGHTS:
            fields[f"{name}_{language}"] = text
        fields[f"{WHOLE}_{language}"] = f"{fields.get(f'{WHOLE}_{language}', '')}\n{text}"
    for facet in FACETS:
        values = document.facets.get(facet.name, ())
        if facet.number and values:
            fields[facet.name] = values[0]
        elif values:
            fields[facet.name] = ",".join(str(value) for value in values)
    return fields


@cache
def stemmed(text: str, language: str) -> tuple[str, ...]:
    """The words of a text as they are indexed in one language."""
    return tuple(token.text for token in _ANALYZERS[language](text, mode="query"))


Stems = dict[str, dict[str, float]]
"""For each language the stems that stand for a word, with how like it they are, from 0 to 1."""


class _Dictionary:
    """Which stems stand for a word: its own, those of its synonyms, and for a word that no document has, those
    closest to it in spelling."""

    def __init__(self, reader: Any, synonyms: list[list[str]]) -> None:
        self.reader = reader
        self.groups = {
            language: [{stem for word in group for stem in stemmed(word, language)} for group in synonyms]
            for language in LANGUAGES
        }

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
            for name in _WEIGHTS
        )

    def nearest(self, word: str) -> tuple[str, Stems]:
        """The stem in use that is spelt most like ``word``, and the stems that stand for it; "" and none if none is."""
        distance = 1 if len(word) < 6 else 2
        if len(word) < 4:
            return "", {}
        best: tuple[int, int, str, str] | None = None
        for language in LANGUAGES:
            for stem in stemmed(word, language):
                for name in _WEIGHTS:
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

    def __init__(self, term: Term, stems: Stems) -> None:
        self.term, self.stems = term, stems
        self._beginnings = {stem[:2] for each in stems.values() for stem in each}

    def query(self) -> Any:
        """It may stand in any text; each adds its weight."""
        parts = []
        for name, weight in _WEIGHTS.items():
            for language in LANGUAGES:
                field = f"{name}_{language}"
                if self.term.kind is TermKind.PHRASE:
                    words = stemmed(self.term.text, language)
                    parts.append(wq.Phrase(field, words, slop=2, boost=weight) if len(words) > 1 else wq.NullQuery)
                    parts += [wq.Term(field, word, boost=weight) for word in words if len(words) == 1]
                elif self.term.kind is TermKind.PREFIX:
                    parts.append(wq.Prefix(field, fold(self.term.text), boost=weight, constantscore=False))
                else:
                    stems = self.stems.get(language, {})
                    parts += [wq.Term(field, stem, boost=weight * likeness) for stem, likeness in stems.items()]
        return wq.Or([part for part in parts if part is not wq.NullQuery])

    def likeness(self, word: str) -> float:
        """How well a word of a text, folded, meets it, from 0 to 1."""
        if self.term.kind is TermKind.PREFIX:
            return float(word.startswith(fold(self.term.text)))
        if word[:2] not in self._beginnings:
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


class _Asked:
    """The terms of a query, in the form in which they are indexed."""

    def __init__(self, terms: tuple[Term, ...], dictionary: _Dictionary) -> None:
        self.asked = bool(terms)
        self.wanted: list[_Concept] = []
        self.unwanted: list[_Concept] = []
        self.corrections: dict[str, str] = {}
        self._met: dict[str, list[tuple[int, float]]] = {}
        for term in dict.fromkeys(terms):
            stems = dictionary.stems(term.text)
            if term.kind is TermKind.WORD and any(stems.values()) and not dictionary.is_known(stems):
                near, stems = dictionary.nearest(fold(term.text))
                if near:
                    self.corrections[term.text] = near
            if any(stems.values()) or term.kind is TermKind.PREFIX:
                (self.unwanted if term.excluded else self.wanted).append(_Concept(term, stems))

    def query(self) -> Any:
        """Any of the terms in any text, the more of them the better; none of the excluded ones."""
        wanted = wq.Or([concept.query() for concept in self.wanted], scale=_COORDINATION)
        if not self.wanted:
            wanted = wq.Every() if self.unwanted or not self.asked else wq.NullQuery
        if not self.unwanted:
            return wanted
        return wq.AndNot(wanted, wq.Or([concept.query() for concept in self.unwanted]))

    def best_sentence(self, sentences: list[tuple[str, str]]) -> tuple[str, str]:
        """The event and text of the sentence that meets most of the terms; the first sentence where none does."""
        best, most = (sentences[0] if sentences else ("", "")), 0.0
        if not self.wanted:
            return best
        for event, text in sentences:
            met: dict[int, float] = {}
            for word in _WORD.findall(text):
                for concept, likeness in self.met(word):
                    met[concept] = max(likeness, met.get(concept, 0.0))
            if (score := sum(met.values())) > most:
                best, most = (event, text), score
        return best

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


def _filter(query: Query) -> Any:
    parts: list[Any] = [wq.Term("kind", query.kind)]
    for facet in FACETS:
        values = query.values.get(facet.name, ())
        asked = query.ranges.get(facet.name)
        if asked is not None:
            parts.append(wq.NumericRange(facet.name, asked.low, asked.high))
        elif facet.name == "tactic" and values and (effects := query.values.get("effect")):
            each = [wq.Or([wq.Term("pair", f"{value}/{effect}") for effect in effects]) for value in values]
            parts.append(wq.And(each) if query.all_tactics else wq.Or(each))
        elif facet.name == "tactic" and values and query.all_tactics:
            parts.extend(wq.Term("tactic", value) for value in values)
        elif values and not (facet.name == "effect" and query.values.get("tactic")):
            parts.append(wq.Or([wq.Term(facet.name, value) for value in values]))
    return wq.And(parts)
