"""KB1xx: everything that is referred to exists, and is used."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kb.diagnostics import Severity, nearest, only_near, quote
from kb.iso import country_meant, language_meant
from kb.model import Case, Lesson, Path, Status, Tactic, Vocabulary
from kb.rules.registry import Breach, Scene, rule


@rule("KB101", Case, Tactic, Lesson, Path)
def id_is_file_name(record: Case | Tactic | Lesson | Path, scene: Scene) -> Iterator[Breach]:
    """The id equals the file name without `.yml`: it is the permanent address.

    The id is in every address of the record and in every other file that names it. With two names one of them
    is broken.

    Wrong:
        id: 2020-the-lamp
        title: The lamp that got too hot
    Right:
        id: 2020-lamp-recall
        title: The lamp that got too hot
    """
    if record.id != scene.stem:
        yield Breach(
            ("id",),
            f"id {quote(record.id)} is not the file name",
            f"write `id: {scene.stem}` or rename the file"
            if re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", scene.stem)
            else f"rename the file to `{record.id}.yml`",
        )


@rule("KB102", Case)
def ids_are_given_once(case: Case, scene: Scene) -> Iterator[Breach]:
    """Within a case, no two actors, events, sources or decisions share an id.

    Whatever refers to an id that two things bear may mean either.

    Wrong:
        - id: customer
          role: another customer
          kind: customer
          side: challenger
        - id: customer
          role: a customer
    Right:
        - id: customer
          role: a customer
    """
    for name in ("actors", "timeline", "sources", "decisions"):
        seen = set()
        for position, item in enumerate(getattr(case, name)):
            if item.id in seen:
                yield Breach(
                    (name, position, "id"), f"id {quote(item.id)} is given twice in `{name}`", "rename one of them"
                )
            seen.add(item.id)


ONE = {
    "cases": "a case",
    "plays": "a case that can be played",
    "packs": "a case with a class pack",
    "tactics": "a tactic",
    "lessons": "a lesson",
    "clusters": "a cluster",
    "crisis_types": "a crisis type",
    "platforms": "a platform",
    "sectors": "a sector",
    "families": "a family of tactics",
    "countries": "a country code",
    "languages": "a language code",
    "actors": "an actor of this case",
    "events": "an event of this case",
    "sources": "a source of this case",
}


_MEANT = {"countries": country_meant, "languages": language_meant}
_LISTED = {"countries": "ISO 3166 codes, such as FR", "languages": "ISO 639 codes, such as fr"}


def unknown(scene: Scene, targets: Iterable[str], known: Mapping[str, Any], where: str) -> Iterator[Breach]:
    """The references to ``targets`` that are not among what is ``known``."""
    targets_of_case = {"actors", "events", "sources"}
    used = {(each.target, each.value) for each in scene.references}
    for reference in scene.references:
        ids = known.get(reference.target)
        if reference.target in targets and ids is not None and reference.value not in ids:
            if meant := _MEANT.get(reference.target):
                close = [code] if (code := meant(reference.value)) else []
            else:
                close = nearest(reference.value, [each for each in ids if each])
            short = f"{', '.join(f'`{each}`' for each in ids if each)}" if 0 < len(ids) <= 20 else ""
            hint = f"did you mean `{close[0]}`? " if close else ""
            listed = (
                f"allowed: {short}" if short else _LISTED.get(reference.target, where.format(target=reference.target))
            )
            # Where nothing else refers to it, what it is near to may be the one that is misspelt.
            near = only_near(reference.value, ids)
            named = targets_of_case.isdisjoint({reference.target}) or (reference.target, near) in used
            yield Breach(
                reference.path,
                f"{quote(reference.value)} is not {ONE[reference.target]}",
                hint + listed,
                fix=near if named else "",
            )


@rule("KB103", Case)
def case_references_exist(case: Case, scene: Scene) -> Iterator[Breach]:
    """Every actor, event and source that a case refers to is defined in it.

    A statement whose source is not listed has no source.

    Wrong:
        sources: [gazete, lumen]
    Right:
        sources: [gazette, lumen]
    """
    known = {
        "actors": case.actors_by_id,
        "events": case.events_by_id,
        "sources": case.sources_by_id,
    }
    yield from unknown(scene, known, known, "define it in this file, or correct the name")


@rule("KB104", Case, Tactic, Lesson, Path)
def tactics_exist(record: Case | Tactic | Lesson | Path, scene: Scene) -> Iterator[Breach]:
    """Every tactic named has its file in `taxonomy/tactics`.

    The page of a tactic lists the cases that name it; under another name this case would be missing there.

    Wrong:
        tactics: [apolgy]
        …
        tactic: apolgy
        effect: worked
    Right:
        tactics: [apology]
        …
        tactic: apology
        effect: worked
    """
    yield from unknown(scene, ["tactics"], scene.corpus.known, "tactics live in taxonomy/tactics")


@rule("KB105", Case, Path)
def lessons_exist(record: Case | Path, scene: Scene) -> Iterator[Breach]:
    """Every lesson named has its file in `taxonomy/lessons`.

    A lesson is kept honest by the cases that speak for and against it.

    Wrong:
        - lesson: answer-erly
          stance: supports
    Right:
        - lesson: answer-early
          stance: supports
    """
    yield from unknown(scene, ["lessons"], scene.corpus.known, "lessons live in taxonomy/lessons")


@rule("KB106", Case, Tactic, Vocabulary)
def words_are_in_the_vocabulary(record: Any, scene: Scene) -> Iterator[Breach]:
    """Crisis types, platforms, sectors, families and clusters are words of `taxonomy/vocabulary.yml`; countries and
    languages are ISO codes.

    Words from one list can be counted, searched and translated; free ones cannot.

    Wrong:
        actor: gazette
        platform: newspapers
    Right:
        actor: gazette
        platform: press
    """
    targets = ["clusters", "crisis_types", "platforms", "sectors", "families", "countries", "languages"]
    yield from unknown(scene, targets, scene.corpus.known, "see `{target}` in taxonomy/vocabulary.yml")


@rule("KB107", Case)
def moves_stand_at_their_event(case: Case, scene: Scene) -> Iterator[Breach]:
    """A move refers to an event that names its tactic.

    A move says how a tactic went at a moment. It is looked up by both, so both have to agree with the timeline.

    Wrong:
        - event: picture
          tactic: screenshot-relay
          effect: worked
          because: The maker answered the same day.
        - event: article   # names no tactic
          tactic: screenshot-relay
          effect: unknown
          because: No source says what it did.
    Right:
        - event: picture
          tactic: screenshot-relay
          effect: worked
          because: The maker answered the same day.
    """
    for position, move in enumerate(case.moves):
        event = case.events_by_id.get(move.event)
        misspelt = event and any(tactic not in scene.corpus.tactics for tactic in (move.tactic, *event.tactics))
        if event and not misspelt and move.tactic not in event.tactics:
            named = ", ".join(f"`{each}`" for each in event.tactics) or "no tactic"
            yield Breach(
                ("moves", position, "tactic"),
                f"event `{move.event}` does not name {quote(move.tactic)}",
                f"it names {named}: correct the move, or add the tactic to the event",
            )


@rule("KB108", Case, severity=Severity.WARNING)
def every_tactic_has_one_move(case: Case, scene: Scene) -> Iterator[Breach]:
    """Each tactic that an event names has exactly one move saying how it went, if only `unknown`.

    A tactic without a move looks like one whose effect nobody thought of. That the sources do not tell is worth
    saying.

    Wrong:
        # nothing about the apology at the event `answer`
    Right:
        - event: answer
          tactic: apology
          effect: worked
          because: The Gazette found most comments friendly afterwards.
    """
    seen: set[tuple[str, str]] = set()
    for position, move in enumerate(case.moves):
        if (move.event, move.tactic) in seen:
            yield Breach(
                ("moves", position), f"a second move for {quote(move.tactic)} at `{move.event}`", "merge the two"
            )
        seen.add((move.event, move.tactic))
    for position, event in enumerate(case.timeline):
        for place, tactic in enumerate(event.tactics):
            if (event.id, tactic) not in seen and tactic in scene.corpus.tactics:
                yield Breach(
                    ("timeline", position, "tactics", place),
                    f"no move says how {quote(tactic)} went at `{event.id}`",
                    "add one under `moves`; its effect may be `unknown`",
                )


@rule("KB110", Case, severity=Severity.WARNING)
def every_source_is_used(case: Case, scene: Scene) -> Iterator[Breach]:
    """A source is cited somewhere, or it is not listed.

    A page that was read and carries nothing makes a case look better sourced than it is.

    Wrong:
        - id: courier   # cited by no event
          url: https://courier.example/lamp
          title: Lamp
          publisher: Courier
          accessed: 2021-01-15
          language: en
          kind: press
        - id: lumen
          url: https://lumen.example/recall
    Right:
        - id: lumen
          url: https://lumen.example/recall
    """
    used = {reference.value for reference in scene.references if reference.target == "sources"}
    for position, source in enumerate(case.sources):
        if source.id not in used:
            yield Breach(
                ("sources", position, "id"),
                f"source {quote(source.id)} is not used",
                "cite it where it carries, or remove it",
            )


@rule("KB111", Case, severity=Severity.WARNING)
def every_actor_acts(case: Case, scene: Scene) -> Iterator[Breach]:
    """An actor acts in the timeline, or it is not listed.

    Readers look for the actors of a case in its timeline.

    Wrong:
        - id: court   # acts in no event
          name: The court
          kind: court
          side: arbiter
        - id: customer
          role: a customer
    Right:
        - id: customer
          role: a customer
    """
    acting = {event.actor for event in case.timeline}
    for position, actor in enumerate(case.actors):
        if actor.id not in acting:
            yield Breach(
                ("actors", position, "id"), f"actor {quote(actor.id)} does not act", "give it an event, or remove it"
            )


@rule("KB112", Case)
def a_closed_case_says_why(case: Case, scene: Scene) -> Iterator[Breach]:
    """A disputed, withdrawn or merged case gives its reason, and a merged one the case that survives.

    The address of a case never dies. Whoever comes to it has to learn what became of it.

    Wrong:
        status: merged
        reviewed_on: 2026-02-01
    Right:
        status: reviewed
        reviewed_on: 2026-02-01
    """
    if case.status in (Status.DISPUTED, Status.WITHDRAWN, Status.MERGED) and not case.status_reason:
        yield Breach(
            ("status",), f"status `{case.status.value}` without a reason", "add `status_reason`: it stays visible"
        )
    if (case.status is Status.MERGED) != (case.merged_into is not None):
        yield Breach(("status",), "`merged_into` goes with status `merged`", "give both or neither")
    if case.merged_into is not None:
        if case.merged_into == case.id:
            yield Breach(("merged_into",), "a case cannot be merged into itself")
        elif case.merged_into not in scene.corpus.cases:
            close = nearest(case.merged_into, list(scene.corpus.cases))
            yield Breach(
                ("merged_into",),
                f"{quote(case.merged_into)} is not a case",
                f"did you mean `{close[0]}`?" if close else "",
                fix=only_near(case.merged_into, set(scene.corpus.cases) - {case.id}),
            )


@rule("KB117", Path)
def a_path_leads_somewhere(path: Path, scene: Scene) -> Iterator[Breach]:
    """A step of a path names a published case; one to play has decisions, one to discuss a class pack.

    A path needs no other material: whoever follows it is lost where a step leads nowhere.

    Wrong:
        - play: 2021-bakery-silence   # has no decisions
          minutes: 5
    Right:
        - play: 2020-lamp-recall
          minutes: 5
    """
    if scene.every_case_read:
        known = {**scene.corpus.known, "cases": scene.corpus.positions}
        yield from unknown(scene, ["cases", "plays", "packs"], known, "`kb search` finds cases")


@rule("KB118", Path)
def the_minutes_of_a_path_add_up(path: Path, scene: Scene) -> Iterator[Breach]:
    """A path takes as long as its steps together.

    Who plans a class reads the minutes of the path, and who follows it those of its steps.

    Wrong:
        minutes: 20
        steps:
    Right:
        minutes: 15
        steps:
    """
    minutes = [step.minutes for step in path.steps]
    total = sum(filter(None, minutes))
    if total != path.minutes and None not in minutes:  # what could not be read is reported elsewhere
        yield Breach(
            ("minutes",), f"{path.minutes} minutes, and the steps take {total}", "correct the one or the other"
        )
