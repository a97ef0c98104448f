"""The index of the site's search: what is in its files. `tests/browser/test_find.py` asks it."""

from __future__ import annotations

import re

import pytest
from casebooks import ROOT
from hypothesis import given
from hypothesis import strategies as st

from kb.corpus import Corpus
from kb.folding import fold
from kb.loading import load
from kb.project import Project
from kb.search.documents import documents, facet_values
from kb.search.fields import FACETS
from kb.search.shards import CHUNK, counted, gaps, letter, shards
from kb.search.stops import STOPS

Files = dict[str, str]


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    return load(Project(ROOT), check=False).corpus


@pytest.fixture(scope="session")
def files(corpus: Corpus) -> Files:
    return shards(corpus, corpus.public)


def numbers(text: str, marked: bool = False) -> list[tuple[int, int]]:
    """Each number of a list with the share that follows it, read as `find-index.js` reads it."""
    found, number, place = [], -1, 0
    while place < len(text):
        gap, scale = 0, 1
        while True:
            digit = ord(text[place]) - 48
            place, gap, scale = place + 1, gap + digit % 32 * scale, scale * 32
            if digit < 32:
                break
        number += gap + 1
        found.append((number, ord(text[place]) - 47 if marked else 0))
        place += marked
    return found


def entry(files: Files, word: str) -> tuple[int, list[str], list[str]]:
    """In how many cases a word stands, its stems and its groups."""
    for line in files[f"words/{letter(word)}.txt"].split("\n")[1:-1]:
        form, cases, stems, groups = line.split("\t")
        if form == word:
            return int(cases), stems.split(), groups.split()
    raise KeyError(word)


def standing(files: Files, stem: str) -> dict[int, float]:
    """The cases of a stem with what it counts there, its file found as a browser finds it."""
    starts = files[f"words/{letter(stem)}.txt"].split("\n", 1)[0].split(" ")
    number = max(place for place, start in enumerate(starts) if start <= stem)
    for line in files[f"stems/{letter(stem)}-{number}.txt"].splitlines():
        name, most, found = line.split(" ")
        if name == stem:
            return {case: float(most) * share / 64 for case, share in numbers(found, marked=True)}
    raise KeyError(stem)


@given(st.sets(st.integers(0, 2_000_000), min_size=1))
def test_a_list_of_numbers_comes_back(asked: set[int]) -> None:
    written = "".join(gaps(sorted(asked)))
    assert [number for number, _ in numbers(written)] == sorted(asked)
    assert re.fullmatch(r"[0-o]+", written)


@given(st.dictionaries(st.integers(0, 50_000), st.floats(0.001, 1000), min_size=1))
def test_what_a_stem_counts_comes_back_to_a_sixty_fourth(asked: dict[int, float]) -> None:
    most, written = counted(asked).split(" ")
    found = {number: float(most) * share / 64 for number, share in numbers(written, marked=True)}
    assert found.keys() == asked.keys()
    highest = max(asked.values())
    assert all(abs(found[each] - asked[each]) <= highest / 60 for each in asked)
    assert all(each > 0 for each in found.values())


def test_each_word_of_a_case_leads_to_it(corpus: Corpus, files: Files) -> None:
    looked = 0
    for number, case in enumerate(corpus.public[:5]):
        texts = next(documents(corpus, [case])).texts
        words = {fold(word) for passages in texts.values() for word in re.findall(r"\w+", " ".join(passages))}
        for word in sorted(words)[::40]:
            if word in STOPS or len(word) < 2:
                continue
            _, stems, _ = entry(files, word)
            assert any(number in standing(files, stem) for stem in stems), word
            looked += 1
    assert looked > 50


def test_a_word_in_fewer_cases_and_in_the_title_counts_more(corpus: Corpus, files: Files) -> None:
    place = {case.id: number for number, case in enumerate(corpus.public)}
    nestle, palm = place["2010-nestle-palm-oil"], standing(files, "palm")
    assert max(palm, key=lambda each: palm[each]) == nestle
    assert palm[nestle] > standing(files, "page")[nestle]


def test_words_of_like_sense_stand_together(corpus: Corpus, files: Files) -> None:
    shared = set(entry(files, "boss")[2]) & set(entry(files, "patron")[2])
    assert shared
    like, found = files[f"senses/{min(shared)}.txt"].splitlines()
    assert {"boss", "patron", "ceo"} <= set(like.split())
    both = {number for number, _ in numbers(found.split(" ")[1], marked=True)}
    assert both >= standing(files, "boss").keys()


def test_a_facet_lists_the_cases_that_have_its_values(corpus: Corpus, files: Files) -> None:
    values = [facet_values(corpus, case) for case in corpus.public]
    for facet in (each.name for each in FACETS if each.shown):
        listed = dict(line.split(" ") for line in files[f"facets/{facet}.txt"].splitlines())
        assert {value: [number for number, _ in numbers(found)] for value, found in listed.items()} == {
            value: [number for number, has in enumerate(values) if value in map(str, has[facet])] for value in listed
        }
        assert set(listed) == {str(value) for each in values for value in each[facet]}


def test_a_file_of_stems_stays_small(files: Files) -> None:
    stems = {name: text for name, text in files.items() if name.startswith("stems/")}
    assert len(stems) > 20
    assert all(len(text) <= CHUNK or text.count("\n") == 1 for text in stems.values())


def test_every_letter_has_its_file(files: Files) -> None:
    assert {f"words/{each}.txt" for each in "0abcdefghijklmnopqrstuvwxyz"} <= files.keys()
