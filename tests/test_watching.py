"""`kb validate --watch` checks at each save."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from casebooks import ROOT

from kb.project import Project


class Watched:
    """A running `kb validate --watch`, whose lines come one by one."""

    def __init__(self, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-u", "-m", "kb", *arguments],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a shell's background jobs ignore it
        )
        self.lines: queue.Queue[str] = queue.Queue()
        self.reader = threading.Thread(target=self._read)
        self.reader.start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.put(line.rstrip("\n"))

    def until(self, words: str) -> str:
        """The lines up to the one that holds ``words``."""
        seen = []
        while not seen or words not in seen[-1]:
            try:
                seen.append(self.lines.get(timeout=60))
            except queue.Empty:
                raise AssertionError(f"no `{words}` in {seen}") from None
        return "\n".join(seen)

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        status = self.process.wait(timeout=60)
        self.reader.join()
        assert self.process.stdout
        self.process.stdout.close()
        return status


@pytest.fixture
def watched(casebook: Project) -> Iterator[Watched]:
    running = Watched("--root", str(casebook.root), "validate", "--watch", "--format", "concise")
    running.until("watching; Ctrl-C stops it")
    yield running
    if running.process.poll() is None:
        running.stop()


def test_each_save_is_checked_and_ctrl_c_ends_it(watched: Watched, lamp: Path) -> None:
    good = lamp.read_text()
    lamp.write_text(good.replace("level: 4", "level: 9"))
    seen = watched.until("1 error")
    assert "cases/2020-lamp-recall.yml" in seen
    assert "KB204" in seen
    aside = lamp.with_name(".lamp.tmp")  # as editors save
    aside.write_text(good)
    os.replace(aside, lamp)
    assert "KB204" not in watched.until("no problems")
    assert watched.stop() == 0
    assert "Traceback" not in "".join(watched.lines.queue)


def test_a_file_made_or_removed_is_a_change(watched: Watched, casebook: Project, lamp: Path) -> None:
    lamp.rename(lamp.with_suffix(".yaml"))
    watched.until("KB009")
    (casebook.lessons / "another.yml").write_text("id: [")
    watched.until("taxonomy/lessons/another.yml:1:5: error[KB004]")


def test_a_named_file_that_is_gone_is_waited_for(casebook: Project, lamp: Path) -> None:
    watched = Watched("--root", str(casebook.root), "validate", "--watch", str(lamp))
    watched.until("watching")
    text = lamp.read_text()
    lamp.unlink()
    watched.until("does not exist")
    lamp.write_text(text)
    watched.until("1 file: no problems")
    assert watched.stop() == 0
