"""Finding cases in the terminal's index."""

from __future__ import annotations

import gc
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from casebooks import ROOT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.project import Project
from kb.search.library import Library
from kb.search.query import Query, Range, Results, Term, TermKind, parse, parse_duration, parse_range
from kb.search.whoosh_engine import WhooshIndex
from kb.search.whoosh_terms import ANALYZERS, LANGUAGES, stemmed


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def library(casebook: Project) -> Library:
    return Library(casebook)


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> Library:
    root = tmp_path_factory.mktemp("search")
    for name in ("cases", "taxonomy"):
        (root / name).symlink_to(ROOT / name)
    return Library(Project(root))


def ask(library: Library, query: Query | str, told: list[str] | None = None) -> Results:
    asked = Query(parse(query, set()).terms) if isinstance(query, str) else query
    return library.search(asked, (told if told is not None else []).append)


def ids(results: Results) -> list[str]:
    return [hit.stored["id"] for hit in results.hits]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("nude photo apology", "2012-la-redoute-bather"),
        ("homme nu", "2012-la-redoute-bather"),
        ("huile de palme", "2010-nestle-palm-oil"),
        ("greenpeace kitkat", "2010-nestle-palm-oil"),
        ("blogger legal threat", "2014-expatriate-guide-blogger"),
        ("sexisme bodies", "2011-petit-bateau-bodysuits"),
        ("free mobile insult", "2014-free-mobile-insult"),
    ],
)
def test_words_lead_to_the_case_they_mean(real: Library, words: str, first: str) -> None:
    assert ids(ask(real, words))[0] == first


def test_an_english_case_is_found_by_a_french_alias(real: Library) -> None:
    assert {"2012-la-redoute-laptop", "2025-mediaworld-ipad"} == set(ids(ask(real, "erreur de prix"))[:2])


def test_accents_and_endings_do_not_matter(real: Library) -> None:
    assert ids(ask(real, "excusé")) == ids(ask(real, "excuses")) != []


def test_the_sentence_that_matched_is_shown_with_its_moment(library: Library) -> None:
    (hit, *_) = ask(library, "burnt lampshade").hits
    assert hit.snippet == "A customer posts a picture of a burnt lampshade."
    assert hit.event == "picture"


def test_filters_narrow(library: Library) -> None:
    assert ids(ask(library, Query(values={"tactic": ("apology",)}))) == ["2020-lamp-recall"]
    assert ids(ask(library, Query(values={"platform": ("press",)}))) == ["2021-bakery-silence"]
    assert ids(ask(library, Query(values={"country": ("FR", "GB")}))) != []
    assert ids(ask(library, Query(ranges={"year": Range(2021, None)}))) == ["2021-bakery-silence"]
    assert ids(ask(library, Query(ranges={"level": Range(5, None)}))) == []
    assert ids(ask(library, Query((Term("cake"),), values={"sector": ("consumer-goods",)}))) == []


def test_a_tactic_and_an_effect_belong_to_one_move(library: Library) -> None:
    assert ids(ask(library, Query(values={"tactic": ("apology",), "effect": ("worked",)}))) == ["2020-lamp-recall"]
    assert ids(ask(library, Query(values={"tactic": ("apology",), "effect": ("backfired",)}))) == []
    assert ids(ask(library, Query(values={"effect": ("backfired",)}))) == ["2021-bakery-silence"]


def test_moves_are_found_too(library: Library) -> None:
    (hit,) = ask(library, Query(values={"tactic": ("silence",)}, kind="move")).hits
    assert (hit.stored["event"], hit.stored["effect"]) == ("nothing", "backfired")


def test_an_edit_is_found_without_being_asked_for(library: Library, lamp: Path, told: list[str]) -> None:
    assert ids(ask(library, "zeppelin", told)) == []
    lamp.write_text(lamp.read_text().replace("burnt lampshade", "burnt zeppelin"))
    assert ids(ask(library, "zeppelin", told)) == ["2020-lamp-recall"]
    assert told == ["building the index: no index yet"]


def test_a_removed_case_is_no_longer_found(library: Library, lamp: Path) -> None:
    assert ids(ask(library, "lampshade")) == ["2020-lamp-recall"]
    lamp.unlink()
    assert ids(ask(library, "lampshade")) == []


def test_a_new_case_costs_no_rebuild(library: Library, lamp: Path, told: list[str]) -> None:
    ask(library, "lampshade", told)
    (lamp.parent / "2020-twin.yml").write_text(lamp.read_text().replace("id: 2020-lamp-recall", "id: 2020-twin"))
    assert sorted(ids(ask(library, "lampshade", told))) == ["2020-lamp-recall", "2020-twin"]
    assert len(told) == 1


