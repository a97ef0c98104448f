"""The generated pages: `render` turns a corpus into ready HTML bodies. A pure function; nothing is read or written."""

from __future__ import annotations

import gettext
import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from kb.corpus import Corpus, Use, country_name, language_name
from kb.exports.citations import bibtex, citation
from kb.model import Case, Effect, Lesson, Stance, Status, Tactic, TacticSide
from kb.patterns import followed_by, matrix
from kb.search.stops import ASIDE, STOPS
from kb.site.about import about_case
from kb.site.addresses import (
    anchor,
    case_path,
    lesson_path,
    pack_path,
    path_path,
    play_path,
    relative,
    tactic_path,
)
from kb.site.escalation import curve, sparkline
from kb.site.finding import SHOWN, controls, row
from kb.site.form import form_page
from kb.site.maps import case_marks, use_marks
from kb.site.reference import kinds, sections, targets
from kb.site.rulebook import rules_page
from kb.site.training import programmes, sheets
from kb.wording import Wording, catalogue


@dataclass(frozen=True, slots=True)
class Page:
    """A page to publish. ``path`` is its address with a trailing slash ("" for the home page), ``toc`` its headings
    as (anchor, text), ``source`` the file that it is made from, if it is one, ``script`` the module that only this page
    loads. ``key`` stands for everything that the page depends on, where that is known; ``body`` is None for a page of
    which a copy with the same key is at hand."""

    path: str
    title: str
    description: str
    body: str | None
    toc: tuple[tuple[str, str], ...] = ()
    source: str = ""
    noindex: bool = False
    canonical: str = ""
    """The address of the page that this one gives way to, as written on this one."""
    wide: bool = False
    about: str = ""
    """What the page is about, as schema.org's JSON-LD."""
    script: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """What need not be rendered again: ``digests`` of the files of cases by id, a digest of ``everything_else`` that
    pages depend on, and whether a copy of the page at an address with a key ``is_at_hand``."""

    digests: Mapping[str, str]
    everything_else: str
    is_at_hand: Callable[[str, str], bool]

    @property
    def state(self) -> str:
        """A short digest of all of it: another one whenever anything may have changed."""
        parts = [self.everything_else, *(f"{case} {digest}" for case, digest in sorted(self.digests.items()))]
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:10]


def _translator(translations: gettext.NullTranslations) -> Callable[..., Markup]:
    """``_("… %(name)s …", name=value)`` for templates: the translation is trusted, the values are escaped."""

    @cache
    def found(text: str) -> Markup:
        return Markup(translations.gettext(text))

    def translate(text: str, **values: Any) -> Markup:
        return found(text) % values if values else found(text)

    return translate


INDEX = "index"
"""The folder of the search's index where nothing is kept from an earlier build."""
LISTED = 60
"""How many cases the page for searching lists where no script runs; all of them stand on the page of cases."""


class Renderer:
    """Templates, words and addresses for one language of the site."""

    def __init__(self, corpus: Corpus, templates: Path, language: str = "en") -> None:
        corpus = corpus.in_language(language)
        translations = catalogue(templates.parent / "locale", language)
        self.corpus = corpus
        self.wording = Wording(language, translations)
        self.language = language
        self.sparks: dict[str, Markup] = {}
        environment = Environment(
            loader=FileSystemLoader(templates),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=["jinja2.ext.i18n"],
        )
        environment.install_gettext_translations(translations, newstyle=True)  # type: ignore[attr-defined]
        environment.globals["_"] = _translator(translations)
        environment.filters |= {
            "moment": self.wording.moment,
            "elapsed": self.wording.elapsed,
            "named": lambda term: term.name.get(language),
            "country": partial(country_name, language=language),
            "language_name": partial(language_name, language=language),
            "day": lambda day: self.wording.date(day),
        }
        environment.globals |= {
            "corpus": corpus,
            "words": corpus.vocabulary,
            "wording": self.wording,
            "anchor": anchor,
            "case_path": case_path,
            "tactic_path": tactic_path,
            "lesson_path": lesson_path,
            "play_path": play_path,
            "pack_path": pack_path,
            "path_path": path_path,
            "spark": self.spark,
            "supports": Stance.SUPPORTS,
            "contradicts": Stance.CONTRADICTS,
        }
        self.environment = environment

    def spark(self, case: Case) -> Markup:
        if case.id not in self.sparks:
            self.sparks[case.id] = sparkline(case, self.corpus.vocabulary.highest_level)
        return self.sparks[case.id]

    def page(self, template: str, path: str, title: str, description: str, **values: Any) -> Page:
        """Render ``template`` for the address ``path``; ``values`` it does not need for itself go to the page."""
        parts = ("source", "noindex", "canonical", "wide", "about", "script")
        own = {name: values.pop(name) for name in parts if name in values}
        headings: list[tuple[str, str]] = []

        def heading(identifier: str, text: str) -> Markup:
            headings.append((identifier, str(text)))
            return Markup(
                '<h2 id="{id}">{text}<a class="headerlink" href="#{id}" aria-label="{label}">#</a></h2>'
            ).format(id=identifier, text=text, label=self.wording._("Link to this section"))

        context: Mapping[str, Any] = {
            "here": path,
            "url": partial(relative, path),
            "heading": heading,
            "title": title,
            **values,
        }
        body = self.environment.get_template(template).render(context)
        return Page(path, title, description, body, tuple(headings), **own)


