"""Writing that leaves the old file or the new one, never a half."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path


def write_if_changed(file: Path, text: str) -> bool:
    """Write ``text`` aside and rename it into place, unless the file holds it already; says whether it wrote."""
    content = text.encode("utf-8")
    try:
        if file.read_bytes() == content:
            return False
    except OSError:
        file.parent.mkdir(parents=True, exist_ok=True)
    with _blaming(file):
        _replace(file, content)
    return True


def _replace(file: Path, content: bytes) -> None:
    handle, aside = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        os.chmod(aside, file.stat().st_mode & 0o777 if file.exists() else 0o644)
        os.replace(aside, file)
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise


@contextlib.contextmanager
def _blaming(file: Path) -> Iterator[None]:
    """A failure to write speaks of ``file``, not of what is written aside."""
    try:
        yield
    except FileExistsError:
        raise
    except OSError as error:
        raise OSError(error.errno, f"{error.strerror}; nothing was written", str(file)) from None


def write_new(file: Path, text: str) -> None:
    """Write ``text`` aside and link it into place. Raises FileExistsError where there is a file already."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with _blaming(file):
        handle, aside = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(text.encode("utf-8"))
            os.chmod(aside, 0o644)
            os.link(aside, file)
        finally:
            Path(aside).unlink(missing_ok=True)


def replace_folder(new: Path, old: Path) -> None:
    """Put the finished folder ``new`` in the place of ``old``. Between the two renames ``old`` is missing for an
    instant; it is never half-written."""
    os.chmod(new, 0o755)
    gone = old.with_name(f".{old.name}-old-{os.getpid()}")
    if old.exists():
        os.replace(old, gone)
    os.replace(new, old)
    shutil.rmtree(gone, ignore_errors=True)
