"""What a record says in every language, and in which file each of its texts stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb.model import Language, Passage, Record, passages
from kb.source import Steps


@dataclass(frozen=True, slots=True)
class Translated:
    """A record with the texts of a translation, the file that holds these, and where each of them stands in it."""

    record: Any
    file: Path
    places: Mapping[Steps, Steps]


class Versions:
    """The translations of records, by the file of the original and by language."""

    def __init__(self) -> None:
        self._of: dict[Path, dict[Language, Translated]] = defaultdict(dict)

    def add(self, original: Path, language: Language, translated: Translated) -> None:
        self._of[original][language] = translated

    @property
    def languages(self) -> list[Language]:
        """Those into which anything is translated."""
        return sorted({language for versions in self._of.values() for language in versions})

    def records(self, language: Language) -> dict[Path, Any]:
        """The records that are translated into ``language``, by the file of the original."""
        return {file: versions[language].record for file, versions in self._of.items() if language in versions}

    def passages(self, original: Path, record: Record) -> Iterator[Passage]:
        """Every text of ``record``, which stands in ``original``, and then of its translations."""
        yield from passages(record)
        for language, each in self._of.get(original, {}).items():
            yield from (passage for passage in passages(each.record, language) if passage.path in each.places)

    def place(self, original: Path, passage: Passage) -> tuple[Path, Steps]:
        """The file in which a text of the record in ``original`` stands, and its path there."""
        each = self._of.get(original, {}).get(passage.language)
        return (each.file, each.places[passage.path]) if each else (original, passage.path)
