"""The least that MkDocs does for ready HTML: hand over bodies that lie on disk, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files


class FloorConfig(Config):
    """Where the bodies lie."""

    bodies = config_options.Dir(exists=True)


class FloorPlugin(BasePlugin[FloorConfig]):
    """Adds every staged body as a page."""

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        folder = Path(self.config.bodies)
        self.names = set()
        self.bodies: dict[str, str] = {}
        for file in sorted(folder.rglob("*.md")):
            added = File.generated(config, str(file.relative_to(folder)), abs_src_path=str(file))
            self.names.add(added.src_uri)
            files.append(added)
        return files

    def on_page_markdown(self, markdown: str, *, page: Any, **kwargs: Any) -> str | None:
        if page.file.src_uri not in self.names:
            return None
        self.bodies[page.file.src_uri] = markdown
        return ""

    def on_page_content(self, html: str, *, page: Any, **kwargs: Any) -> str | None:
        return self.bodies.pop(page.file.src_uri, None)
