"""The index in Whoosh.

Nothing above this file knows the engine. A commit of Whoosh writes new segments, then renames its table of contents
into place: a kill at any moment leaves the former index. What the index was made from is stored in it as a document
of its own, so that it is committed with the rest.
"""

from __future__ import annotations

import heapq
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

with warnings.catch_warnings():
    # Whoosh 2.7.4 compares numbers with `is` and writes regular expressions in plain strings: Python warns when it
    # compiles the package, which is not the reader's business.
    warnings.simplefilter("ignore")
    from whoosh import index as whoosh_index
    from whoosh import query as wq
    from whoosh.codec import whoosh3  # noqa: F401  # loaded now: Whoosh would load it, and warn, at first use
    from whoosh.fields import ID, KEYWORD, NUMERIC, STORED, TEXT, Schema
    from whoosh.scoring import BM25F
    from whoosh.writing import CLEAR

from kb.folding import fold
from kb.search.fields import BM25, FACETS, NAMES, VERSION
from kb.search.outcomes import NEGATIONS, called, pairs_named
from kb.search.query import Hit, Query, Results
from kb.search.whoosh_terms import (
    ANALYZERS,
    LANGUAGES,
    WEIGHTS,
    WHOLE,
    Asked,
    Dictionary,
    stemmed,
    stemmed_groups,
)

if TYPE_CHECKING:
    from kb.search.documents import Document

_MANIFEST = "manifest"
_MOST_TRIES = 5
_PASSAGE = 0.7
"""What a passage that says all that is asked counts beside the best score of the words."""
_PAIR = 1.0
"""What a case counts in which a tactic had the effect that is asked of it, beside the best score of the words."""
_WEIGHED = 10
"""How many of the best results are looked at passage by passage."""


def schema() -> Schema:
    schema = Schema(key=ID(unique=True, stored=True), kind=ID(), file=ID(), pair=KEYWORD(commas=True), payload=STORED())
    for name in WEIGHTS:
        for language in LANGUAGES:
            schema.add(f"{name}_{language}", TEXT(analyzer=ANALYZERS[language], phrase=True))
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
        for _ in range(_MOST_TRIES - 1):
            try:
                return cls._open(folder)
            except UnreadableIndex as error:
                if not isinstance(error.__cause__, FileNotFoundError) or not folder.is_dir():
                    raise
                time.sleep(0.05)  # somebody else has just put a newer index in its place
        return cls._open(folder)

    @classmethod
    def _open(cls, folder: Path) -> WhooshIndex:
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
    def _searcher(self) -> Any:
        """Opened once for the manifest and the first search: Whoosh then copies all postings into memory."""
        return self._index.searcher(weighting=BM25F(**BM25))

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """What the index was made from when it was opened, as given to `write`."""
        document = self._searcher.document(key=_MANIFEST)
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
            stems = {
                "synonyms": stemmed_groups(manifest.get("synonyms", [])),
                "called": called(manifest.get("names", {})),
            }
            writer.add_document(key=_MANIFEST, kind=_MANIFEST, payload={"version": VERSION} | manifest | stems)
        except BaseException:
            writer.cancel()
            raise
        if replaced is None:
            writer.commit(mergetype=CLEAR)
        else:
            writer.commit()

    def search(self, query: Query) -> Results:
        """The documents that meet ``query``, best first. Raises UnreadableIndex where the index is damaged."""
        try:
            with self._searcher as searcher:
                return _search(searcher, query, self.manifest)
        except Exception as error:  # whatever a damaged file makes Whoosh or pickle raise
            raise UnreadableIndex(type(error).__name__) from error
        finally:
            vars(self).pop("_searcher", None)  # the next search looks at the files again


