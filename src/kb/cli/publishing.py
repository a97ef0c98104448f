"""`kb build` and `kb serve`."""

from __future__ import annotations

import logging
import os
import tempfile
import time
from pathlib import Path
from typing import Any

import click

from kb.cli.screen import Failure, Screen


def _validated(screen: Screen, strict: bool) -> bool:
    """Whether the casebook may be published; what is wrong has been shown otherwise."""
    from kb.diagnostics import Severity
    from kb.loading import load
    from kb.reporters import REPORTERS, Report

    fatal = (Severity.ERROR, Severity.WARNING) if strict else (Severity.ERROR,)
    loaded = load(screen.project)
    found = [each for each in loaded.diagnostics if each.severity in fatal]
    for piece in REPORTERS["full"](Report(len(loaded.corpus.cases), found, loaded.sources)):
        screen.say(piece)
    if found:
        screen.say(f"not built: {len(found)} problem{'s' * (len(found) != 1)} in the casebook")
    return not found


def _configs(screen: Screen, site: Path, strict: bool) -> list[Any]:
    """One configuration for each language, the English one, at the root, first."""
    # The theme prints a notice about the future of MkDocs at each start; this is its own switch for it.
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    logging.basicConfig(format="%(levelname)s: %(message)s", level=logging.WARNING)
    root = screen.project.root
    if not (root / "mkdocs.yml").is_file():
        raise Failure(f"`{screen.shown(root / 'mkdocs.yml')}` is missing: the site is configured there")
    files = {site: root / "mkdocs.yml"}
    files |= {site / file.suffixes[0][1:]: file for file in sorted(root.glob("mkdocs.*.yml"))}
    try:
        return [load_config(str(file), site_dir=str(folder), strict=strict) for folder, file in files.items()]
    except MkDocsException as error:
        raise Failure(f"mkdocs.yml: {error}") from None


@click.command()
@click.option("--strict", is_flag=True, help="Warnings fail too: of the casebook and of the site.")
@click.pass_obj
def build(screen: Screen, strict: bool) -> int:
    """Build the site into `build/site`.

    It is built aside and put in place when it is whole. A casebook with errors is not built.
    """
    from kb.files import replace_folder

    if not _validated(screen, strict):
        return 1
    site = screen.project.site
    site.parent.mkdir(exist_ok=True)
    aside = Path(tempfile.mkdtemp(dir=site.parent, prefix=".site-"))
    try:
        with screen.err.status("building the site"):
            for config in _configs(screen, aside, strict):
                _build(config)
        replace_folder(aside, site)
    finally:
        _remove(aside)
    pages = sum(1 for _ in site.rglob("*.html"))
    screen.say(f"{pages} pages in {screen.shown(site)}")
    return 0


def _build(config: Any) -> None:
    from mkdocs.commands.build import build as mkdocs_build
    from mkdocs.exceptions import Abort, BuildError, MkDocsException

    try:
        mkdocs_build(config)
    except (Abort, BuildError, MkDocsException) as error:
        raise Failure(f"the site was not built: {error}") from None


def _remove(folder: Path) -> None:
    import shutil

    shutil.rmtree(folder, ignore_errors=True)


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port on 127.0.0.1.")
@click.pass_obj
def serve(screen: Screen, port: int) -> int:
    """Serve the site on 127.0.0.1 and rebuild it when a file changes.

    Validates and indexes first. Stop it with Ctrl-C.
    """
    from mkdocs.livereload import LiveReloadServer

    from kb.search.library import Library

    if not _validated(screen, strict=False):
        return 1
    _free(port)
    with screen.err.status("indexing"):
        Library(screen.project).refresh(screen.say)
    with tempfile.TemporaryDirectory(prefix="casebook-") as folder:
        site = Path(folder)

        def build_all() -> None:
            started = time.monotonic()
            for config in _configs(screen, site, strict=False):
                config.extra["live"] = True
                _build(config)
            screen.say(f"built in {time.monotonic() - started:.1f} s")

        def rebuild() -> None:
            try:
                build_all()
            except Failure as failure:
                screen.say(f"{failure}; the pages are those of the last good build")

        with screen.err.status("building the site"):
            build_all()
        server = LiveReloadServer(rebuild, "127.0.0.1", port, str(site))
        lost = site / "404.html"
        server.error_handler = lambda code: lost.read_bytes() if code == 404 and lost.is_file() else None
        project = screen.project
        for watched in (project.cases, project.vocabulary.parent, project.root / "site", project.root / "mkdocs.yml"):
            server.watch(str(watched))
        screen.say(f"serving the casebook on http://127.0.0.1:{port}/ (Ctrl-C stops it)")
        try:
            server.serve()  # type: ignore[no-untyped-call]
        except KeyboardInterrupt:
            screen.say("stopped")
        finally:
            server.shutdown()
    return 0


def _free(port: int) -> None:
    import socket

    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise Failure(f"port {port} is taken; give another with --port") from None