def test_a_change_of_the_taxonomy_rebuilds(library: Library, casebook: Project, told: list[str]) -> None:
    ask(library, "x", told)
    tactic = casebook.tactics / "apology.yml"
    tactic.write_text(tactic.read_text().replace("[sorry]", "[sorry, canossa]"))
    assert ids(ask(library, "canossa", told)) == ["2020-lamp-recall"]
    assert told[-1] == "building the index: the taxonomy changed"


def test_a_broken_case_is_left_out_and_named(library: Library, lamp: Path) -> None:
    lamp.write_text(lamp.read_text().replace("tactics: [apology]", "tactics: [apolgy]"))
    assert library.refresh(print).skipped == ("cases/2020-lamp-recall.yml",)
    assert ids(ask(library, "lampshade")) == []


@pytest.fixture
def swept() -> Iterator[None]:
    """Whoosh leaves a file open when it cannot read it: let the warning come while this test forgives it."""
    yield
    gc.collect()


forgiven = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")


@forgiven
@pytest.mark.usefixtures("swept")
@pytest.mark.parametrize("damage", ["truncate", "garbage", "empty", "other"])
def test_a_folder_that_is_no_index_is_rebuilt_and_said(
    library: Library, casebook: Project, told: list[str], damage: str
) -> None:
    ask(library, "lampshade")
    for file in casebook.index.iterdir():
        match damage:
            case "truncate":
                file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
            case "garbage":
                file.write_bytes(b"\x00\xff" * 100)
            case "empty":
                file.write_bytes(b"")
            case "other":
                file.unlink()
                (casebook.index / "letter.txt").write_text("Dear reader")
    assert ids(ask(library, "lampshade", told)) == ["2020-lamp-recall"]
    assert len(told) == 1
    assert told[0].startswith("building the index: the index could not be used")


@forgiven
@pytest.mark.usefixtures("swept")
def test_damage_that_shows_only_in_use_is_mended(library: Library, casebook: Project, told: list[str]) -> None:
    ask(library, "lampshade")
    for file in casebook.index.glob("*.seg"):
        content = bytearray(file.read_bytes())
        content[: len(content) // 2] = b"\xff" * (len(content) // 2)
        file.write_bytes(content)
    assert ids(ask(library, "lampshade", told)) == ["2020-lamp-recall"]
    assert len(told) == 1


def test_an_index_of_another_version_is_rebuilt(library: Library, casebook: Project, told: list[str]) -> None:
    ask(library, "lampshade")
    WhooshIndex.open(casebook.index).write([], {"version": "0"})
    assert ids(ask(library, "lampshade", told)) == ["2020-lamp-recall"]
    assert told == ["building the index: the index could not be used (of another version)"]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("2012", Range(2012, 2012)),
        ("2010..2014", Range(2010, 2014)),
        ("2010..", Range(2010, None)),
        ("..2014", Range(None, 2014)),
        ("3+", Range(3, None)),
    ],
)
def test_ranges_are_read(text: str, asked: Range) -> None:
    assert parse_range(text) == asked


@pytest.mark.parametrize("text", ["", "..", "+", "a", "2014..2010", "3+5", "+3", "1-2"])
def test_other_ranges_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="`"):
        parse_range(text)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.text(max_size=60))
def test_any_words_may_be_asked(real: Library, words: str) -> None:
    assert ask(real, words).total >= 0


@pytest.mark.parametrize(
    "words", ["laptop -price", "the price of a laptop -apology", "-facebook", "lap*", '"price error"']
)
@pytest.mark.parametrize("sort", ["relevance", "level"])
def test_the_total_is_the_number_of_results(real: Library, words: str, sort: str) -> None:
    found = ask(real, Query(parse(words, set()).terms, sort=sort, limit=None))
    assert found.total == len(found.hits) > 0


def test_a_filter_that_nothing_meets_leaves_nothing(real: Library) -> None:
    found = ask(real, Query(parse("apology", set()).terms, ranges={"year": Range(1900, 1901)}))
    assert (found.total, found.hits) == (0, [])


WORDS = ["The", "price", "Prix", "l'été", "où", "vêtements", "n°", "ERREUR", "errors", "œuvre", "naïve", "İ", "ß", "a"]


@pytest.mark.parametrize("language", LANGUAGES)
@given(words=st.lists(st.sampled_from(WORDS) | st.text(max_size=9)))
def test_a_text_is_indexed_as_whoosh_analyses_it(language: str, words: list[str]) -> None:
    text = " ".join(["vêtements", *words])
    stems = [token.text for token in ANALYZERS[language](text)]
    assert stemmed(text, language) == stems != []


FIELDS = {"tactic", "effect", "year"}


