"""Copies: asked for, believed only if they are copies, and written where they belong and nowhere else."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from casebooks import INVALID, ROOT, VALID
from hypothesis import given
from hypothesis import strategies as st

from kb import source as yaml_text
from kb.links.archive import Archive, ArchiveError
from kb.links.fetching import Answer, Failure, Fetcher
from kb.links.recording import NotRecordedError, inserted, record
from kb.project import records

DAY = date(2021, 1, 15)
COPY = "https://web.archive.org/web/20210115000000/https://lumen.example/recall?a=1&b=2#c"


class Says(Fetcher):
    """Answers with one thing, and remembers what was asked."""

    def __init__(
        self, body: object = b"", status: int = 200, address: str = "", failure: Failure | None = None
    ) -> None:
        super().__init__()
        self.answer = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.status, self.address, self.fails, self.asked = status, address, failure, [""]

    def fetch(self, address: str) -> Answer:
        self.asked.append(address)
        return Answer(self.address or address, self.status, body=self.answer, failure=self.fails)


def closest(**fields: object) -> dict[str, object]:
    return {"archived_snapshots": {"closest": {"available": True, "url": COPY, "status": "200", **fields}}}


def test_the_copy_nearest_to_the_day_of_reading_is_asked_for() -> None:
    says = Says(closest())
    assert Archive(says).closest("https://lumen.example/recall?a=1&b=2", DAY) == COPY
    assert says.asked[-1] == (
        "https://archive.org/wayback/available?url=https%3A%2F%2Flumen.example%2Frecall%3Fa%3D1%26b%3D2&timestamp=20210115"
    )


def test_an_insecure_address_of_a_copy_is_written_securely() -> None:
    found = Archive(Says(closest(url=COPY.replace("https:", "http:", 1)))).closest("x", DAY)
    assert found is not None
    assert found.startswith("https://web.archive.org/")


@pytest.mark.parametrize(
    "answer",
    [
        {"archived_snapshots": {}},
        closest(available=False),
        closest(status="404"),
        closest(url="https://evil.example/web/20210115000000/https://lumen.example/"),
        closest(url="https://web.archive.org/login"),
        closest(url="https://web.archive.org/web/20210115000000/https://x/ archived: y"),
    ],
)
def test_what_is_no_copy_is_none(answer: object) -> None:
    assert Archive(Says(answer)).closest("x", DAY) is None


@pytest.mark.parametrize("answer", [b"", b"<html>", b"[]", b'{"archived_snapshots": 1}', b"\xff"])
def test_an_answer_that_is_not_as_documented_is_said_to_be_so(answer: bytes) -> None:
    with pytest.raises(ArchiveError):
        Archive(Says(answer)).closest("x", DAY)


def test_a_new_copy_is_known_by_where_the_archive_leads() -> None:
    says = Says(address=COPY)
    assert Archive(says).save("https://lumen.example/recall") == COPY
    assert says.asked[-1] == "https://web.archive.org/save/https://lumen.example/recall"
    assert Archive(Says(address="https://web.archive.org/save/")).save("x") is None
    assert Archive(Says(status=404, address=COPY)).save("x") is None


@pytest.mark.parametrize(("failure", "offline"), [(Failure.NO_NETWORK, True), (Failure.TIMEOUT, False)])
def test_an_archive_that_does_not_answer_is_an_error(failure: Failure, offline: bool) -> None:
    with pytest.raises(ArchiveError) as raised:
        Archive(Says(failure=failure)).closest("x", DAY)
    assert raised.value.offline is offline


@pytest.fixture
def bare(lamp: Path) -> Path:
    """The lamp's file without archived copies, with a comment, an odd space and a missing last newline."""
    text = "".join(line for line in lamp.read_text().splitlines(True) if "archived:" not in line)
    lamp.write_text(text.replace("accessed: 2021-01-15\n", "accessed:   2021-01-15   # a Friday\n", 1).rstrip("\n"))
    return lamp


def test_the_address_is_written_under_its_source_and_nothing_else_is_touched(bare: Path) -> None:
    before = bare.read_text().split("\n")
    record(bare, "gazette", COPY)
    after = bare.read_text().split("\n")
    (new,) = [number for number, line in enumerate(after) if "archived" in line]
    assert after[new] == f"    archived: '{COPY}'"
    assert after[new - 1] == "    accessed:   2021-01-15   # a Friday"
    assert after[:new] + after[new + 1 :] == before


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_marks_are_kept(bare: Path, newline: str, mark: bytes) -> None:
    bare.write_bytes(mark + bare.read_text().replace("\n", newline).encode())
    before = bare.read_bytes()
    record(bare, "gazette", "https://web.archive.org/web/20210115000000/https://x.example/")
    line = f"    archived: https://web.archive.org/web/20210115000000/https://x.example/{newline}".encode()
    assert bare.read_bytes().count(line) == 1
    assert bare.read_bytes().replace(line, b"") == before


def test_a_source_on_one_line_gets_it_on_that_line(casebook: object, tmp_path: Path) -> None:
    file = tmp_path / "2021-bakery-silence.yml"
    text = (VALID / "cases" / file.name).read_text()
    file.write_text(
        text.replace(', archived: "https://web.archive.org/web/20210601000000/https://herald.example/1"', "")
    )
    record(file, "herald", COPY)
    assert f"accessed: 2021-06-01, archived: '{COPY}', language: en" in file.read_text()


@pytest.mark.parametrize(
    ("source", "said"),
    [("nobody", "0 sources"), ("lumen", "has an archived copy already"), ("gazette", "cannot be read")],
)
def test_what_cannot_be_written_leaves_the_file_alone(bare: Path, source: str, said: str) -> None:
    record(bare, "lumen", COPY)
    if source == "gazette":
        bare.write_text(bare.read_text() + "\n\tx: [")
    before = bare.read_bytes()
    with pytest.raises(NotRecordedError, match=said):
        record(bare, source, COPY)
    assert bare.read_bytes() == before


def test_every_source_of_the_casebook_takes_a_copy(tmp_path: Path) -> None:
    written = 0
    for original in records(ROOT / "cases")[:3]:
        file = tmp_path / original.name
        shutil.copy(original, file)
        for source in yaml_text.load(file).data["sources"]:  # type: ignore[index]
            if "archived" not in source:
                record(file, source["id"], COPY)
                written += 1
        lines = [line for line in file.read_text().splitlines() if COPY not in line]
        assert lines == original.read_text().splitlines()
    assert written > 20


ADDRESS = st.from_regex(r"https?://[!#-;=?-\[\]-~]{1,40}", fullmatch=True)


@given(ADDRESS, st.sampled_from(["2020-lamp-recall", "2021-bakery-silence"]))
def test_any_address_comes_back_as_it_was_written(address: str, case: str) -> None:
    text = (VALID / "cases" / f"{case}.yml").read_text().replace("archived", "url2")
    before = yaml_text.parse(text, INVALID)
    after = yaml_text.parse(inserted(before, 0, address), INVALID)
    assert before.data is not None
    assert after.data is not None
    assert after.data["sources"][0] == {**before.data["sources"][0], "archived": address}
    assert after.data["sources"][1:] == before.data["sources"][1:]
