"""Questions that name a tactic and how it went."""

from __future__ import annotations

import pytest
from casebooks import ROOT

from kb.loading import load
from kb.project import Project
from kb.search.library import Library
from kb.search.outcomes import NEGATIONS, called, pairs_named
from kb.search.query import Query, parse
from kb.search.whoosh_terms import stemmed

NAMES = called(
    {
        "tactic": {"apology": ["apology", "sorry", "excuses"], "denial": ["denial", "no crisis", "pas de crise"]},
        "effect": {"worked": ["worked", "marché"], "none": ["no effect", "sans effet"]},
    }
)


def said(text: str) -> set[str]:
    return {stem for language in ("en", "fr") for stem in stemmed(text, language)} | set(text.split()) & NEGATIONS


def test_a_tactic_and_its_effect_go_together() -> None:
    assert pairs_named(said("apologies that worked"), NAMES) == ["apology/worked"]
    assert pairs_named(said("une excuse qui a marche"), NAMES) == ["apology/worked"]


def test_one_alone_asks_for_no_pair() -> None:
    assert pairs_named(said("apologies"), NAMES) == []
    assert pairs_named(said("what worked"), NAMES) == []


def test_a_name_that_denies_stands_only_where_the_question_denies() -> None:
    assert pairs_named(said("la crise a marche"), NAMES) == []
    assert pairs_named(said("pas de crise et cela a marche"), NAMES) == ["denial/worked"]


@pytest.mark.parametrize(
    ("question", "pair"),
    [
        ("apology that backfired", "apology/backfired"),
        ("excuses qui ont marché", "apology/worked"),
        ("apolgy that worked", "apology/worked"),
        ("legal threat that made it worse", "legal-threat/backfired"),
        ("menace juridique qui a aggravé les choses", "legal-threat/backfired"),
    ],
)
def test_the_first_case_has_a_move_that_went_so(
    question: str, pair: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = tmp_path_factory.mktemp("outcomes")
    for name in ("cases", "taxonomy"):
        (root / name).symlink_to(ROOT / name)
    corpus = load(Project(root)).corpus
    first = Library(Project(root)).search(Query(parse(question, set()).terms), [].append).hits[0].stored["id"]
    assert pair in {f"{use.tactic}/{use.effect.value}" for use in corpus.uses_in(corpus.cases[first])}
