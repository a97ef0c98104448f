"""The index in Whoosh.

Nothing above this file knows the engine. A commit of Whoosh writes new segments, then renames its table of contents
into place: a kill at any moment leaves the former index. What the index was made from is stored in it as a document
of its own, so that it is committed with the rest.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from dataclasses import dataclass
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
    from whoosh.lang.stopwords import stoplists
    from whoosh.support.charset import accent_map
    from whoosh.writing import CLEAR

from kb.search.documents import FACETS, TEXTS, VERSION, Document
from kb.search.query import Hit, Query, Results

LANGUAGES = ("en", "fr")
_MANIFEST = "manifest"
_SYNONYM_WEIGHT = 0.6


def _folded(words: Iterable[str]) -> list[str]:
    return [word.translate(accent_map) for word in words]


def _analyzer(language: str) -> Any:
    """Words, small, without accents (people leave them out), without stop words, stemmed."""
    return (
        RegexTokenizer(r"\w+")
        | LowercaseFilter()
        | CharsetFilter(accent_map)
        | StopFilter(stoplist=frozenset(_folded(stoplists[language])), minsize=2)
        | StemFilter(lang=language)
    )


_WORDS = RegexTokenizer(r"\w+") | LowercaseFilter()
_ANALYZERS = {language: _analyzer(language) for language in LANGUAGES}


def _schema() -> Schema:
    schema = Schema(key=ID(unique=True, stored=True), kind=ID(), file=ID(), pair=KEYWORD(commas=True), payload=STORED())
    for name in TEXTS:
        for language in LANGUAGES:
            schema.add(f"{name}_{language}", TEXT(analyzer=_ANALYZERS[language], phrase=True))
    for facet in FACETS:
        schema.add(facet.name, NUMERIC(int, stored=False) if facet.number else KEYWORD(commas=True))
    return schema


class UnreadableIndex(Exception):
    """The folder holds no index of this version that can be read."""


class WhooshIndex:
    """An index folder. Use `open` or `create`."""

    def __init__(self, index: Any) -> None:
        self._index = index

    @classmethod
    def open(cls, folder: Path) -> WhooshIndex:
        """Open the index in ``folder``. Raises UnreadableIndex."""
        try:
            opened = cls(whoosh_index.open_dir(str(folder)))
            if opened.manifest().get("version") != VERSION:
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
        return cls(whoosh_index.create_in(str(folder), _schema()))

    def manifest(self) -> dict[str, Any]:
        """What the index was made from, as given to `write`."""
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
                writer.add_document(file=file, **_fields(document))
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
            return self._search(query, synonyms)
        except Exception as error:  # whatever a damaged file makes Whoosh or pickle raise
            raise UnreadableIndex(type(error).__name__) from error

    def _search(self, query: Query, synonyms: list[list[str]]) -> Results:
        with self._index.searcher() as searcher:
            asked = _Asked(query.text, synonyms)
            found = searcher.search(asked.words(), filter=_filter(query), limit=query.limit)
            hits = []
            for each in found:
                payload = each["payload"]
                event, sentence = asked.best_sentence(payload["sentences"])
                hits.append(Hit(payload["stored"], round(float(each.score), 4), sentence, event))
            return Results(len(found), hits)


def _fields(document: Document) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "key": document.key,
        "kind": document.kind,
        "pair": ",".join(document.pairs),
        "payload": {
            "stored": document.stored,
            "sentences": [(sentence.event, sentence.text) for sentence in document.sentences],
        },
    }
    for (name, language), passages in document.texts.items():
        fields[f"{name}_{language}"] = "\n".join(passages)
    for facet in FACETS:
        values = document.facets.get(facet.name, ())
        if facet.number and values:
            fields[facet.name] = values[0]
        elif values:
            fields[facet.name] = ",".join(str(value) for value in values)
    return fields


def _stems(text: str, language: str) -> list[str]:
    return [token.text for token in _ANALYZERS[language](text, mode="query")]


@dataclass(frozen=True, slots=True)
class _Concept:
    """One word of a query: for each language the stems that stand for it, with how like they are."""

    stems: dict[str, dict[str, float]]

    def query(self) -> Any:
        """The best of the texts in which it stands counts, the others a little: a long case that repeats a word
        everywhere is not thereby a better answer."""
        terms = [
            wq.Term(f"{name}_{language}", stem, boost=weight * likeness)
            for language, stems in self.stems.items()
            for name, weight in TEXTS.items()
            for stem, likeness in stems.items()
        ]
        return wq.DisjunctionMax(terms, tiebreak=0.15)

    def likeness(self, found: dict[str, set[str]]) -> float:
        """How well it is met by the stems of a sentence, given for each language."""
        return max(
            (
                likeness
                for language, stems in self.stems.items()
                for stem, likeness in stems.items()
                if stem in found[language]
            ),
            default=0.0,
        )


class _Asked:
    """The words of a query, in the form in which they are indexed."""

    def __init__(self, text: str, synonyms: list[list[str]]) -> None:
        self.text = text
        self.concepts: list[_Concept] = []
        seen: set[str] = set()
        for word in (token.text for token in _WORDS(text)):
            stems = {language: _alike(word, language, synonyms) for language in LANGUAGES}
            if any(stems.values()) and word not in seen:
                seen.add(word)
                self.concepts.append(_Concept(stems))

    def words(self) -> Any:
        """Any of the words in any text; the more of them the better."""
        if not self.text.strip():
            return wq.Every()
        if not self.concepts:
            return wq.NullQuery
        return wq.Or([concept.query() for concept in self.concepts], scale=0.9)

    def best_sentence(self, sentences: list[tuple[str, str]]) -> tuple[str, str]:
        """The event and text of the sentence that meets most of the words; the first sentence where none does."""
        best, most = (sentences[0] if sentences else ("", "")), 0.0
        for event, text in sentences:
            found = {language: set(_stems(text, language)) for language in LANGUAGES}
            score = sum(concept.likeness(found) for concept in self.concepts)
            if score > most:
                best, most = (event, text), score
        return best


def _alike(word: str, language: str, synonyms: list[list[str]]) -> dict[str, float]:
    """The stems that stand for ``word`` in a language: its own, and those of its synonyms."""
    own = _stems(word, language)
    weights = dict.fromkeys(own, 1.0)
    for group in synonyms:
        members = {stem for each in group for stem in _stems(each, language)}
        if members & set(own):
            for member in members:
                weights.setdefault(member, _SYNONYM_WEIGHT)
    return weights


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
