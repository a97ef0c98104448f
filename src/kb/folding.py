"""Words as people type them: without case, accents and hyphens."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """``"Mea-Culpa"`` as ``"mea culpa"``, ``"Excusé"`` as ``"excuse"``."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in plain if not unicodedata.combining(char)).replace("-", " ").strip()