def render(corpus: Corpus, templates: Path, language: str = "en", kept: Kept | None = None) -> Iterator[Page]:
    """Every generated page of ``corpus``. With ``kept``, cases whose page is at hand are not rendered again."""
    renderer = Renderer(corpus, templates, language)
    corpus = renderer.corpus
    yield from _overviews(renderer)
    yield _find_page(renderer, kept.state if kept else INDEX)
    yield from programmes(renderer)
    yield _reference_page(renderer)
    yield form_page(renderer)
    yield rules_page(renderer)
    for case in corpus.cases.values():
        named = [(each.case.id, each.case.title, each.better_with) for each in corpus.similar(case)]
        beside = (*_neighbours(corpus, case), corpus.any_other(case))
        named += [(each.id, each.title, ()) for each in beside if each]
        draft = Page(case_path(case.id), case.title, case.headline, None, source=f"cases/{case.id}.yml")
        yield _fresh(draft, partial(case_page, renderer, case), kept, language, [case], named)
    for tactic in corpus.tactics.values():
        used_by = [use.case for use in corpus.uses(tactic.id)]
        name, source = tactic.name.get(language), f"taxonomy/tactics/{tactic.id}.yml"
        draft = Page(tactic_path(tactic.id), name, tactic.definition, None, source=source)
        yield _fresh(draft, partial(_tactic_page, renderer, tactic), kept, language, used_by)
    for lesson in corpus.lessons.values():
        shown_by = [each.case for each in corpus.evidence(lesson.id)]
        draft = Page(lesson_path(lesson.id), lesson.title, lesson.why, None, source=f"taxonomy/lessons/{lesson.id}.yml")
        yield _fresh(draft, partial(_lesson_page, renderer, lesson), kept, language, shown_by)

    for each in sheets(renderer):
        draft = Page(each.path, each.title, each.description, None, source=f"cases/{each.cases[0].id}.yml")
        yield _fresh(draft, each.make, kept, language, each.cases, each.named)


def _fresh(
    draft: Page, make: Callable[[], Page], kept: Kept | None, language: str, cases: Iterable[Case], named: Any = ()
) -> Page:
    """The page made anew, or ``draft`` without a body where a copy is at hand that shows the same: the same files of
    ``cases``, the same ``named`` things of others, and everything else as it was."""
    if kept is None:
        return make()
    parts = [kept.everything_else, language, repr(named), *(kept.digests[case.id] for case in cases)]
    key = hashlib.sha256("\0".join(parts).encode()).hexdigest()
    return replace(draft if kept.is_at_hand(draft.path, key) else make(), key=key)


def _tactic_page(renderer: Renderer, tactic: Tactic) -> Page:
    corpus = renderer.corpus
    uses = corpus.uses(tactic.id)
    return renderer.page(
        "tactic.html",
        tactic_path(tactic.id),
        tactic.name.get(renderer.language),
        tactic.definition,
        tactic=tactic,
        uses=uses,
        by_effect=by_effect(uses),
        followed=followed_by(corpus, tactic.id)[:6],
        marks=use_marks(corpus, tactic, renderer.language, partial(relative, tactic_path(tactic.id))),
        source=f"taxonomy/tactics/{tactic.id}.yml",
    )


def _lesson_page(renderer: Renderer, lesson: Lesson) -> Page:
    return renderer.page(
        "lesson.html",
        lesson_path(lesson.id),
        lesson.title,
        lesson.why,
        lesson=lesson,
        source=f"taxonomy/lessons/{lesson.id}.yml",
        supporting=renderer.corpus.evidence(lesson.id, Stance.SUPPORTS),
        contradicting=renderer.corpus.evidence(lesson.id, Stance.CONTRADICTS),
    )


def _neighbours(corpus: Corpus, case: Case) -> tuple[Case | None, Case | None]:
    """The published cases just newer and just older."""
    position = corpus.positions.get(case.id)
    if position is None:
        return None, None
    shown = corpus.published
    return shown[position - 1] if position else None, shown[position + 1] if position + 1 < len(shown) else None


def by_effect(uses: tuple[Use, ...]) -> list[tuple[Effect, list[Use]]]:
    """The uses of a tactic grouped by how they went, in the order of the effects, empty groups left out."""
    groups = [(effect, [use for use in uses if use.effect is effect]) for effect in Effect]
    return [(effect, group) for effect, group in groups if group]


