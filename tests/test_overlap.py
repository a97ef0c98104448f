"""Own words: what a case shares with the text of a source."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from casebooks import ROOT, VALID
from hypothesis import given
from hypothesis import strategies as st
from test_cli import run

from kb import source as yaml_text
from kb.model import Case, passages, read
from kb.overlap import runs, text_of
from kb.project import Project

LAMP = read(Case, yaml_text.load(VALID / "cases" / "2020-lamp-recall.yml").data or {})[0]
SAID = "Lumen apologises and says that the lamp will be taken back."


def found(source: str, least: int = 8) -> list[str]:
    return [each.text for each in runs(passages(LAMP), source, least)]


def test_a_sentence_of_the_source_is_found_whatever_its_accents_case_and_punctuation() -> None:
    source = f"We read: “{SAID.upper()}” Then…"
    assert found(source) == [SAID.rstrip(".")]
    assert found("lumen; apologises — and says,\nthât the lamp\nwill be taken back") == [SAID.rstrip(".")]


def test_a_shorter_run_is_left_unless_asked_for() -> None:
    source = "It is said that the lamp will be taken."
    assert found(source) == []
    assert found(source, 5) == ["that the lamp will be taken"]


def test_the_longest_comes_first() -> None:
    source = f"{SAID} He wrote: a customer posts a picture of a burnt lampshade."
    counted = [each.words for each in runs(passages(LAMP), source, 5)]
    assert counted == sorted(counted, reverse=True)
    assert len(counted) >= 2


def test_names_and_figures_alone_do_not_count() -> None:
    case = LAMP.model_copy(update={"headline": "In 2012 the Big Red Lamp Company of Greater London sold 12 400."})
    assert [each.text for each in runs(passages(case), "Big Red Lamp Company of Greater London sold 12 400", 3)] == []
    assert runs(passages(case), "Big Red Lamp Company of Greater London sold 12 400", 2)


def test_what_is_quoted_is_meant_to_agree() -> None:
    words = "the lamp was never meant to burn for hours on end"
    case = LAMP.model_copy(update={"headline": f"The maker said: “{words}”."})
    assert runs(passages(case), words, 5) == []
    assert runs(passages(LAMP.model_copy(update={"headline": words})), words, 5)


def test_titles_of_sources_and_replies_are_not_held_against_the_case() -> None:
    assert found("A lamp gets too hot", 3) == []


def test_a_page_is_read_without_its_tags() -> None:
    page = f"<p>Lumen <b>apologises</b> and says<script>var x</script> that the lamp will be &quot;taken back&quot;</p>{'<' * 9}"
    assert found(text_of(page)) == [SAID.rstrip(".")]


@given(st.text(), st.integers(1, 12))
def test_any_text_can_be_given_and_every_run_stands_in_the_case(source: str, least: int) -> None:
    for each in runs(passages(LAMP), f"{source} {SAID} {source}", least):
        assert each.text in each.passage.text
        assert each.words >= least


@given(st.integers(0, 20), st.integers(4, 15))
def test_any_long_enough_piece_of_the_case_is_found(start: int, length: int) -> None:
    words = f"{LAMP.summary} {LAMP.summary}".lower().split()[start : start + length]
    own = LAMP.model_copy(update={"headline": " ".join(words)})
    shared = runs(passages(own), " ".join(words), 1)
    assert any(each.passage.path == ("headline",) for each in shared)


def test_the_command_names_the_place_and_fails(casebook: Project, tmp_path: Path) -> None:
    source = tmp_path / "source.txt"
    source.write_text(f"… {SAID}")
    ran = run("overlap", "2020-lamp-recall", "--against", str(source), root=casebook.root)
    assert ran.status == 1
    assert ran.out == f"cases/2020-lamp-recall.yml:47:11: 11 words: {SAID.rstrip('.')}\n"
    assert "1 run of 8 words or more" in ran.err
    given = run("overlap", "2020-lamp-recall", "--against", str(source), "--format", "json", root=casebook.root)
    assert json.loads(given.out)["runs"][0]["line"] == 47


def test_several_sources_are_told_apart(casebook: Project, tmp_path: Path) -> None:
    one, two = tmp_path / "one.txt", tmp_path / "two.txt"
    one.write_text("Something else altogether.")
    two.write_text(SAID)
    ran = run("overlap", "2020-lamp-recall", "--against", str(one), "--against", str(two), root=casebook.root)
    assert ran.status == 1
    assert ran.out.endswith(f" (in {two})\n")
    assert ran.out.count("\n") == 1


def test_a_translation_is_held_against_the_source_too(casebook: Project, tmp_path: Path) -> None:
    shutil.copy(ROOT / "tests" / "corpus" / "translation" / "2020-lamp-recall.fr.yml", casebook.cases)
    source = tmp_path / "source.html"
    source.write_text(
        "<p>Lumen PRÉSENTE ses excuses et annonce que <b>la lampe</b> sera reprise&nbsp;; voilà tout.</p>"
    )
    ran = run("overlap", "2020-lamp-recall", "--against", str(source), root=casebook.root)
    words = "Lumen présente ses excuses et annonce que la lampe sera reprise"
    assert (ran.status, ran.out) == (1, f"cases/2020-lamp-recall.fr.yml:30:11: 11 words: {words}\n")


def test_own_words_pass(casebook: Project, tmp_path: Path) -> None:
    source = tmp_path / "source.txt"
    source.write_text("Something else altogether.")
    ran = run("overlap", "2020-lamp-recall", "--against", str(source), root=casebook.root)
    assert (ran.status, ran.out) == (0, "")
    assert "no runs of 8 words" in ran.err
