"""JSON Schema files for editors."""

from __future__ import annotations

import json
from collections.abc import Iterator

from kb.corpus import Corpus
from kb.model import Case, Lesson, Path, Tactic, Vocabulary, json_schema, schema_file, translation_schema


def schemas(corpus: Corpus) -> Iterator[tuple[str, str]]:
    """The file name and text of the schema of each kind of record and of its translations."""
    for model in (Case, Tactic, Lesson, Path, Vocabulary):
        schema = json_schema(model, {target: list(ids) for target, ids in corpus.known.items()})
        yield schema_file(model), json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
        yield schema_file(model, translated=True), json.dumps(translation_schema(model), indent=1) + "\n"
