"""What the form says of a case is what `kb validate` says of the file that it writes: the same codes, the same words."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from casebooks import INVALID, ROOT, VALID
from playwright.sync_api import Browser, Page

from kb.diagnostics import Severity
from kb.loading import load
from kb.project import Project
from kb.site import checks
from kb.site.expressions import for_browsers

pytestmark = pytest.mark.browser

FORM = "contribute/form/"
SPOILED = sorted((INVALID / "cases").glob("KB*.yml"))
# What the form cannot write, whatever is typed: another file, another status, what editors add, moves that do not fit.
IMPOSSIBLE = {
    *("KB004", "KB005", "KB006", "KB007", "KB008", "KB010", "KB101", "KB107", "KB108", "KB112"),
    *("KB022", "KB023", "KB304", "KB306", "KB310", "KB402", "KB119", "KB502"),
}
OTHERWISE = {"KB011", "KB012", "KB013", "KB014"}
"""What the form cannot write in the way of their files, but in another."""
QUIET = {"KB309"}
"""Notes, which stop nobody."""

Said = set[tuple[str, str]]


@pytest.fixture(scope="module")
def tab(browser: Browser, small: tuple[Project, str]) -> Iterator[Page]:
    page = browser.new_context(base_url=small[1]).new_page()
    page.set_default_timeout(10_000)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(FORM)
    yield page
    page.context.close()
    assert errors == []


def open_draft(page: Page, data: Any) -> None:
    """The form with a draft that was kept."""
    page.evaluate("kept => localStorage.setItem('kb-case-draft', JSON.stringify({data: kept}))", data)
    page.goto(FORM)
    page.locator("#form-ask").click()
    page.evaluate("() => new Promise(done => setTimeout(done))")  # the list is put in when the pointer has let go


def in_the_form(page: Page) -> Said:
    """Code and words of each problem in the list."""
    rows = page.locator("#form-problems li").evaluate_all(
        "all => all.map(each => [...each.children].map(a => a.textContent))"
    )
    return {(code, told.split(": ", 1)[1]) for told, code in rows}


def in_the_terminal(page: Page, project: Project) -> Said:
    """The same of `kb validate`, for the file that the form writes."""
    file = project.cases / str(page.locator("#form-name").text_content()).removeprefix("cases/")
    assert not file.exists()
    file.write_text(page.locator("#form-file").input_value(), "utf-8")
    try:
        found = load(project).diagnostics
    finally:
        file.unlink()
    own = [each for each in found if each.file.name == file.name]
    return {(each.code, each.message.replace("`", "")) for each in own if each.severity is not Severity.NOTE}


def draft(file: Path) -> dict[str, Any]:
    """A file of the casebook as somebody would have typed it."""
    data: dict[str, Any] = yaml.load(file.read_text("utf-8").split("\n---\n")[0], yaml.BaseLoader)
    return {name: value for name, value in data.items() if name not in ("decisions", "reviewed_on", "status")}


def test_a_sound_case_is_sound_in_the_form(tab: Page, small: tuple[Project, str]) -> None:
    open_draft(tab, draft(VALID / "cases" / "2020-lamp-recall.yml") | {"id": "2020-another"})
    assert in_the_form(tab) == set()
    assert in_the_terminal(tab, small[0]) == set()


def test_an_empty_form_lacks_in_the_same_words(tab: Page, small: tuple[Project, str]) -> None:
    open_draft(tab, {"actors": [{}], "timeline": [{}, {}, {}], "lessons": [{}], "sources": [{}, {}]})
    told = in_the_form(tab)
    assert len(told) > 10
    assert told == in_the_terminal(tab, small[0])


@pytest.mark.parametrize(
    "file", [each for each in SPOILED if each.stem not in IMPOSSIBLE | OTHERWISE | QUIET], ids=lambda each: each.stem
)
def test_each_mistake_is_told_in_the_same_words(tab: Page, small: tuple[Project, str], file: Path) -> None:
    open_draft(tab, draft(file))
    told = in_the_form(tab)
    assert file.stem in {code for code, _ in told}
    assert told == in_the_terminal(tab, small[0])


# What no spoiled file holds that the form can write; what is empty is KB012 there.
MORE: dict[str, Callable[[Any], object]] = {
    "KB011": lambda case: case["actors"][0].pop("name"),
    "KB012": lambda case: case["timeline"][0].pop("at"),
    "KB013": lambda case: case["lessons"][0].update(stance="in favour"),
    "KB014": lambda case: case.update(title="x" * 301),
    "KB014 few": lambda case: case["timeline"].pop(0),
    "KB014 none": lambda case: case["crisis"].update(platforms=[]),
    "KB014 entry": lambda case: case.update(unknowns=["x" * 4001]),
    "KB016 zone": lambda case: case["timeline"][0].update(at="2020-03-02T09:30"),
    "KB016 day": lambda case: case["sources"][0].update(accessed="2021-01"),
    "KB201 span": lambda case: case["outcome"].update(ended="2020-03-12/2020-03-10"),
    "KB201 edge": lambda case: case["outcome"].update(ended="9999-12-31"),
    "KB201 month": lambda case: case["timeline"][2].update(at="2020-00"),
    "KB016 part": lambda case: case["timeline"][2].update(at="2020-03-03T09/2020-03-04"),
    "KB015 host": lambda case: case["sources"][0].update(url="https://gazette/lamp"),
    "KB015 user": lambda case: case["sources"][0].update(url="https://anna@gazette.example/lamp"),
    "KB203 hour": lambda case: case["outcome"].update(ended="2091-03-12T10+01:00"),
    "KB301 single": lambda case: case.update(sources=case["sources"][:1]),
    "KB404 here": lambda case: case["outcome"].update(resolution="Call 01 42 27 92 00 for the lamp."),
    "KB408 french": lambda case: case.update(language="fr", summary="Selon X, oui. Le groupe a menti à 2000 clients."),
}


@pytest.mark.parametrize("name", MORE)
def test_more_mistakes_are_told_in_the_same_words(tab: Page, small: tuple[Project, str], name: str) -> None:
    case = draft(VALID / "cases" / "2020-lamp-recall.yml") | {"id": "2020-another"}
    case["crisis"]["sensitivities"] = ["proceedings"]
    MORE[name](case)
    open_draft(tab, case)
    told = in_the_form(tab)
    assert name.split()[0] in {code for code, _ in told}
    assert told == in_the_terminal(tab, small[0])


def test_the_cases_of_the_casebook_are_judged_alike(browser: Browser, address: str, tmp_path: Path) -> None:
    for name in ("cases", "taxonomy", "schema"):
        shutil.copytree(ROOT / name, tmp_path / name)
    project = Project(tmp_path)
    page = browser.new_context(base_url=address).new_page()
    page.goto(FORM)
    told: dict[str, Said] = {}
    for file in [each for each in sorted((ROOT / "cases").glob("*.yml")) if "." not in each.stem][::2]:
        data = draft(file)
        data |= {"id": f"{data['id']}-again"}
        open_draft(page, {name: value for name, value in data.items() if name != "discussion"})
        told[f"{data['id']}.yml"] = in_the_form(page)
        (project.cases / f"{data['id']}.yml").write_text(page.locator("#form-file").input_value(), "utf-8")
    page.context.close()
    assert len(told) > 10
    found = [each for each in load(project).diagnostics if each.severity is not Severity.NOTE]
    for name in told:
        assert told[name] == {(each.code, each.message.replace("`", "")) for each in found if each.file.name == name}


def test_signs_that_nobody_sees_do_not_reach_the_file(tab: Page) -> None:
    open_draft(tab, {"title": "The\u200b lamp\u2028that\u00ad got\ttoo hot"})
    assert "\ntitle: The lamp that got too hot\n" in tab.locator("#form-file").input_value()


def test_every_rule_that_the_form_judges_has_its_mistake_here() -> None:
    tried = {each.stem for each in SPOILED} - IMPOSSIBLE - QUIET
    assert {code for code in checks.said(lambda text: text) if code.startswith("KB")} <= tried
    assert {each["code"] for each in checks.said(lambda text: text).values()} - {""} - tried <= {
        "KB012"
    }  # the empty form


def test_every_expression_finds_in_a_browser_what_it_finds_in_python(tab: Page) -> None:
    files = [*(ROOT / "cases").glob("*.yml"), *SPOILED]
    lines = sorted({line.strip() for file in files for line in file.read_text("utf-8").splitlines()})
    assert len(lines[::5]) > 2000
    found = 0
    for name, pattern in checks.expressions().items():
        texts = [*[line for line in lines if pattern.search(line)][:300], *lines[::5]]
        source, flags = for_browsers(pattern)
        script = (
            "([source, flags, texts]) => { const wanted = new RegExp(source, flags + 'g');"
            " return texts.map(text => [...text.matchAll(wanted)].map(each => each[0])); }"
        )
        theirs = tab.evaluate(script, [source, flags, texts])
        ours = [[match[0] for match in pattern.finditer(text)] for text in texts]
        wrong = [(text, one, two) for text, one, two in zip(texts, ours, theirs, strict=True) if one != two]
        assert wrong == [], name
        assert any(ours), name
        found += sum(map(len, ours))
    assert found > 3000