def _overviews(renderer: Renderer) -> Iterator[Page]:
    corpus, _ = renderer.corpus, renderer.wording._
    yield renderer.page(
        "home.html",
        "",
        _("When a reputation breaks, what happens next?"),
        _("Documented incidents of online reputation: what happened, step by step, and what the response did."),
        focus=focus(corpus),
        recent=corpus.latest[:6],
        public=corpus.public,
        wide=True,
        matrix=matrix(corpus),
    )
    yield renderer.page(
        "cases.html",
        "cases/",
        _("Cases"),
        _("All documented incidents, newest first."),
        cases=corpus.published,
        marks=case_marks(corpus, partial(relative, "cases/")),
        wide=True,
    )
    groups: dict[TacticSide, list[tuple[str, Any, list[Any]]]] = {
        side: [] for side in (TacticSide.RESPONSE, TacticSide.PRESSURE)
    }
    for name, family in corpus.vocabulary.families.items():
        members = [tactic for tactic in corpus.tactics.values() if tactic.family == name]
        groups[family.side].append((name, family, members))
    effects = {tactic: Counter(use.effect for use in corpus.uses(tactic)) for tactic in corpus.tactics}
    yield renderer.page(
        "tactics.html",
        "tactics/",
        _("Tactics"),
        _("Ways to press on an organisation and ways to respond."),
        groups=groups,
        effects=effects,
        wide=True,
    )
    yield renderer.page(
        "matrix.html",
        "matrix/",
        _("Pattern matrix"),
        _("Response tactics by crisis type, with how they went."),
        matrix=matrix(corpus),
        wide=True,
    )
    yield renderer.page(
        "lessons.html", "lessons/", _("Lessons"), _("What the cases teach, with those for and against."), wide=True
    )


def _find_page(renderer: Renderer, index: str) -> Page:
    """The search, with the answer to the question that asks for nothing. Its ``index`` lies in a folder of that name,
    another one whenever it may have changed, so that no browser mixes old files with new."""
    cases, _ = renderer.corpus.public, renderer.wording._
    return renderer.page(
        "find.html",
        "find/",
        _("Find a precedent"),
        _("Search the cases by words, tactic, crisis type, platform and year."),
        cases=cases,
        index=index,
        stops=sorted(STOPS),
        asides=sorted(ASIDE),
        controls=controls(renderer.corpus, renderer.wording),
        shown=SHOWN,
        first=[{"case": case, **row(renderer.corpus, case, renderer.wording)} for case in cases[: SHOWN[""]]],
        listed=LISTED,
        wide=True,
        script="assets/find.js",
    )


def _reference_page(renderer: Renderer) -> Page:
    _ = renderer.wording._
    return renderer.page(
        "fields.html",
        "fields/",
        _("Fields"),
        _("Every field of a case, a tactic and a lesson, with its values and an example."),
        sections=sections(renderer.corpus, renderer.language),
        kinds=kinds(_),
        targets=targets(_),
        wide=True,
    )


def focus(corpus: Corpus) -> Case | None:
    """The case for the home page: of the public ones, that over most levels, with the most responses assessed."""

    def told(case: Case) -> tuple[int, int, str]:
        assessed = [use for use in corpus.uses_in(case) if use.effect is not Effect.UNKNOWN]
        levels = {event.level for event in case.timeline}
        return len(levels), sum(corpus.is_response(use.tactic) for use in assessed), case.id

    return max(corpus.public, key=told, default=None)


def case_page(renderer: Renderer, case: Case) -> Page:
    """The page of one case; of a withdrawn or merged one, its reason alone."""
    corpus = renderer.corpus
    common: dict[str, Any] = {
        "case": case,
        "source": f"cases/{case.id}.yml",
        "noindex": not case.is_public or case.status is Status.WITHDRAWN,
    }
    if case.status is Status.WITHDRAWN:
        title = renderer.wording._("Withdrawn case")
        return renderer.page("closed.html", case_path(case.id), title, case.status_reason or "", **common)
    if case.status is Status.MERGED:
        into = corpus.cases.get(case.merged_into or "")
        common |= {"into": into, "canonical": relative(case_path(case.id), case_path(into.id)) if into else ""}
        return renderer.page("closed.html", case_path(case.id), case.title, case.status_reason or "", **common)
    newer, older = _neighbours(corpus, case)
    return renderer.page(
        "case.html",
        case_path(case.id),
        case.title,
        case.headline,
        **common,
        measures=corpus.measures(case),
        curve=curve(corpus, case, renderer.wording),
        numbers={event.id: number for number, event in enumerate(case.timeline, 1)},
        marks={source.id: number for number, source in enumerate(case.sources, 1)},
        similar=corpus.similar(case),
        newer=newer,
        older=older,
        any=corpus.any_other(case),
        citation=citation(case, renderer.wording),
        bibtex=bibtex(case),
        origins=Counter(source.origin_key for source in case.sources),
        about=about_case(corpus, case, renderer.language),
    )
