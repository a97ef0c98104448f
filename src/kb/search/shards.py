"""The index of the site's search: small text files, of which a question needs a few.

`words/<letter>.txt` says for every word which stems stand for it and which groups of synonyms it belongs to;
`stems/<letter>-<number>.txt` in which cases a stem stands and what it counts there; `senses/<group>.txt` the same for a
whole group; `facets/<name>.txt` which cases have a value; `names/<name>.txt` by which stems a value is asked for.
`site/theme/assets/find-index.js` reads them.

What a stem counts in a case is reckoned here, by the weights of the terminal's search, so that the browser only adds
up. Cases are numbered in the order given. A list of numbers is written as gaps, in digits of 64.
"""

from __future__ import annotations

import math
import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property

from kb.corpus import Corpus
from kb.folding import fold
from kb.model import Case
from kb.search.documents import documents, facet_names
from kb.search.fields import BM25, FACETS
from kb.search.outcomes import called
from kb.search.whoosh_terms import LANGUAGES, WEIGHTS, WHOLE, stemmed

CHUNK = 12_000
"""About how many characters a file of stems holds; a stem that alone has more gets a file of its own."""
OTHER = "0"
"""Stands for every first letter that is not one of a to z."""
_LETTERS = (OTHER, *"abcdefghijklmnopqrstuvwxyz")
_WORD = re.compile(r"\w+")

Counts = Mapping[int, float]
"""What something counts in each of the cases, by their numbers."""


def letter(word: str) -> str:
    """The letter under which a word is filed."""
    return word[:1] if word[:1] in _LETTERS[1:] else OTHER


_folded = cache(fold)


def digits(number: int) -> str:
    """A number from 0 on, lowest digits first, each a character from "0" on; all but the last are raised by 32."""
    text = ""
    while number >= 32:
        text, number = text + chr(48 + 32 + number % 32), number // 32
    return text + chr(48 + number)


def gaps(numbers: Iterable[int]) -> Iterator[str]:
    """Rising numbers, each as its distance from the one before."""
    before = -1
    for number in numbers:
        yield digits(number - before - 1)
        before = number


def counted(counts: Counts) -> str:
    """The highest count, then for each case its gap and its share of that count in sixty-fourths."""
    if not counts:
        return ""
    most, numbers = max(counts.values()), sorted(counts)
    shares = (chr(48 + max(0, math.ceil(64 * counts[number] / most) - 1)) for number in numbers)
    return f"{most:.4g} " + "".join(map("".join, zip(gaps(numbers), shares, strict=True)))


@dataclass(slots=True)
class _Field:
    """A searchable text in one language: how often each stem stands in which case, and how long the texts are, one by
    one and together."""

    weight: float
    stems: dict[str, tuple[array[int], array[int]]] = field(default_factory=dict)
    lengths: dict[int, int] = field(default_factory=dict)
    length: int = 0

    def add(self, case: int, stems: Counter[str]) -> None:
        self.lengths[case] = stems.total()
        self.length += self.lengths[case]
        for stem, times in stems.items():
            cases, often = self.stems.setdefault(stem, (array("l"), array("l")))
            cases.append(case)
            often.append(times)

    def score(self, stem: str, whole: int) -> Iterator[tuple[int, float]]:
        """BM25, as the terminal's engine reckons it."""
        if stem not in self.stems:
            return
        cases, often = self.stems[stem]
        telling = self.weight * (math.log(whole / (len(cases) + 1)) + 1)
        for case, times in zip(cases, often, strict=True):
            held = BM25["K1"] * (1 - BM25["B"] + BM25["B"] * self.lengths[case] * whole / self.length)
            yield case, telling * times * (BM25["K1"] + 1) / (times + held)


