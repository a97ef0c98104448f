"""What a page is about, in the words of schema.org, for programs that read the site."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from kb.corpus import Corpus, country_name
from kb.model import Case


def about_case(corpus: Corpus, case: Case, language: str) -> str:
    """A case as an article and learning resource about an event, in JSON-LD that is safe inside a script element."""
    first, last = case.timeline[0].at, case.timeline[-1].at
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": ["Article", "LearningResource"],
        "headline": case.title,
        "description": case.headline,
        "abstract": case.summary,
        "inLanguage": case.language.value,
        "learningResourceType": "case study",
        "isAccessibleForFree": True,
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "keywords": list(getattr(case.keywords, case.language.value)),
        "about": {
            "@type": "Event",
            "name": case.title,
            "startDate": first.start.date().isoformat(),
            "endDate": (last.end - timedelta(seconds=1)).date().isoformat(),
            "location": {"@type": "Country", "name": country_name(case.organisation.country, language)},
        },
        "mentions": {"@type": "Organization", "name": case.organisation.name},
        "teaches": [corpus.lessons[link.lesson].title for link in case.lessons],
        "citation": [source.url for source in case.sources],
    }
    if case.discussion:
        found["educationalLevel"] = case.discussion.level.value
        found["timeRequired"] = f"PT{case.discussion.minutes}M"
    if case.reviewed_on:
        found["dateModified"] = case.reviewed_on.isoformat()
    return json.dumps(found, ensure_ascii=False).replace("<", "\\u003c")
