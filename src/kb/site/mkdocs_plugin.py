"""Hands the staged pages to MkDocs, which dresses them in the theme; Pagefind then indexes what was built."""

from __future__ import annotations

import hashlib
import logging
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

import kb
from kb.diagnostics import Severity
from kb.loading import load
from kb.project import Project
from kb.reporters import REPORTERS, Report
from kb.search.synonyms import words_by_letter
from kb.site.pages import Kept, render
from kb.site.stage import is_staged, stage

log = logging.getLogger("mkdocs.plugins.casebook")


def _fingerprint(project: Project) -> str:
    """A digest of what every page depends on: the program, the templates and the taxonomy."""
    program = Path(kb.__file__).parent.rglob("*.py")
    taxonomy = project.vocabulary.parent.rglob("*.yml")
    digest = hashlib.sha256()
    for file in sorted([*program, *project.templates.rglob("*.html"), *taxonomy]):
        digest.update(file.read_bytes() if file.is_file() else b"")
    return digest.hexdigest()


class CasebookConfig(Config):
    """Options in `mkdocs.yml`."""

    language = config_options.Choice(("en", "fr"), default="en")
    pagefind = config_options.Type(bool, default=True)


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
        folder = project.build / "pages"
        kept = Kept(loaded.digests, _fingerprint(project), partial(is_staged, folder))
        pages = render(loaded.corpus, project.templates, self.config.language, kept)
        for staged in stage(pages, folder):
            file = File.generated(config, staged.name, abs_src_path=str(staged.file))
            if staged.source:
                file.edit_uri = f"../../{staged.source}"
            self.generated.add(file.src_uri)
            files.append(file)
        for letter, text in words_by_letter(loaded.corpus).items():
            files.append(File.generated(config, f"find/words/{letter}.txt", content=text))
        return files

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

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Build the search index of the site."""
        if not self.config.pagefind:
            return
        command = [sys.executable, "-m", "pagefind", "--site", config.site_dir, "--silent"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise PluginError(f"Pagefind could not index the site: {(done.stderr or done.stdout).strip()[-500:]}")

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        """Rebuild when a case, the taxonomy or a template changes."""
        project = self._project(config)
        for folder in (project.cases, project.vocabulary.parent, project.templates):
            server.watch(str(folder), recursive=True)
        return server