class _Words:
    """Every word and stem of the cases."""

    def __init__(self, groups: Sequence[Sequence[str]]) -> None:
        self.whole = 0
        self.forms: Counter[str] = Counter()
        self.fields = {(name, language): _Field(weight) for name, weight in WEIGHTS.items() for language in LANGUAGES}
        self.groups = groups
        self._group_of: dict[tuple[str, str], list[int]] = defaultdict(list)
        for group, words in enumerate(groups):
            for language in LANGUAGES:
                for stem in {stem for word in words for stem in stemmed(word, language)}:
                    self._group_of[language, stem].append(group)

    def add(self, texts: Mapping[tuple[str, str], list[str]]) -> None:
        """Read the texts of the next case."""
        number, self.whole = self.whole, self.whole + 1
        seen: set[str] = set()
        whole: dict[str, Counter[str]] = {language: Counter() for language in LANGUAGES}
        for (name, language), passages in texts.items():
            words = _WORD.findall("\n".join(passages).lower())
            stems = Counter(stem for word in words for stem in stemmed(word, language))
            seen.update(words)
            whole[language].update(stems)
            if name in WEIGHTS:
                self.fields[name, language].add(number, stems)
        for language, stems in whole.items():
            self.fields[WHOLE, language].add(number, stems)
        self.forms.update(set(map(_folded, seen)))

    @cached_property
    def stems(self) -> list[str]:
        return sorted({stem for each in self.fields.values() for stem in each.stems})

    def counts(self, stem: str) -> dict[int, float]:
        """What a stem counts in each case that has it, in any text and language."""
        found: dict[int, float] = defaultdict(float)
        for each in self.fields.values():
            for case, score in each.score(stem, self.whole):
                found[case] += score
        return found

    def together(self, group: Sequence[str]) -> dict[int, float]:
        """The same of all words of a group of synonyms."""
        stems = {stem for word in group for language in LANGUAGES for stem in stemmed(word, language)}
        found: dict[int, float] = defaultdict(float)
        for stem in stems:
            for case, score in self.counts(stem).items():
                found[case] += score
        return found

    def senses(self, form: str) -> list[int]:
        """The groups of synonyms that a word belongs to."""
        found = (self._group_of.get((each, stem), []) for each in LANGUAGES for stem in stemmed(form, each))
        return sorted({group for groups in found for group in groups})


def shards(corpus: Corpus, cases: Sequence[Case]) -> dict[str, str]:
    """The files of the index of ``cases`` by their names."""
    words = _Words(corpus.vocabulary.synonyms)
    shown = (facet.name for facet in FACETS if facet.shown)
    facets: dict[str, dict[str, list[int]]] = {name: {} for name in (*shown, "pair")}
    for number, case in enumerate(cases):
        document = next(documents(corpus, [case]))
        words.add(document.texts)
        pairs = tuple(f"{use.tactic}/{use.effect.value}" for use in corpus.uses_in(case) if use.move)
        for name, values in facets.items():
            for value in dict.fromkeys(map(str, pairs if name == "pair" else document.facets[name])):
                values.setdefault(value, []).append(number)
    starts, found = _stems(words)
    found |= {f"words/{first}.txt": text for first, text in _forms(words, starts).items()}
    for number, group in enumerate(words.groups):
        found[f"senses/{number}.txt"] = f"{' '.join(_spellings(group))}\n{counted(words.together(group))}\n"
    for name, values in facets.items():
        lines = (f"{value} {''.join(gaps(numbers))}\n" for value, numbers in sorted(values.items()))
        found[f"facets/{name}.txt"] = "".join(lines)
    for facet, named in called(facet_names(corpus)).items():
        lines = (f"{value}\t{','.join(names)}\n" for value, names in named.items())
        found[f"names/{facet}.txt"] = "".join(lines)
    return found


def _stems(words: _Words) -> tuple[Mapping[str, list[str]], dict[str, str]]:
    """For each letter the first stem of each of its files; and the files."""
    starts: dict[str, list[str]] = {first: [] for first in _LETTERS}
    files: dict[str, list[str]] = {}
    sizes: Counter[str] = Counter()
    for stem in words.stems:
        first, line = letter(stem), f"{stem} {counted(words.counts(stem))}\n"
        name = f"stems/{first}-{len(starts[first]) - 1}.txt"
        if name not in files or sizes[name] + len(line) > CHUNK:
            name = f"stems/{first}-{len(starts[first])}.txt"
            starts[first].append(stem)
        files.setdefault(name, []).append(line)
        sizes[name] += len(line)
    return starts, {name: "".join(lines) for name, lines in files.items()}


def _forms(words: _Words, starts: Mapping[str, list[str]]) -> dict[str, str]:
    """For each letter the first stem of each file of stems, then a line for each word: the word, in how many cases it
    stands, its stems and its groups of synonyms, with tabs between."""
    known = set(words.stems)
    alike = {fold(word) for group in words.groups for word in group}
    lines: dict[str, list[str]] = {first: [f"{' '.join(starts[first])}\n"] for first in _LETTERS}
    for form in sorted(alike | words.forms.keys()):
        stems = [stem for language in LANGUAGES for stem in stemmed(form, language) if stem in known]
        groups = words.senses(form)
        if stems or groups:
            parts = (form, str(words.forms[form]), " ".join(dict.fromkeys(stems)), " ".join(map(str, groups)))
            lines[letter(form)].append("\t".join(parts) + "\n")
    return {first: "".join(each) for first, each in lines.items()}


def _spellings(group: Sequence[str]) -> list[str]:
    """What a word of a text may be, or begin with, to mean the group: its words and their stems, folded."""
    stems = {stem for word in group for language in LANGUAGES for stem in stemmed(word, language)}
    return sorted(stems | {fold(word) for word in group})
