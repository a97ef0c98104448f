"""The addresses of pages, and of moments on them."""

from __future__ import annotations


def anchor(event: str) -> str:
    """The anchor of an event on its case's page."""
    return f"event-{event}"


def case_path(case: str) -> str:
    return f"cases/{case}/"


def tactic_path(tactic: str) -> str:
    return f"tactics/{tactic}/"


def lesson_path(lesson: str) -> str:
    return f"lessons/{lesson}/"


def play_path(case: str) -> str:
    return f"play/{case}/"


def pack_path(case: str) -> str:
    return f"discuss/{case}/"


def path_path(path: str) -> str:
    return f"paths/{path}/"


def relative(here: str, path: str, fragment: str = "") -> str:
    """The address of the page ``path`` as written on the page ``here``."""
    relative = "../" * here.count("/") + path or "./"
    return f"{relative}#{fragment}" if fragment else relative
