"""`kb build` and `kb serve`."""

from __future__ import annotations

import logging
import os
import tempfile
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


def _config(screen: Screen, site: Path, strict: bool, **more: Any) -> Any:
    # The theme prints a notice about the future of MkDocs at each start; this is its own switch for it.
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    logging.basicConfig(format="%(levelname)s: %(message)s", level=logging.WARNING)
    file = screen.project.root / "mkdocs.yml"
    if not file.is_file():
        raise Failure(f"`{screen.shown(file)}` is missing: the site is configured there")
    try:
        return load_config(str(file), site_dir=str(site), strict=strict, **more)
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
            _build(_config(screen, aside, strict))
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
    from mkdocs.commands.serve import serve as mkdocs_serve
    from mkdocs.exceptions import MkDocsException

    from kb.search.library import Library

    if not _validated(screen, strict=False):
        return 1
    _free(port)
    with screen.err.status("indexing"):
        Library(screen.project).refresh(screen.say)
    screen.say(f"serving the casebook on http://127.0.0.1:{port}/ as soon as it is built (Ctrl-C stops it)")
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    logging.basicConfig(format="%(message)s", level=logging.INFO)
    logging.getLogger("mkdocs").setLevel(logging.INFO)
    try:
        mkdocs_serve(str(screen.project.root / "mkdocs.yml"), dev_addr=f"127.0.0.1:{port}", livereload=True)
    except MkDocsException as error:
        raise Failure(f"the site was not built: {error}") from None
    return 0


def _free(port: int) -> None:
    import socket

    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise Failure(f"port {port} is taken; give another with --port") from None
