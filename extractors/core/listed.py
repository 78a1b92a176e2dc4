"""Members of a list that stand beside one another."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")


def listed(members: Iterable[T], joined: Callable[[T, T], object]) -> list[list[T]]:
    """Runs of two or more, in order, of which each is `joined` to the next."""
    found: list[list[T]] = []
    for member in members:
        if found and joined(found[-1][-1], member):
            found[-1].append(member)
        else:
            found.append([member])
    return [run for run in found if len(run) > 1]
