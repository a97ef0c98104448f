"""Hands the staged pages and the index of the search to MkDocs, which dresses the pages in the theme."""

from __future__ import annotations

import hashlib
import json
import logging
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from jinja2 import Environment
from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc
from mkdocs.utils import get_relative_url

import kb
from kb.diagnostics import Severity
from kb.loading import load
from kb.model import plain_values
from kb.project import Project
from kb.reporters import REPORTERS, Report
from kb.site.feed import ADDRESS as FEED
from kb.site.feed import feed
from kb.site.finding import index
from kb.site.form import CASES, cases
from kb.site.pages import Kept, render
from kb.site.policy import with_policy
from kb.site.stage import is_staged, stage
from kb.wording import Wording, catalogue

MAIN = "en"
"""The language of the site at the root; others live below it."""

log = logging.getLogger("mkdocs.plugins.casebook")


def _fingerprint(project: Project) -> str:
    """A digest of what every page depends on: the program, the templates and the taxonomy."""
    program = Path(kb.__file__).parent.rglob("*.py")
    taxonomy = project.vocabulary.parent.rglob("*.yml")
    digest = hashlib.sha256()
    words = project.locale.glob("*.po")
    for file in sorted([*program, *project.templates.rglob("*.html"), *taxonomy, *words]):
        digest.update(file.read_bytes() if file.is_file() else b"")
    return digest.hexdigest()


def _in_language(project: Project, source: str, language: str) -> str:
    """The file in which a page's texts stand: the record, or its translation where there is one."""
    translation = f"{source.removesuffix('.yml')}.{language}.yml"
    return translation if (project.root / translation).is_file() else source


class CasebookConfig(Config):
    """Options in `mkdocs.yml`."""

    language = config_options.Choice(("en", "fr"), default=MAIN)
    search = config_options.Type(bool, default=True)


class CasebookPlugin(BasePlugin[CasebookConfig]):
    """Adds the pages of the casebook to a MkDocs site."""

    def __init__(self) -> None:
        self.bodies: dict[str, str] = {}
        self.generated: set[str] = set()

    def _project(self, config: MkDocsConfig) -> Project:
        return Project(Path(config.config_file_path).parent.resolve())

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Load the casebook, stage its pages and add them. A casebook with errors is not published."""
        project = self._project(config)
        loaded = load(project)
        errors = [each for each in loaded.diagnostics if each.severity is Severity.ERROR]
        if errors:
            report = Report(len(loaded.corpus.cases), errors, loaded.sources)
            for line in REPORTERS["concise"](report):
                log.error("%s", line)
            raise PluginError(f"the casebook has {len(errors)} errors: `kb validate` shows them in full")
        self.generated.clear()
        language = self.config.language
        folder = project.build / "pages" / language
        kept = Kept(loaded.digests, _fingerprint(project), partial(is_staged, folder))
        pages = render(loaded.corpus, project.templates, language, kept)
        for staged in stage(pages, folder):
            file = File.generated(config, staged.name, abs_src_path=str(staged.file))
            if staged.source:
                file.edit_uri = f"../../{_in_language(project, staged.source, language)}"
            self.generated.add(file.src_uri)
            files.append(file)
        files.append(File.generated(config, CASES, content=cases(loaded.corpus.in_language(language))))
        public = {case.id for case in loaded.corpus.public}
        if self.config.search:
            wording = Wording(language, catalogue(project.locale, language))
            for name, text in index(loaded.corpus, loaded.corpus.public, wording).items():
                files.append(File.generated(config, f"find/{kept.state}/{name}", content=text))
        for case in loaded.corpus.in_language(language).public:
            text = json.dumps(plain_values(case), ensure_ascii=False, indent=1)
            files.append(File.generated(config, f"cases/{case.id}/case.json", content=text))
        news = feed(loaded.corpus, language, config.site_name, config.site_url or "")
        files.append(File.generated(config, FEED, content=news))
        kept_back = {case for case in loaded.corpus.cases if case not in public}
        shown = (file.url for file in files.documentation_pages() if kept_back.isdisjoint(file.url.split("/")))
        addresses = "".join(f"{url}\n" for url in shown)
        files.append(File.generated(config, "addresses.txt", content=addresses))
        return files

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """The French site lives below the English one."""
        if config.site_url and self.config.language != MAIN:
            config.site_url = f"{config.site_url.rstrip('/')}/{self.config.language}/"
        return config

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Give the theme's templates the interface strings."""
        env.globals["_"] = catalogue(self._project(config).locale, self.config.language).gettext
        return env

    def on_page_context(self, context: Any, *, page: Page, config: MkDocsConfig, nav: Navigation) -> Any:
        """Tell the theme where the same page is in the other language; its home page where there is no such page."""
        here = self.config.language
        other = "fr" if here == MAIN else MAIN
        folder = Path(config.docs_dir).parent / ("pages" if other == MAIN else f"pages.{other}")
        same = page.file.src_uri in self.generated or (folder / page.file.src_uri).is_file()
        own, url = ("" if here == MAIN else f"{here}/"), page.url if same else ""
        target = ("" if other == MAIN else f"{other}/") + (url if url != "./" else "")
        site = (config.site_url or "").removesuffix(own)
        return context | {
            "language": here,
            "other_language": other,
            "other_link": get_relative_url(target or ".", f"{own}{page.url}"),
            "other_url": f"{site}{target}" if site and same else "",
        }

    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str | None:
        """Keep the ready body aside, so that MkDocs does not run Markdown over it."""
        if page.file.src_uri not in self.generated:
            return None
        self.bodies[page.file.src_uri] = markdown
        return ""

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str | None:
        """Put the body in, with its table of contents."""
        body = self.bodies.pop(page.file.src_uri, None)
        if body is None:
            return None
        tokens: Any = [
            {"level": 2, "id": anchor, "name": name, "html": name, "children": []}
            for anchor, name in page.meta.pop("toc", [])
        ]
        page.toc = get_toc(tokens)
        if "canonical" in page.meta:
            page.canonical_url = urljoin(page.canonical_url or "", page.meta["canonical"])
        return body

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Say what the page may load."""
        return with_policy(output)

    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
        """The same for a page made from a template alone, such as that for an address that does not exist."""
        return with_policy(output_content)