def _search(searcher: Any, query: Query, manifest: dict[str, Any]) -> Results:
    asked = Asked(query.terms, Dictionary(searcher.reader(), manifest["synonyms"]))
    scores = asked.scores(searcher, set(searcher.docs_for_query(_filter(query))))
    if pairs := pairs_named({fold(term.text) for term in query.terms} & NEGATIONS | asked.said, manifest["called"]):
        best = max(scores.values(), default=0.0)
        meant = searcher.docs_for_query(wq.Or([wq.Term("pair", pair) for pair in pairs]))
        scores |= {number: scores[number] + _PAIR * best for number in meant if number in scores}
    by_words = bool(asked.wanted) and query.sort == "relevance"
    read = [(score, searcher.stored_fields(number)["payload"]) for score, number in _first(searcher, scores, query)]
    if by_words:
        read = _weighed(read, asked)
    hits: list[Hit] = []
    for score, payload in read[: query.limit]:
        told = payload["sentences"]
        event, sentence = told[asked.reading(payload)[1] if asked.wanted else 0] if told else ("", "")
        hits.append(
            Hit(payload["stored"], round(score, 4) if by_words else 0.0, sentence, asked.marks(sentence), event)
        )
    facets = _facets(searcher, scores) if query.facets else {}
    return Results(len(scores), hits, facets, asked.corrections)


def _first(searcher: Any, scores: dict[int, float], query: Query) -> list[tuple[float, int]]:
    """The numbers of the first documents in the order asked for, each with its score as a share of the best."""
    if not scores:
        return []  # to Whoosh, a filter that lets nothing through is no filter
    most = len(scores) if query.limit is None else max(query.limit, _WEIGHED)
    if query.sort == "relevance":
        first = heapq.nsmallest(most, scores, key=lambda number: (-scores[number], number))
    else:
        order = {"sortedby": query.sort, "reverse": query.sort != "first_response"}
        found = searcher.search(wq.Every(), filter=set(scores), limit=most, **order)
        first = [each.docnum for each in found]
    best = max(scores.values()) or 1.0
    return [(scores[number] / best, number) for number in first]


def _weighed(read: list[tuple[float, Any]], asked: Asked) -> list[tuple[float, Any]]:
    """The best results put in order again: one that says most of what is asked in one passage comes before one in
    which the words are scattered (Callan 1994, "Passage-level evidence in document retrieval")."""
    first = [(score + _PASSAGE * asked.reading(payload)[0], payload) for score, payload in read[:_WEIGHED]]
    return sorted(first, key=lambda pair: (-pair[0], pair[1]["stored"]["id"])) + read[_WEIGHED:]


def _facets(searcher: Any, found: Iterable[int]) -> dict[str, dict[str, int]]:
    """For each facet that readers are shown, how many of the documents found have each value."""
    counted = {facet.name: Counter[str]() for facet in FACETS if facet.shown}
    for number in found:
        values = searcher.stored_fields(number)["payload"]["facets"]
        for name, counts in counted.items():
            counts.update(map(str, values[name]))
    return {name: dict(counts.most_common()) for name, counts in counted.items() if counts}


def fields(document: Document, words: Callable[[str, str], Any] = stemmed) -> dict[str, Any]:
    """A document as Whoosh takes it: each text as its ``words`` in its language."""
    fields: dict[str, Any] = {
        "key": document.key,
        "kind": document.kind,
        "pair": ",".join(document.pairs),
        "payload": {
            "key": document.key,
            "facets": {name: list(values) for name, values in document.facets.items()},
            "stored": document.stored,
            "sentences": [(sentence.event, sentence.text) for sentence in document.sentences],
            "passages": "\n".join((*_passages(document), "")),
        },
    }
    whole: dict[str, list[str]] = {language: [] for language in LANGUAGES}
    for (name, language), passages in document.texts.items():
        whole[language] += passages
        if name in WEIGHTS:
            fields[f"{name}_{language}"] = words("\n".join(passages), language)
    for language, passages in whole.items():
        fields[f"{WHOLE}_{language}"] = words("\n".join(passages), language)
    for facet in FACETS:
        values = document.facets.get(facet.name, ())
        if facet.number and values:
            fields[facet.name] = values[0]
        elif values:
            fields[facet.name] = ",".join(str(value) for value in values)
    return fields


def _passages(document: Document) -> Iterator[str]:
    """The sentences of the story, and each name and keyword, folded, so that none need be folded at each question."""
    for sentence in document.sentences:
        yield fold(sentence.text)
    for (name, _), each in document.texts.items():
        if name in NAMES:
            yield from map(fold, each)


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
