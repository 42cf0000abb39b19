"""What can be wrong with a request, and what must be refused although the request is sound."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """A mistake in a request; `place` is like `ask[0].where`, empty for the whole file."""

    code: str
    place: str
    text: str


@dataclass(frozen=True)
class Notice:
    """A warning beside a result."""

    code: str
    text: str


class RequestError(ValueError):
    """A request cannot be run; `problems` lists every reason that could be found."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(f"{p.place}: {p.text}" if p.place else p.text for p in problems))
        self.problems = tuple(problems)


class RefusedError(Exception):
    """One result must not be given; the rest of the request stands."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.text = text
