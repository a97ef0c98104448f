"""KB5xx: style."""

from __future__ import annotations

from collections.abc import Iterator

from kb.diagnostics import Severity, quote
from kb.model import Case, Lesson, Record
from kb.rules.registry import Breach, Scene, rule
from kb.rules.words import JUDGED, LOADED, QUOTATION, sentences, word_count

MOST_WORDS_WHY = 40
MOST_WORDS_QUOTED = 40


@rule("KB501", Lesson, severity=Severity.WARNING)
def a_lesson_is_short(lesson: Lesson, scene: Scene) -> Iterator[Breach]:
    """A lesson's reason has forty words at most.

    A lesson is read in the middle of a crisis.

    Wrong:
        why: >-
          An early answer is heard and a late one is judged, as many who waited for the whole truth before they said a
          first word had to learn, since those who wait are spoken about by others, who know less, say more and are
          believed.
    Right:
        why: An early answer is heard; a late one is judged.
    """
    for why in scene.texts("why"):
        words = word_count(why.text)
        if words > MOST_WORDS_WHY:
            yield Breach(why, f"{words} words, {MOST_WORDS_WHY} are allowed", "one reason is enough")


@rule("KB502", Case)
def one_option_was_taken(case: Case, scene: Scene) -> Iterator[Breach]:
    """At a decision the organisation took one road: at most one option is marked `taken`.

    What was done is shown after the choice, as the road that was taken.

    Wrong:
        label: Wait for the laboratory
        taken: true
    Right:
        label: Wait for the laboratory
    """
    for position, decision in enumerate(case.decisions):
        taken = [place for place, option in enumerate(decision.options) if option.taken]
        for place in taken[1:]:
            yield Breach(
                ("decisions", position, "options", place, "taken"),
                "a second option is marked `taken`",
                "keep the one that was",
            )


@rule("KB503", Record, severity=Severity.WARNING)
def a_quotation_is_short(record: Record, scene: Scene) -> Iterator[Breach]:
    """A quotation has forty words at most.

    More is somebody else's text: the right to quote covers the words that are needed to make a point.

    Wrong:
        because: >-
          The Gazette wrote: “Most of those who answered the maker on the day on which it took the lamp back were
          friendly, many of them thanked it for its speed, some said that they would buy from it again, and only a few
          asked why the lamp had been sold at all.”
    Right:
        because: The Gazette found most comments friendly afterwards.
    """
    for passage in scene.passages:
        for match in QUOTATION.finditer(passage.text) if passage.own else ():
            words = word_count(match[0])
            if words > MOST_WORDS_QUOTED:
                first = " ".join(match[0].split()[:4])
                yield Breach(
                    passage,
                    f"a quotation of {words} words, {MOST_WORDS_QUOTED} are allowed",
                    "keep the words that matter and tell the rest in your own",
                    words=first,
                )


@rule("KB504", Record, severity=Severity.WARNING)
def no_loaded_words(record: Record, scene: Scene) -> Iterator[Breach]:
    """Words of scorn stand in quotation marks, with who used them, or not at all.

    The casebook does not judge, and its translation does not either. Readers who are told what to think no longer see
    what was done.

    Wrong:
        what: The Gazette reports the botched recall.
    Right:
        what: The Gazette reports the recall.
    """
    for passage in scene.passages:
        loaded, judged = LOADED[passage.language], JUDGED[passage.language]
        if not passage.own or not loaded.search(passage.text):
            continue
        for sentence in sentences(QUOTATION.sub("", passage.text)):
            found = loaded.search(sentence)
            if found and not judged.search(sentence):
                yield Breach(
                    passage,
                    f"{quote(found[0])} judges in the reader's place",
                    "say what was done, or who judges so",
                    words=found[0],
                )
