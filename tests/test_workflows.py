"""The forge's workflows: safe for forks, pinned, and nothing but the targets that run locally."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml
from casebooks import ROOT

FILES = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
TARGETS = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))


def workflow(name: str) -> dict[str, Any]:
    # YAML 1.1 reads the key `on` as true.
    return {
        str(key): value for key, value in yaml.safe_load((ROOT / ".github" / "workflows" / name).read_text()).items()
    }


def steps(name: str) -> list[dict[str, Any]]:
    return [step for job in workflow(name)["jobs"].values() for step in job["steps"]]


def test_there_are_three() -> None:
    assert [file.stem for file in FILES] == ["links", "publish", "validate"]


@pytest.mark.parametrize("name", [file.name for file in FILES])
def test_a_fork_can_neither_write_nor_read_secrets(name: str) -> None:
    text = (ROOT / ".github" / "workflows" / name).read_text()
    assert "pull_request_target" not in text
    assert "secrets." not in text
    assert workflow(name)["permissions"] == {}
    writes = {
        f"{scope}: {right}"
        for job in workflow(name)["jobs"].values()
        for scope, right in job["permissions"].items()
        if right != "read"
    }
    allowed = {"links.yml": {"issues: write"}, "publish.yml": {"pages: write", "id-token: write"}}
    assert writes == allowed.get(name, set())


@pytest.mark.parametrize("name", [file.name for file in FILES])
def test_actions_are_pinned_by_hash_with_their_version(name: str) -> None:
    used = re.findall(r"uses: (.*)", (ROOT / ".github" / "workflows" / name).read_text())
    assert used
    for each in used:
        assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", each)


def test_one_action_has_one_hash() -> None:
    pins = {pin for file in FILES for pin in re.findall(r"uses: (\S+)", file.read_text())}
    assert len(pins) == len({pin.split("@")[0] for pin in pins})


def test_what_runs_there_runs_here() -> None:
    called = [(name.name, step["run"]) for name in FILES for step in steps(name.name) if "run" in step]
    local = [run for _, run in called if not run.startswith("test -s gone.md")]
    assert len(local) == len(called) - 1  # opening the issue is the forge's own matter
    for run in local:
        command = run.splitlines()[0]
        if command == ".ci/run":
            assert (ROOT / ".ci" / "run").stat().st_mode & 0o100
            continue
        target = re.match(r"make (?:--silent )?([a-z]+)", command)
        assert target, command
        assert target[1] in TARGETS


def test_no_text_of_a_stranger_reaches_a_shell() -> None:
    for file in FILES:
        for step in steps(file.name):
            assert "${{" not in step.get("run", ""), step
