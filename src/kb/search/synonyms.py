"""Words of like sense for the site's search, from the groups of the vocabulary.

Pagefind knows no synonyms: each page carries, for every group of which its case has a word, a word that stands for the
group, and the search page asks for that beside the word that was typed.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from kb.corpus import Corpus
from kb.folding import fold
from kb.model import Case
from kb.search.documents import documents
from kb.search.whoosh_terms import LANGUAGES, stemmed

_MOST = 6
"""How often the word of a group is repeated at most: the fourth laptop says little that the third did not."""
_WORD = re.compile(r"\w+")


def sense_word(group: int) -> str:
    """The word that stands for a group; no text has it. `site/theme/assets/find-index.js` makes the same."""
    return f"kbsense{group:03d}"


@cache
def _numbers(groups: tuple[tuple[str, ...], ...]) -> dict[tuple[str, str], list[int]]:
    """For each language and stem the numbers of its groups."""
    found: dict[tuple[str, str], list[int]] = {}
    for number, group in enumerate(groups):
        for language in LANGUAGES:
            for stem in {stem for word in group for stem in stemmed(word, language)}:
                found.setdefault((language, stem), []).append(number)
    return found


def sense_words(corpus: Corpus, case: Case) -> list[str]:
    """The words for the groups that the texts of ``case`` touch, each as often as they do, within bounds."""
    numbers = _numbers(corpus.vocabulary.synonyms)
    counted: Counter[int] = Counter()
    document = next(documents(corpus, [case]))
    for (_, language), passages in document.texts.items():
        for word in _WORD.findall("\n".join(passages).lower()):
            for stem in stemmed(word, language):
                counted.update(numbers.get((language, stem), ()))
    return [sense_word(number) for number, count in sorted(counted.items()) for _ in range(min(count, _MOST))]


def spellings(corpus: Corpus) -> list[list[str]]:
    """For each group what a typed word may be, or start with, to mean it: its words and their stems, folded."""
    return [
        sorted(
            {fold(word) for word in group}
            | {stem for word in group for each in LANGUAGES for stem in stemmed(word, each)}
        )
        for group in corpus.vocabulary.synonyms
    ]


def words_by_letter(corpus: Corpus) -> dict[str, str]:
    """Every word of the public cases, folded, in a text for each first letter: a line each, with the number of cases
    that have it. The search page looks there for what a misspelt word may mean."""
    cases: Counter[str] = Counter()
    for document in documents(corpus, corpus.public):
        if document.kind == "case":
            text = "\n".join(passage for passages in document.texts.values() for passage in passages)
            cases.update({fold(word) for word in _WORD.findall(text)})
    found: dict[str, list[str]] = {}
    for word, count in sorted(cases.items()):
        if word.isascii() and word[:1].isalpha() and len(word) > 2:
            found.setdefault(word[0], []).append(f"{word} {count}\n")
    return {letter: "".join(lines) for letter, lines in found.items()}
