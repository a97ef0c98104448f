"""`kb explain` tells the truth: the wrong example of a rule breaks it and no other, the right one breaks none.

The right example stands in the small casebook, at any indentation; it is replaced by the wrong one. A line `…` parts an
example into pieces that are replaced one by one.
"""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest
from casebooks import NOW, ROOT, run

from kb.codes import all_codes
from kb.diagnostics import Severity
from kb.loading import load
from kb.project import Project

CODES = all_codes()


def raised(casebook: Project, code: str) -> set[str]:
    """The codes of what is wrong; notes count only where the code is one."""
    notes = CODES[code].severity is Severity.NOTE
    return {each.code for each in load(casebook, now=NOW).diagnostics if notes or each.severity is not Severity.NOTE}


def replace(casebook: Project, right: str, wrong: str) -> None:
    """Put ``wrong`` in the place of ``right`` in the first file that holds it."""
    wanted = right.splitlines()
    for file in [*sorted(casebook.cases.iterdir()), *sorted(casebook.root.glob("taxonomy/**/*.yml"))]:
        lines = file.read_text("utf-8").splitlines()
        for at in range(len(lines)):
            here = lines[at : at + len(wanted)]
            if textwrap.dedent("\n".join(here)) == right:
                margin = " " * (len(here[0]) - len(wanted[0]))
                lines[at : at + len(wanted)] = textwrap.indent(wrong, margin).splitlines()
                file.write_text("\n".join(lines) + "\n", "utf-8")
                return
    raise AssertionError(f"not in the small casebook:\n{right}")


def link_to_nothing(casebook: Project, lamp: Path) -> None:
    lamp.unlink()
    lamp.symlink_to("../moved-away.yml")


def no_case_for_a_lesson(casebook: Project, lamp: Path) -> None:
    lesson = (casebook.lessons / "answer-early.yml").read_text()
    (casebook.lessons / "answer-twice.yml").write_text(lesson.replace("id: answer-early", "id: answer-twice"))


def no_case_of_a_tactic(casebook: Project, lamp: Path) -> None:
    tactic = (casebook.tactics / "apology.yml").read_text().replace("id: apology", "id: humour")
    tactic = (
        tactic.replace("Apology", "Humour")
        .replace("Excuses", "Rire")
        .replace("sorry", "joke")
        .replace("pardon", "trait")
    )
    (casebook.tactics / "humour.yml").write_text(tactic)


TRANSLATION = {"KB018", "KB019", "KB020", "KB021"}

# Examples that are not about the text of one file: what they say is done by hand.
BY_HAND: dict[str, Callable[[Project, Path], object]] = {
    "KB000": lambda casebook, lamp: lamp.write_text("".join(f"field{number}: 1\n" for number in range(101))),
    "KB001": link_to_nothing,
    "KB002": lambda casebook, lamp: lamp.write_text(lamp.read_text() + "# more\n" * 50_000),
    "KB003": lambda casebook, lamp: lamp.write_bytes(lamp.read_text().replace("The lamp", "Le café").encode("cp1252")),
    "KB009": lambda casebook, lamp: lamp.rename(lamp.with_suffix(".yaml")),
    "KB022": lambda casebook, lamp: lamp.write_text(lamp.read_text().replace("The lamp", "The\u200b lamp")),
    "KB115": no_case_for_a_lesson,
    "KB116": no_case_of_a_tactic,
}  # fmt: skip


@pytest.mark.parametrize("code", CODES)
def test_every_rule_says_what_it_wants_and_why_with_an_example_of_each_side(code: str) -> None:
    says = CODES[code].says
    assert len(says.rule) > 20
    assert len(says.why) > 20
    assert says.wrong != says.right
    assert min(len(says.wrong), len(says.right)) > 5
    assert says.rule.endswith(".")
    assert says.why.endswith(".")


@pytest.mark.parametrize("code", CODES)
def test_the_wrong_example_breaks_its_rule_and_no_other(casebook: Project, lamp: Path, code: str) -> None:
    says = CODES[code].says
    if code in TRANSLATION:
        shutil.copy(ROOT / "tests" / "corpus" / "translation" / "2020-lamp-recall.fr.yml", casebook.cases)
    assert raised(casebook, code) == set()  # the right example stands in a casebook without a problem
    if code in BY_HAND:
        BY_HAND[code](casebook, lamp)
    else:
        rights, wrongs = says.right.split("\n…\n"), says.wrong.split("\n…\n")
        for right, wrong in zip(rights, wrongs, strict=True):
            replace(casebook, right, wrong)
    assert code in raised(casebook, code)
    assert raised(casebook, code) - MORE.get(code, set()) == {code}


# What cannot be wrong without another thing being wrong too.
MORE = {
    "KB000": {"KB010", "KB011"},  # it is shown below the first hundred of others
    # A path plays the lamp's case, and cannot
    "KB009": {"KB117"},  # where its file is not read,
    "KB101": {"KB117"},  # where it has another name,
    "KB112": {"KB117"},  # where it is merged into another,
    "KB402": {"KB117"},  # nor where it must not be played.
}


def test_by_hand_is_only_what_is_not_in_a_file() -> None:
    assert set(BY_HAND) <= set(CODES)


def test_a_code_is_explained_in_the_terminal(casebook: Project) -> None:
    told = run("explain", "kb104", root=casebook.root).out
    for words in ("KB104 (error)", "Every tactic named has its file", "wrong:", "[apolgy]", "right:", "[apology]"):
        assert words in told
    listed = run("explain", root=casebook.root).out.splitlines()
    assert [line[:5] for line in listed] == list(CODES)
