"""The canonical layout changes how a file is written and never what it says."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
import yaml
from casebooks import ROOT, VALID
from hypothesis import assume, given
from hypothesis import strategies as st

from kb.layout import WIDTH, canonical
from kb.layout.tree import comments
from kb.model import Case, Lesson, Tactic
from kb.source import load, parse

FILE = Path("cases/x.yml")
LAMP = (VALID / "cases" / "2020-lamp-recall.yml").read_text("utf-8")
MODELS = {"cases": Case, "tactics": Tactic, "lessons": Lesson}


def laid_out(text: str, model: type[Any] = Case) -> str:
    source = parse(text, FILE)
    assert source.diagnostics == []
    return canonical(source, model)


def check(text: str, model: type[Any] = Case) -> str:
    """The canonical text, after asserting that it says the same, keeps every comment and stays as it is."""
    done = laid_out(text, model)
    assert json.dumps(parse(done, FILE).data, sort_keys=True) == json.dumps(parse(text, FILE).data, sort_keys=True)
    assert Counter(comments(done)) == Counter(comments(text))
    assert laid_out(done, model) == done
    return done


def test_a_file_in_any_order_and_indentation_comes_out_the_same() -> None:
    untidy = dedent("""\
        # yaml-language-server: $schema=../schema/case.schema.json
        title:   'A case'
        timeline:
        - {what: "It begins.", id: one,   at: 2012}
        -   id: two

            what: >-
                   It goes on.
        organisation: {kind: brand,
           name: "Lumen"}
        id: 2012-a
        """)
    assert check(untidy) == dedent("""\
        # yaml-language-server: $schema=../schema/case.schema.json
        id: 2012-a
        title: A case

        organisation: {name: Lumen, kind: brand}

        timeline:
          - {id: one, at: 2012, what: It begins.}

          - id: two
            what: >-
              It goes on.
        """)


def test_each_comment_stays_with_what_it_speaks_of() -> None:
    commented = dedent("""\
        # at the top
        title: A case # beside the title
        # above the timeline
        timeline: # beside the timeline
          # above the first event
          - what: >- # beside the text
              It begins.
            # above the id
            id: one
            # level: 3
          # - id: two
        # above the language
        language: en
        # above the id
        id: 2012-a
        actors: # nobody yet
          # - id: maker
        # at the end
        """)
    assert check(commented) == dedent("""\
        # at the top
        # above the id
        id: 2012-a
        title: A case  # beside the title
        # above the language
        language: en

        actors:  # nobody yet
          # - id: maker

        # above the timeline
        timeline:  # beside the timeline
          # above the first event
          # above the id
          - id: one
            what: >-  # beside the text
              It begins.
            # level: 3
          # - id: two
        # at the end
        """)


def test_brackets_with_comments_inside_are_opened() -> None:
    assert check("actors: [ # all\n  a, # the first\n  # not b\n  c]\n") == (
        "actors:  # all\n  - a  # the first\n  # not b\n  - c\n"
    )


def test_long_words_in_brackets_go_on_below_and_long_texts_are_folded() -> None:
    words = ", ".join(f"word-{number}" for number in range(40))
    text = check(f"keywords:\n  en: [{words}]\nheadline: {'the end of it ' * 20}\n")
    assert max(map(len, text.splitlines())) <= WIDTH
    assert "\n       word-" in text
    assert "headline: >-\n  the end" in text


def test_a_translation_starts_with_what_it_translates() -> None:
    text = check("title: Un cas\nmade_from: abc\nlanguage: fr\nsummary: Deux.\ntranslates: 2012-a\n")
    assert re.findall(r"^\w+", text, re.M) == ["translates", "language", "made_from", "title", "summary"]


def test_fields_that_the_model_does_not_know_come_last_in_their_order() -> None:
    assert re.findall(r"^\w+", check("zeta: 1\nalpha: 2\nid: x\n"), re.M) == ["id", "zeta", "alpha"]


def test_the_line_of_the_schema_is_added_and_stays_first() -> None:
    source = parse("# a note\nid: x\n", FILE)
    text = canonical(source, Case, "../schema/case.schema.json")
    assert text.splitlines()[0] == "# yaml-language-server: $schema=../schema/case.schema.json"
    assert canonical(parse(text, FILE), Case, "../schema/case.schema.json") == text


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("NO", "NO"), ("1984", '"1984"'), ("true", '"true"'), ("", '""'), ("~", '"~"'), ("a: b", '"a: b"'), ("a #b", '"a #b"'),
        ("#myNYPD", '"#myNYPD"'), ('"Quoted" word', "'\"Quoted\" word'"), ("- dash", '"- dash"'), ("it's", "it's"),
        (" spaced ", '" spaced "'), ("bell\x07", r'"bell\u0007"'), ("next\x85line", r'"next\u0085line"'), ("l'œuvre : non", "\"l'œuvre : non\""),
    ],
)  # fmt: skip
def test_quotes_stand_where_they_are_needed(value: str, written: str) -> None:
    assert check(json.dumps({"title": value})) == f"title: {written}\n"


@pytest.mark.parametrize(
    "text",
    ["two\nlines", "two\nlines\n", "a\n\n\nb", "ends in many\n\n\n", " starts with a space\nb", "tab\t\nb", "a\n  indented\nb",
     "x " * 200, ("word " * 40 + "\n\n") * 3, "\n", "\r\n", "a" * 300],
)  # fmt: skip
def test_lines_of_a_text_are_kept(text: str) -> None:
    check(json.dumps({"title": text, "unknowns": [text]}))


REAL = sorted(file for name in MODELS for file in [*ROOT.glob(f"{name}/*.yml"), *ROOT.glob(f"taxonomy/{name}/*.yml")])


def test_every_real_file_says_the_same_in_the_canonical_layout() -> None:
    assert len(REAL) > 140
    for file in REAL:
        check(load(file).text, MODELS[file.parent.name])


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_fields_does_not_depend_on_how_they_were_given(seed: int) -> None:
    chance = random.Random(seed)

    def shuffled(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: shuffled(value[key]) for key in chance.sample(sorted(value), len(value))}
        return [shuffled(each) for each in value] if isinstance(value, list) else value

    data = parse(LAMP, FILE).data
    mixed = shuffled(data)
    assert list(mixed) != list(data or {})
    again = parse(check(json.dumps(mixed, ensure_ascii=False)), FILE).data
    assert json.dumps(again) == json.dumps(data)


words = st.text(st.characters(codec="utf-8"), max_size=30) | st.sampled_from(
    ["a: b", "x #y", "- z", "[a", "'", '"', "\\", "no", "1e3", "0x1", "<<", "*a", "&a", "!t", "%", "@", "a\n\nb", "a  b", "\u2028", "é " * 90]
)  # fmt: skip
keys = st.sampled_from([*Case.model_fields, "en", "fr", "zeta", "1", "true", "a b", "a: b", "", "<<", "é", "[", "- x"])
plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**6), 10**6) | st.floats(-1e6, 1e6, allow_nan=False) | words,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=25,
)
STYLES = [
    {"default_flow_style": False}, {"default_flow_style": True}, {"default_flow_style": None}, {"default_style": '"'},
    {"default_style": "|"}, {"default_style": ">", "width": 30}, {"default_style": "'", "indent": 4, "width": 20},
]  # fmt: skip


@given(
    st.dictionaries(keys, plain, max_size=5),
    st.sampled_from(STYLES),
    st.booleans(),
    st.sampled_from([Case, Tactic, Lesson]),
)
def test_whatever_a_file_says_it_says_after(
    data: dict[str, Any], style: dict[str, Any], raw: bool, model: type[Any]
) -> None:
    text = yaml.dump(data, Dumper=NoAliases, allow_unicode=raw, sort_keys=False, **style)
    text = text.replace("!!null ", "").replace("!!bool ", "").replace("!!int ", "").replace("!!float ", "")
    source = parse(text, FILE)
    assume(source.diagnostics == [])
    check(text, model)


class NoAliases(yaml.SafeDumper):
    """Writes a value that occurs twice twice."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


