"""What is computed from a timeline."""

from __future__ import annotations

from pathlib import Path

from casebooks import Spoil

from kb.corpus import Corpus, Measures
from kb.dates import Elapsed, Precision
from kb.loading import load
from kb.model import Effect, Stance
from kb.project import Project
from kb.wording import Wording


def measures(corpus: Corpus, case: str = "2020-lamp-recall") -> Measures:
    return corpus.measures(corpus.cases[case])


def test_times_run_from_the_first_complaint(casebook: Project) -> None:
    found = measures(load(casebook).corpus)
    assert found.onset.id == "picture"
    assert found.first_response is not None
    assert found.first_response.id == "answer"
    assert found.time_to_first_response == Elapsed(165, Precision.MINUTE)
    assert (found.peak.id, found.time_to_peak) == ("article", Elapsed(1, Precision.DAY))
    assert found.duration == Elapsed(8, Precision.DAY)


def test_silence_is_no_response(casebook: Project) -> None:
    found = measures(load(casebook).corpus, "2021-bakery-silence")
    assert found.first_response is None
    assert Wording().first_response(found.time_to_first_response, found.responded_first) == "not documented"


def test_a_response_may_come_before_the_first_complaint(spoil: Spoil) -> None:
    corpus = spoil(("    level: 1\n    tactics: [screenshot-relay]", "    level: 0\n    tactics: [screenshot-relay]"),
                   ("    level: 1\n    tactics: [apology]", "    level: 0\n    tactics: [apology]")).corpus  # fmt: skip
    found = measures(corpus)
    assert found.onset.id == "article"
    assert Wording().first_response(found.time_to_first_response, found.responded_first) == "before the first complaint"


def test_copies_of_one_origin_count_once(spoil: Spoil) -> None:
    assert measures(spoil().corpus).independent_sources == 2
    assert (
        measures(spoil(("    kind: primary", "    kind: primary\n    origin: gazette")).corpus).independent_sources == 1
    )


def test_tactics_and_lessons_lead_back_to_their_cases(casebook: Project) -> None:
    corpus = load(casebook).corpus
    (use,) = corpus.uses("apology")
    assert (use.case.id, use.event.id, use.effect) == ("2020-lamp-recall", "answer", Effect.WORKED)
    assert [each.case.id for each in corpus.evidence("answer-early", Stance.SUPPORTS)] == [
        "2021-bakery-silence",
        "2020-lamp-recall",
    ]
    assert corpus.evidence("answer-early", Stance.CONTRADICTS) == ()


def test_a_withdrawn_case_is_in_no_list(spoil: Spoil) -> None:
    corpus = spoil(("status: reviewed", "status: withdrawn\nstatus_reason: The source was withdrawn.")).corpus
    assert "2020-lamp-recall" in corpus.cases
    assert [case.id for case in corpus.published] == ["2021-bakery-silence"]
    assert corpus.uses("apology") == ()


def test_similar_cases_say_why(casebook: Project, lamp: Path) -> None:
    twin = (
        lamp.read_text().replace("id: 2020-lamp-recall", "id: 2020-twin").replace("effect: worked", "effect: backfired")
    )
    (casebook.cases / "2020-twin.yml").write_text(twin)
    corpus = load(casebook).corpus
    (first, *_) = corpus.similar(corpus.cases["2020-twin"])
    assert first.case.id == "2020-lamp-recall"
    assert first.same_type
    assert first.tactics == ("apology",)
    assert first.better_with == ("apology",)
