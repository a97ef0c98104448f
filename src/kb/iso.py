"""Codes of countries and languages, and what people write in their place."""

from __future__ import annotations

from functools import cache

from babel import Locale
from babel.core import get_global

from kb.folding import fold


@cache
def _names(kind: str) -> dict[str, str]:
    """Each name in English and French, folded, with its code."""
    named = ((code, name) for language in ("en", "fr") for code, name in getattr(Locale(language), kind).items())
    return {fold(name): code for code, name in named}


def country_meant(text: str) -> str:
    """``UK``, ``GBR``, ``gb`` and ``Royaume-Uni`` as ``GB``; "" where that is not plain."""
    code = text.strip().upper()
    found = get_global("territory_aliases").get(code, [code])
    if len(found) == 1 and len(found[0]) == 2 and found[0] in Locale("en").territories:
        return str(found[0])
    return _names("territories").get(fold(text), "")


def language_meant(text: str) -> str:
    """``FR``, ``fra``, ``fr-FR`` and ``français`` as ``fr``; "" where that is not plain."""
    code = text.strip().lower().replace("_", "-").partition("-")[0]
    code = get_global("language_aliases").get(code, code)
    return code if code in Locale("en").languages else _names("languages").get(fold(text), "")
