"""How the casebook is balanced: counts by what a reader would ask about, each with its denominator."""

from __future__ import annotations

from collections import Counter
from typing import Any

from kb.corpus import Corpus, country_name
from kb.model import Effect


def balance(corpus: Corpus) -> dict[str, Any]:
    """Counts of published cases by year, country, crisis type and cluster, peak level, sector and kind of
    organisation; and for each response tactic in use, the number of cases and its effects."""
    cases, words = corpus.published, corpus.vocabulary
    tactics: dict[str, dict[str, Any]] = {}
    for tactic in corpus.tactics:
        uses = corpus.uses(tactic)
        if uses and corpus.is_response(tactic):
            effects = Counter(use.effect for use in uses)
            tactics[tactic] = {
                "cases": len({use.case.id for use in uses}),
                **{effect.value: effects[effect] for effect in Effect if effects[effect]},
            }
    return {
        "cases": len(cases),
        "events": sum(len(case.timeline) for case in cases),
        "sources": sum(len(case.sources) for case in cases),
        "with decisions": sum(bool(case.decisions) for case in cases),
        "years": _counted(case.year for case in cases),
        "countries": _counted(country_name(case.organisation.country) for case in cases),
        "languages of sources": _counted(source.language for case in cases for source in case.sources),
        "clusters": _counted(words.clusters[corpus.crisis_type(case).cluster].name.en for case in cases),
        "crisis types": _counted(corpus.crisis_type(case).name.en for case in cases),
        "highest levels": _counted(corpus.measures(case).peak.level for case in cases),
        "events at each level": _counted(event.level for case in cases for event in case.timeline),
        "sectors": _counted(words.sectors[case.organisation.sector].name.en for case in cases),
        "organisations": _counted(words.organisation_kinds[case.organisation.kind].name.en for case in cases),
        "response tactics": dict(sorted(tactics.items(), key=lambda item: (-item[1]["cases"], item[0]))),
        "worked and backfired": [
            each for each, counts in tactics.items() if counts.get("worked") and counts.get("backfired")
        ],
    }


def _counted(values: Any) -> dict[str, int]:
    return {str(value): count for value, count in sorted(Counter(values).items())}
