"""The training pages as made from the casebook: what is cut where, which roads, which cards."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from casebooks import ROOT, Spoil

from kb.loading import load
from kb.model import Term, Vocabulary
from kb.project import Project
from kb.site.cards import deal, names
from kb.site.pages import render
from kb.site.training import Roads, glossary, plan, play_minutes, points, rest

CORPUS = load(Project(ROOT), check=False).corpus
PLAYED = [case for case in CORPUS.published if case.can_be_played]


@pytest.mark.parametrize("case", PLAYED, ids=lambda case: case.id)
def test_a_case_is_cut_at_its_decisions_without_loss_or_foresight(case) -> None:  # type: ignore[no-untyped-def]
    cut = points(case)
    assert [event for point in cut for event in (*point.new, *point.inbox)] + list(rest(case)) == list(case.timeline)
    for point in cut:
        assert point.now.id == point.decision.until
        assert [*point.seen, *point.new, *point.inbox] == list(case.timeline[: case.timeline.index(point.now) + 1])
        assert 1 <= len(point.inbox) <= 3


def test_two_decisions_at_one_moment_share_its_inbox(spoil: Spoil) -> None:
    case = spoil().corpus.cases["2020-lamp-recall"]
    twice = case.model_copy(update={"decisions": case.decisions * 2})
    one, two = points(twice)
    assert (one.now, one.inbox) == (two.now, two.inbox)


@pytest.mark.parametrize("case", PLAYED, ids=lambda case: case.id)
def test_other_roads_were_really_taken_by_organisations(case) -> None:  # type: ignore[no-untyped-def]
    roads = Roads(CORPUS)
    for tactic in {option.tactic for point in case.decisions for option in point.options}:
        found = roads.elsewhere(case, tactic)
        assert len({use.case.id for use in found} - {case.id}) == len(found) <= 3
        same = [use.case.crisis.type == case.crisis.type for use in found]
        assert same == sorted(same, reverse=True)
        for use in found:
            assert tactic in CORPUS.responses_at(use.case, use.event)
        every = {use.case.id for use in CORPUS.uses(tactic) if tactic in CORPUS.responses_at(use.case, use.event)}
        assert len(found) == min(3, len(every - {case.id}))


def test_the_minutes_of_a_class_add_up() -> None:
    for case in CORPUS.published:
        assert case.discussion is not None
        assert sum(minutes for _part, minutes in plan(case, str)) == case.discussion.minutes
        assert all(minutes > 0 for _part, minutes in plan(case, str)), case.id


def test_a_play_takes_some_minutes() -> None:
    assert all(5 <= play_minutes(case) <= 20 for case in PLAYED)


def test_a_deck_shows_every_family_and_asks_fairly() -> None:
    cards = deal(CORPUS)
    assert len(cards) == 40
    assert deal(CORPUS) == cards
    shown = {CORPUS.tactics[card.use.tactic].family for card in cards}
    told = {tactic.family for tactic in CORPUS.tactics.values() if any(use.move for use in CORPUS.uses(tactic.id))}
    assert shown == told
    for card in cards:
        others = [other.id for other, _difference in card.others]
        assert len({*others, card.use.tactic}) == 4
        assert not set(others) & set(card.use.event.tactics)
        assert all(difference for _other, difference in card.others)
        assert not card.use.case.forbids_play
    assert not [card for card in cards if names(CORPUS.tactics[card.use.tactic], card.use.event.what)]


@pytest.mark.parametrize(
    ("tactic", "text", "given_away"),
    [
        ("apology", "The firm apologises.", True),
        ("apology", "The firm says that it blew it.", False),
        ("comment-deletion", "The page deletes a picture.", False),
        ("comment-deletion", "The deletion of comments goes on.", True),
        ("silence", "No comment, says the firm.", True),
    ],
)
def test_a_text_that_names_the_tactic_gives_it_away(tactic: str, text: str, given_away: bool) -> None:
    assert names(CORPUS.tactics[tactic], text) is given_away


def test_the_glossary_has_every_term_of_the_vocabulary() -> None:
    listed = {field: {id for id, _term, _meaning in terms} for field, _title, terms in glossary(CORPUS, str)}
    for field in Vocabulary.model_fields:
        if field == "synonyms":
            continue
        terms = getattr(CORPUS.vocabulary, field)
        wanted = {str(each.level) for each in terms} if field == "levels" else {str(key) for key in terms}
        assert listed[field] == wanted, field
        assert all(isinstance(each, Term) for each in (terms if field == "levels" else terms.values()))


def test_both_names_of_a_term_are_marked_with_their_language() -> None:
    page = next(page.body for page in render(CORPUS, ROOT / "site" / "templates") if page.path == "glossary/")
    assert page is not None
    assert re.search(r'lang="en"><a href="../tactics/apology/">Apology</a>.*?lang="fr">Excuses<', page, re.DOTALL)


def test_a_casebook_without_paths_still_has_its_entrance(spoil: Spoil) -> None:
    corpus = spoil().corpus
    without = type(corpus)(corpus.cases, corpus.tactics, corpus.lessons, corpus.vocabulary)
    pages = {page.path: page.body or "" for page in render(without, ROOT / "site" / "templates")}
    assert "Programmes</h2>" not in pages["train/"]
    assert "2020-lamp-recall" in pages["train/"]
    assert "I want to learn" in pages[""]


def test_what_a_programme_leads_to_leads_on_to_its_next_step(built: Path) -> None:
    folders = {"case": "cases", "play": "play", "discuss": "discuss", "lesson": "lessons", "tactic": "tactics"}
    for path in CORPUS.paths.values():
        programme = (built / "paths" / path.id / "index.html").read_text("utf-8")
        for number, step in enumerate(path.steps, 1):
            assert f'<li id="step-{number}">' in programme
            page = (built / folders[step.kind] / step.what / "index.html").read_text("utf-8")
            further = f'href="../../paths/{path.id}/#step-{number + 1}"'
            assert (further in page) == (number < len(path.steps)), (path.id, number)
            assert f'href="../../paths/{path.id}/"' in page