@pytest.mark.parametrize(
    ("text", "terms", "fields", "ignored"),
    [
        ("price error", (Term("price"), Term("error")), (), ()),
        ('"price error"', (Term("price error", TermKind.PHRASE),), (), ()),
        ("-facebook delet*", (Term("facebook", excluded=True), Term("delet", TermKind.PREFIX)), (), ()),
        ("tactic:apology effect:backfired", (), (("tactic", "apology"), ("effect", "backfired")), ()),
        ('tactic:"mea culpa" x', (Term("x"),), (("tactic", "mea culpa"),), ()),
        ("colour:red", (Term("colour"), Term("red")), (), ()),
        ("l'erreur mea-culpa", (Term("l"), Term("erreur"), Term("mea"), Term("culpa")), (), ()),
        ('" -" AND ((', (Term("AND"),), (), ("((",)),
        ("🔥 help", (Term("help"),), (), ("🔥",)),
        ("", (), (), ()),
    ],
)
def test_a_question_is_read_as_people_write(text: str, terms: object, fields: object, ignored: object) -> None:
    parsed = parse(text, FIELDS)
    assert (parsed.terms, parsed.fields, parsed.ignored) == (terms, fields, ignored)


@given(st.text(max_size=80))
def test_any_question_is_read(text: str) -> None:
    for term in parse(text, FIELDS).terms:
        assert term.text


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("<2h", Range(0, 119)),
        ("<=30min", Range(0, 30)),
        ("2h", Range(0, 120)),
        (">1d", Range(1441, None)),
        (">= 5 m", Range(5, None)),
    ],
)
def test_times_are_read(text: str, asked: Range) -> None:
    assert parse_duration(text) == asked


@pytest.mark.parametrize("text", ["", "h", "2", "2 weeks", "=2h", "-2h"])
def test_other_times_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a time"):
        parse_duration(text)


def test_phrases_stand_together_and_exclusions_are_left_out(library: Library) -> None:
    assert ids(ask(library, '"burnt lampshade"')) == ["2020-lamp-recall"]
    assert ids(ask(library, '"lampshade burnt picture posts"')) == []
    assert ids(ask(library, "visitors lampshade -lampshade")) == ["2021-bakery-silence"]
    assert ids(ask(library, "lampsh*")) == ["2020-lamp-recall"]


def test_a_misspelt_word_is_mended_and_said(library: Library) -> None:
    results = ask(library, "lampshabe")
    assert ids(results) == ["2020-lamp-recall"]
    assert list(results.corrections) == ["lampshabe"]


def test_the_words_that_matched_are_marked(library: Library) -> None:
    (hit, *_) = ask(library, "lampshades").hits
    assert [hit.snippet[start:end] for start, end in hit.marks] == ["lampshade"]


def test_facets_count_the_results(library: Library) -> None:
    results = ask(library, Query(values={"tactic": ("apology", "silence")}, all_tactics=False, facets=True))
    assert results.total == 2
    assert results.facets["country"] == {"FR": 1, "GB": 1}
    assert results.facets["effect"]["worked"] == 1


def test_results_are_sorted(library: Library) -> None:
    newest = ids(ask(library, Query(sort="date")))
    assert newest == ["2021-bakery-silence", "2020-lamp-recall"]
    assert ids(ask(library, Query(ranges={"first_response": parse_duration("<3h")}))) == ["2020-lamp-recall"]


BUILD = "import sys; from pathlib import Path; from kb.project import Project; from kb.search.library import Library; Library(Project(Path(sys.argv[1]))).refresh(print, full=True)"


def many(casebook: Project, lamp: Path, count: int) -> None:
    for number in range(count):
        text = lamp.read_text().replace("id: 2020-lamp-recall", f"id: 2020-copy-{number}")
        (casebook.cases / f"2020-copy-{number}.yml").write_text(text)


@pytest.mark.parametrize("delay", [0.5, 0.7, 0.9, 1.2, 1.6])
def test_a_build_killed_at_any_moment_leaves_an_index_that_answers(casebook: Project, lamp: Path, delay: float) -> None:
    library = Library(casebook)
    assert ids(ask(library, "lampshade")) == ["2020-lamp-recall"]
    many(casebook, lamp, 150)
    build = subprocess.Popen([sys.executable, "-c", BUILD, str(casebook.root)], stdout=subprocess.DEVNULL)
    time.sleep(delay)
    build.kill()
    build.wait()
    assert WhooshIndex.open(casebook.index).search(Query(parse("lampshade", set()).terms)).total in (1, 151)
    assert ask(library, "lampshade").total == 151


def test_two_builds_at_once_and_a_search_meanwhile_agree(casebook: Project, lamp: Path) -> None:
    ask(Library(casebook), "lampshade")
    many(casebook, lamp, 60)
    builds = [
        subprocess.Popen([sys.executable, "-c", BUILD, str(casebook.root)], stdout=subprocess.DEVNULL) for _ in range(2)
    ]
    seen = set()
    while any(build.poll() is None for build in builds):
        seen.add(WhooshIndex.open(casebook.index).search(Query(parse("lampshade", set()).terms)).total)
    assert [build.returncode for build in builds] == [0, 0]
    assert seen <= {1, 61}
    assert ask(Library(casebook), "lampshade").total == 61