@given(st.data())
def test_no_comment_is_lost_wherever_it_stands(data: st.DataObject) -> None:
    lines = (LAMP + "unknowns: []\nreplies:\nchanges: [ {on: 2021-02-01,\n   what: first published} ]\n").splitlines()
    saying = parse("\n".join(lines), FILE).data
    put = 0
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(lines) - 1))
        text = data.draw(st.sampled_from(["# level: 3", "#", "# - id: x", "#!", "# é 'quoted"]))
        trial = lines.copy()
        match data.draw(st.sampled_from(["beside", "alone", "apart"])):
            case "beside" if "#" not in trial[at]:
                trial[at] += f"  {text}"
            case "alone":
                trial.insert(at, " " * data.draw(st.integers(0, 12)) + text)
            case _:
                trial[at:at] = ["", " " * data.draw(st.integers(0, 12)) + text]
        read = parse("\n".join(trial), FILE)
        if read.diagnostics == [] and read.data == saying:
            lines, put = trial, put + 1
    assume(put)
    text = "\n".join(lines)
    assert len(comments(text)) == put
    check(text)


def test_windows_lines_and_document_marks_are_dropped() -> None:
    assert check("---\r\nid: x # why\r\n# below\r\ntitle: a\r\n...\r\n") == "id: x  # why\n# below\ntitle: a\n"


def test_a_change_of_meaning_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from kb.layout import MeaningChanged, writer

    monkeypatch.setattr(writer, "inline", lambda data, written, brackets=False: "other")
    with pytest.raises(MeaningChanged):
        laid_out("id: x\n")
