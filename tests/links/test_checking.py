"""What is asked, how politely, what is made of the answers and what is remembered."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from kb.cli import kb
from kb.cli import sources as command
from kb.links.archive import Archive, ArchiveError
from kb.links.checking import SURELY_THERE, Memory, OfflineError, State, check
from kb.links.fetching import Answer, Failure, Fetcher
from kb.project import Project
from links.conftest import Server

WEEK = timedelta(days=7)


def states(server: Server, fetcher: Fetcher, memory: Memory, *paths: str) -> dict[str, State]:
    found = check([server.at(path) for path in paths], fetcher, memory, WEEK, pause=0)
    return {path: found[server.at(path)].state for path in paths}


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    return Memory(tmp_path / "cache" / "sources.json")


def test_gone_is_only_what_is_certainly_gone(server: Server, fetcher: Fetcher, memory: Memory) -> None:
    assert states(server, fetcher, memory, *WANTED) == WANTED


WANTED = {
    "/fine": State.THERE,
    "/elsewhere": State.THERE,
    "/moved": State.MOVED,
    "/gone": State.GONE,
    "/removed": State.GONE,
    "/loop": State.GONE,
    "/file": State.GONE,
    "/forbidden": State.UNSURE,
    "/broken": State.UNSURE,
    "/front": State.UNSURE,
    "/silent-end": State.UNSURE,
    "/garbage": State.UNSURE,
    "/short": State.UNSURE,
}


def test_a_host_is_asked_one_thing_at_a_time(server: Server, fetcher: Fetcher, memory: Memory) -> None:
    pages = [f"/page/{number}" for number in range(12)]
    assert set(states(server, fetcher, memory, *pages).values()) == {State.THERE}
    assert server.asked == pages
    assert server.most_at_once == 1


def test_an_address_named_twice_is_asked_once(server: Server, fetcher: Fetcher, memory: Memory) -> None:
    states(server, fetcher, memory, "/fine", "/fine", "/gone")
    assert server.asked == ["/fine", "/gone"]


def test_a_host_that_asks_to_wait_long_is_left_alone(server: Server, fetcher: Fetcher, memory: Memory) -> None:
    found = check([server.at(path) for path in ("/fine", "/later", "/page/1")], fetcher, memory, WEEK, pause=0)
    assert server.asked == ["/fine", "/later"]
    assert found[server.at("/page/1")].state is State.UNSURE
    assert "3600 s" in found[server.at("/later")].reason


def test_a_host_that_asks_to_wait_a_little_is_asked_once_more(server: Server, fetcher: Fetcher, memory: Memory) -> None:
    assert states(server, fetcher, memory, "/soon") == {"/soon": State.THERE}
    assert server.asked == ["/soon", "/soon"]


def test_what_is_known_is_not_asked_again_and_what_is_unsure_is(
    server: Server, fetcher: Fetcher, memory: Memory
) -> None:
    first = states(server, fetcher, memory, "/fine", "/gone", "/broken")
    server.asked.clear()
    again = Memory(memory.file)
    assert states(server, fetcher, again, "/fine", "/gone", "/broken") == first
    assert server.asked == ["/broken"]
    check([server.at("/fine")], fetcher, again, timedelta(0), pause=0)
    assert server.asked == ["/broken", "/fine"]


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"a": 1}', '{"a": {"state": "new"}}', "\x00\xff", '{"http://x/": {}}']
)
def test_a_damaged_memory_is_an_empty_one(tmp_path: Path, text: str) -> None:
    file = tmp_path / "sources.json"
    file.write_text(text, "latin-1")
    assert Memory(file).verdicts == {}


class Dead(Fetcher):
    """A network that is not there."""

    def fetch(self, address: str) -> Answer:
        return Answer(address, failure=Failure.NO_NETWORK)


def test_without_a_network_nothing_is_forgotten_and_nothing_learnt(
    server: Server, fetcher: Fetcher, memory: Memory
) -> None:
    states(server, fetcher, memory, "/fine")
    before = memory.file.read_bytes()
    with pytest.raises(OfflineError):
        check([server.at("/fine"), server.at("/gone")], Dead(), memory, timedelta(0), pause=0)
    assert memory.file.read_bytes() == before


@pytest.mark.parametrize(("there", "state"), [(True, State.GONE), (False, None)])
def test_a_host_that_is_gone_is_told_from_a_network_that_is_not_there(
    memory: Memory, there: bool, state: State | None
) -> None:
    class Nameless(Fetcher):
        def fetch(self, address: str) -> Answer:
            fine = there and address == SURELY_THERE
            return Answer(address, status=200 if fine else 0, failure=None if fine else Failure.NO_HOST)

    def ask() -> State:
        return check(["https://lost.example/"], Nameless(), memory, WEEK, pause=0)["https://lost.example/"].state

    if state is None:
        with pytest.raises(OfflineError):
            ask()
        assert not memory.file.exists()
    else:
        assert ask() is state


@pytest.fixture
def linked(casebook: Project, lamp: Path, server: Server, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch) -> Project:
    """The small casebook with sources on the server: one there, one gone; the archive is on the server too."""
    text = lamp.read_text().replace("https://gazette.example/lamp\n", f"{server.at('/fine')}\n", 1)
    lamp.write_text(text.replace("https://lumen.example/recall\n", f"{server.at('/gone')}\n", 1))
    (casebook.cases / "2021-bakery-silence.yml").unlink()
    monkeypatch.setattr(command, "_fetcher", lambda: fetcher)
    monkeypatch.setattr(command, "_PAUSE", 0)
    return casebook


def ran(project: Project, *arguments: str) -> Any:
    return CliRunner().invoke(kb, ["--root", str(project.root), "sources", *arguments], standalone_mode=False)


def test_the_command_names_what_is_gone_with_its_copy_and_fails(linked: Project, server: Server) -> None:
    done = ran(linked, "check")
    assert done.return_value == 1
    (line,) = done.stdout.splitlines()
    assert line.startswith(f"2020-lamp-recall lumen: gone (404) {server.at('/gone')}; copy: https://web.archive.org/")
    assert "2 sources: 1 there, 0 moved, 0 unsure, 1 gone" in done.stderr
    rows = json.loads(ran(linked, "check", "--format", "json").stdout)
    assert [row["state"] for row in rows] == ["there", "gone"]
    assert server.asked == ["/fine", "/gone"]
    assert "lumen: gone on 20" in ran(linked, "list").stdout


def test_a_report_for_an_issue_is_empty_where_nothing_is_gone(linked: Project, lamp: Path, server: Server) -> None:
    report = ran(linked, "check", "--format", "markdown").stdout
    assert report.startswith("1 of 2 sources are gone.\n\n- `cases/2020-lamp-recall.yml`, source `lumen`: ")
    lamp.write_text(lamp.read_text().replace("/gone", "/page/1"))
    done = ran(linked, "check", "--format", "markdown")
    assert (done.return_value, done.stdout) == (0, "")


def test_a_copy_is_proposed_for_what_is_gone_and_has_none(
    linked: Project, lamp: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lamp.write_text("".join(line for line in lamp.read_text().splitlines(True) if "archived:" not in line))
    copy = "https://web.archive.org/web/20200101000000/http://x/"

    class Known(Archive):
        def closest(self, address: str, day: Any) -> str | None:
            return copy

    monkeypatch.setattr(command, "_archive", lambda: Known(Fetcher()))
    assert f"proposed for `archived`: `{copy}`" in ran(linked, "check", "--propose", "--format", "markdown").stdout


def test_without_a_network_the_command_says_so(linked: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "_fetcher", Dead)
    done = ran(linked, "check")
    assert "the network cannot be reached" in str(done.exception)
    assert done.stdout == ""


def test_an_archive_out_of_reach_leaves_every_file_as_it_was(
    linked: Project, lamp: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lamp.write_text("".join(line for line in lamp.read_text().splitlines(True) if "archived:" not in line))
    before = lamp.read_bytes()
    monkeypatch.setattr(command, "_archive", lambda: Archive(Dead()))
    assert "cannot be reached" in str(ran(linked, "archive").exception)
    assert lamp.read_bytes() == before


def test_a_mistyped_case_gets_the_nearest(linked: Project) -> None:
    assert "2020-lamp-recall" in str(ran(linked, "check", "2020-lamp").exception)


def test_an_archive_that_turns_one_away_is_no_dead_network() -> None:
    class Busy(Fetcher):
        def fetch(self, address: str) -> Answer:
            return Answer(address, status=429)

    with pytest.raises(ArchiveError, match="turns us away") as raised:
        Archive(Busy()).save("https://example.org/")
    assert not raised.value.offline
