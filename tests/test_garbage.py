"""Python's search for garbage cycles, put off."""

from __future__ import annotations

import gc

import pytest

from kb.garbage import uncollected


@uncollected()
def spill() -> None:
    raise ValueError(f"collecting: {gc.isenabled()}")


def test_garbage_is_looked_for_again_afterwards_whatever_happened() -> None:
    with pytest.raises(ValueError, match="collecting: False"):
        spill()
    assert gc.isenabled()


def test_what_is_put_off_inside_stays_put_off_until_the_outermost_is_done() -> None:
    with uncollected():
        with uncollected():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()
