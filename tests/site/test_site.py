"""The published site: whole, linked, and deaf to what a case might smuggle in."""

from __future__ import annotations

import re
import subprocess
import sys
from functools import partial
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from casebooks import ROOT, VALID, Spoil, dressed

from kb.loading import load
from kb.project import Project
from kb.site.pages import Kept, render
from kb.site.stage import is_staged, stage, text


class Page(HTMLParser):
    """The ids and addresses of a page."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.doubled: list[str] = []
        self.links: list[str] = []
        self.scripts: list[str] = []
        self.feed(file.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.doubled += [value] if value in self.ids else []
                self.ids.add(value)
            if name in ("href", "src", "action") and value:
                self.links.append(value)
            if name.startswith("on"):
                self.scripts.append(name)
        if tag == "script":
            self.scripts.append(tag)


def test_every_internal_link_and_anchor_resolves(built: Path) -> None:
    pages = {file: Page(file) for file in built.rglob("*.html")}
    broken = []
    for file, page in pages.items():
        for link in page.links:
            address = urlsplit(link)
            if address.scheme or address.netloc or file.name == "404.html":
                continue
            target = (file.parent / unquote(address.path)).resolve() if address.path else file
            if target.is_dir():
                target /= "index.html"
            found = target.is_file() and (
                not address.fragment or target.suffix != ".html" or unquote(address.fragment) in pages[target].ids
            )
            if not found:
                broken.append(f"{file.relative_to(built)} -> {link}")
    assert broken == []
    assert len(pages) > 100


def test_no_id_is_given_twice_on_a_page(built: Path) -> None:
    assert {file.name: doubled for file in built.rglob("*.html") if (doubled := Page(file).doubled)} == {}


def test_nothing_is_loaded_from_elsewhere(built: Path) -> None:
    for file in built.rglob("*.html"):
        html = file.read_text("utf-8")
        for part in ('src="http', "src=http", 'rel="preconnect"', "fonts.googleapis"):
            assert part not in html, f"{file.relative_to(built)}: {part}"


def test_every_case_tactic_and_lesson_has_its_page_both_ways(built: Path) -> None:
    corpus = load(Project(ROOT), check=False).corpus
    for case in corpus.published:
        page = (built / "cases" / case.id / "index.html").read_text("utf-8")
        for event in case.timeline:
            assert f'id="event-{event.id}"' in page
            for tactic in event.tactics:
                assert f'href="../../tactics/{tactic}/"' in page
                assert f'href="../../cases/{case.id}/#event-{event.id}"' in (
                    built / "tactics" / tactic / "index.html"
                ).read_text("utf-8")
        for link in case.lessons:
            assert f'href="../../lessons/{link.lesson}/"' in page
            assert f'href="../../cases/{case.id}/#event-{link.event}"' in (
                built / "lessons" / link.lesson / "index.html"
            ).read_text("utf-8")
    for tactic in corpus.tactics:
        assert (built / "tactics" / tactic / "index.html").is_file()


def test_a_case_kept_from_search_engines_says_so(built: Path) -> None:
    assert (
        '<meta name="robots" content="noindex">'
        in (built / "cases" / "2014-expatriate-guide-blogger" / "index.html").read_text()
    )
    assert 'content="noindex"' not in (built / "cases" / "2012-la-redoute-bather" / "index.html").read_text()
    assert "2014-expatriate-guide-blogger" not in (built / "sitemap.xml").read_text()


HOSTILE = (
    '</title></script><script>alert(1)</script><img src=x onerror=alert(2)>{{ 7919*7919 }}{% raw %}"onload="alert(3)'
)


def test_the_text_of_a_case_stays_text(tmp_path: Path) -> None:
    project = dressed(tmp_path / "casebook", VALID)
    for name in ("cases", "taxonomy"):
        (project.root / name).unlink()
    quoted = "'" + HOSTILE.replace("'", "''") + "'"
    import shutil

    shutil.copytree(VALID, project.root, dirs_exist_ok=True)
    shutil.copy(ROOT / "taxonomy" / "vocabulary.yml", project.vocabulary)
    case = project.cases / "2020-lamp-recall.yml"
    words = case.read_text()
    for old in (
        "title: The lamp that got too hot",
        "headline: The maker apologised, recalled the lamp and kept most of its customers.",
        "what: A customer posts a picture of a burnt lampshade.",
        "role: a customer",
        "because: The maker answered the same day.",
        "publisher: The Gazette",
        "question: What do you do now?",
        "says: around noon",
    ):
        assert old in words
        words = words.replace(old, f"{old.split(':')[0]}: {quoted}", 1)
    case.write_text(words)
    lesson = project.lessons / "answer-early.yml"
    lesson.write_text(lesson.read_text().replace("title: Answer early", f"title: {quoted}"))
    done = subprocess.run(
        [sys.executable, "-m", "kb", "--root", str(project.root), "build"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    plain = Page(project.site / "about" / "index.html")
    for file in project.site.rglob("*.html"):
        page = Page(file)
        own = 2 if file.parent.name == "find" else 1
        assert len(page.scripts) <= len(plain.scripts) + own, file
        assert not [name for name in page.scripts if name.startswith("on")], file
        assert "62710561" not in file.read_text("utf-8"), file


def test_only_what_changed_is_staged_again(casebook: Project, lamp: Path, tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    (casebook.paths / "a-first-look.yml").unlink()  # it leads to the case that goes away

    def staged() -> dict[str, int]:
        pages = render(load(casebook).corpus, ROOT / "site" / "templates")
        return {each.name: each.file.stat().st_mtime_ns for each in stage(pages, folder)}

    first = staged()
    assert staged() == first
    lamp.write_text(lamp.read_text().replace("A customer posts a picture", "A customer posts one picture"))
    second = staged()
    assert {name for name in first if first[name] != second[name]} == {
        "cases/2020-lamp-recall.md",
        "play/2020-lamp-recall.md",
        "discuss/2020-lamp-recall.md",
        "tactics/screenshot-relay.md",
    }
    lamp.unlink()
    staged()
    assert not (folder / "cases" / "2020-lamp-recall.md").exists()


def test_a_page_at_hand_is_not_rendered_again(casebook: Project, lamp: Path, tmp_path: Path) -> None:
    folder, templates = tmp_path / "pages", ROOT / "site" / "templates"

    def rendered() -> set[str]:
        loaded = load(casebook)
        kept = Kept(loaded.digests, "the rest", partial(is_staged, folder))
        pages = list(render(loaded.corpus, templates, kept=kept))
        list(stage(pages, folder))
        return {page.path for page in pages if page.path.startswith("cases/2") and page.body is not None}

    both = {"cases/2020-lamp-recall/", "cases/2021-bakery-silence/"}
    assert rendered() == both
    assert rendered() == set()
    lamp.write_text(lamp.read_text().replace("A customer posts a picture", "A customer posts one picture"))
    assert rendered() == {"cases/2020-lamp-recall/"}
    assert "posts one picture" in (folder / "cases" / "2020-lamp-recall.md").read_text()
    lamp.write_text(lamp.read_text().replace("title: The lamp", "title: A lamp"))
    assert rendered() == both  # the other page names this one


def test_the_same_casebook_gives_the_same_bytes(casebook: Project) -> None:
    corpus = load(casebook).corpus
    once, twice = ([text(page) for page in render(corpus, ROOT / "site" / "templates")] for _ in range(2))
    assert once == twice


def test_a_withdrawn_case_shows_its_reason_alone(casebook: Project, lamp: Path) -> None:
    lamp.write_text(
        lamp.read_text().replace("status: reviewed", "status: withdrawn\nstatus_reason: The source took it back.")
    )
    pages = {page.path: page for page in render(load(casebook).corpus, ROOT / "site" / "templates")}
    page = pages["cases/2020-lamp-recall/"]
    assert "The source took it back." in page.body
    assert "lampshade" not in page.body
    assert page.noindex
    assert "The lamp" not in text(page)
    assert "2020-lamp-recall" not in pages["cases/"].body


@pytest.mark.parametrize("command", [["build", "--strict"]])
def test_mkdocs_works_on_its_own(tmp_path: Path, command: list[str]) -> None:
    project = dressed(tmp_path / "casebook", ROOT)
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", *command], cwd=project.root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert (project.site / "cases" / "2012-la-redoute-bather" / "index.html").is_file()
    folder = re.search(r'data-index="(\w+)"', (project.site / "find" / "index.html").read_text("utf-8"))
    assert folder
    assert (project.site / "find" / folder[1] / "words" / "a.txt").is_file()


def test_a_page_loads_its_own_script_and_no_other(built: Path) -> None:
    own = {file.name for file in (ROOT / "site" / "theme" / "assets").glob("*.js")}
    assert "find.js" in own
    for file in built.rglob("index.html"):
        loaded = [link.rsplit("/", 1)[1] for link in Page(file).links if link.endswith(".js")]
        mine = [name for name in loaded if name in own]
        scripts = {
            "find": ["find-asked.js", "find.js"],
            "play": ["play.js"],
            "train/cards": ["cards.js"],
            "contribute/form": ["form.js"],
        }
        place = file.parent.relative_to(built).as_posix().removeprefix("fr/")
        assert mine == scripts.get("play" if place.startswith("play/") else place, []), place


def test_exactly_the_cases_with_decisions_can_be_played(built: Path) -> None:
    corpus = load(Project(ROOT), check=False).corpus
    played = {case.id for case in corpus.published if case.decisions}
    assert played < {case.id for case in corpus.published}
    assert {folder.name for folder in (built / "play").iterdir()} == played
    assert {folder.name for folder in (built / "discuss").iterdir()} == {
        case.id for case in corpus.published if case.decisions or case.discussion
    }
    for case in corpus.published:
        page = (built / "cases" / case.id / "index.html").read_text("utf-8")
        assert (f'href="../../play/{case.id}/"' in page) == bool(case.decisions)


def test_a_case_that_forbids_a_game_is_never_played(spoil: Spoil) -> None:
    corpus = spoil(("  platforms: [twitter]", "  platforms: [twitter]\n  sensitivities: [deaths]")).corpus
    case = corpus.cases["2020-lamp-recall"]
    assert case.decisions
    paths = {page.path for page in render(corpus, ROOT / "site" / "templates")}
    assert "play/2020-lamp-recall/" not in paths
    assert 'href="../../play/' not in next(p.body for p in render(corpus, ROOT / "site" / "templates") if p.path == "cases/2020-lamp-recall/")  # fmt: skip


def test_the_page_for_what_does_not_exist_leads_to_pages_that_do(built: Path) -> None:
    addresses = (built / "addresses.txt").read_text("utf-8").splitlines()
    assert {"cases/2012-la-redoute-bather/", "train/", "about/"} < set(addresses)
    assert set(addresses) == {
        f"{place}/" if (place := file.parent.relative_to(built).as_posix()) != "." else "./"
        for file in built.rglob("index.html")
        if file.relative_to(built).parts[0] != "fr" and 'content="noindex"' not in file.read_text("utf-8")
    }
    links = [link for link in Page(built / "404.html").links if link.startswith("/")]
    assert len(links) > 10
    for link in links:
        target = built / urlsplit(link).path.lstrip("/")
        assert target.exists(), link


def _built(casebook: Project, tmp_path: Path) -> Path:
    """The site of the small casebook, without the path that leads through the case that is taken away."""
    for path in casebook.paths.iterdir():
        path.unlink()
    project = dressed(tmp_path / "dressed", casebook.root)
    done = subprocess.run(
        [sys.executable, "-m", "kb", "--root", str(project.root), "build"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return project.site


def _mentions(site: Path, words: str) -> set[str]:
    """The published text files, those of the search included, that hold ``words``."""
    found = set()
    for file in site.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            if words in content.decode("utf-8", "ignore"):
                found.add(file.relative_to(site).as_posix())
    return found - {
        f"{language}contribute/rules/index.html" for language in ("", "fr/")
    }  # its examples are of this case


def test_a_withdrawn_case_is_gone_from_pages_search_and_sitemap(
    casebook: Project, lamp: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SITE_URL", "https://casebook.example/")
    lamp.write_text(
        lamp.read_text().replace("status: reviewed", "status: withdrawn\nstatus_reason: The source took it back.")
    )
    site = _built(casebook, tmp_path)
    assert _mentions(site, "lampshade") == set()
    assert _mentions(site, "The lamp that got too hot") == {
        f"{language}{page}/index.html" for language in ("", "fr/") for page in ("lessons/answer-early", "fields")
    }  # the lesson's own words
    own = {"cases/2020-lamp-recall/index.html", "fr/cases/2020-lamp-recall/index.html"}
    own |= {"contribute/form/cases.json", "fr/contribute/form/cases.json"}  # as an id that is taken
    assert _mentions(site, "2020-lamp-recall") == own
    page = (site / "cases" / "2020-lamp-recall" / "index.html").read_text()
    assert "The source took it back." in page
    assert '<meta name="robots" content="noindex">' in page
    assert "2021-bakery-silence" in (site / "sitemap.xml").read_text()


def test_a_case_kept_from_search_engines_is_kept_from_the_search_of_the_site(
    casebook: Project, lamp: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SITE_URL", "https://casebook.example/")
    lamp.write_text(lamp.read_text().replace("status: reviewed", "status: reviewed\nvisibility: noindex"))
    site = _built(casebook, tmp_path)
    page = "cases/2020-lamp-recall/index.html"
    assert page in _mentions(site, "Lumen apologises and says")
    assert 'name="robots" content="noindex"' in (site / page).read_text()
    searched = ("find/", "fr/find/", "sitemap")
    assert not {name for name in _mentions(site, "2020-lamp-recall") if name.startswith(searched)}
    handed_on = (*searched, "feed", "fr/feed")
    assert not {name for name in _mentions(site, "lampshade") if name.startswith(handed_on)}
    assert any(name.startswith("find/") for name in _mentions(site, "2021-bakery-silence"))


def test_only_its_own_pages_tell_the_story_of_a_case_kept_from_search_engines(casebook: Project, lamp: Path) -> None:
    templates = ROOT / "site" / "templates"
    telling = [page for page in render(load(casebook).corpus, templates) if "lampshade" in (page.body or "")]
    assert any(page.path.startswith("tactics/") for page in telling)
    lamp.write_text(lamp.read_text().replace("status: reviewed", "status: reviewed\nvisibility: noindex"))
    pages = list(render(load(casebook).corpus, templates))
    telling = [page for page in pages if "lampshade" in (page.body or "")]
    assert "cases/2020-lamp-recall/" in {page.path for page in telling}
    assert all(page.noindex for page in telling if page.path != "contribute/rules/")  # its examples are of this case
    linking = [page for page in pages if not page.noindex and "/2020-lamp-recall/" in (page.body or "")]
    assert any(page.path.startswith("tactics/") for page in linking)


@pytest.mark.parametrize("address", ["", "https://casebook.example/"])
def test_the_page_of_a_merged_case_leads_to_the_one_that_survives(
    casebook: Project, lamp: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("SITE_URL", address)
    closed = "status: merged\nstatus_reason: One incident, told twice.\nmerged_into: 2021-bakery-silence"
    lamp.write_text(lamp.read_text().replace("status: reviewed", closed))
    site = _built(casebook, tmp_path)
    page = (site / "cases" / "2020-lamp-recall" / "index.html").read_text()
    assert "One incident, told twice." in page
    assert '<a href="../../cases/2021-bakery-silence/">' in page
    canonical = f"{address}cases/2021-bakery-silence/" if address else "../../cases/2021-bakery-silence/"
    assert f'<link rel="canonical" href="{canonical}">' in page
    assert "lampshade" not in page
    assert "noindex" not in page
    assert "2020-lamp-recall" not in (site / "sitemap.xml").read_text()
