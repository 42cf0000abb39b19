"""Hold what a rehearsal found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Route:
    """One way through: the pages in order, how many took it, and how it ended (`complete` or an ending's id)."""

    pages: tuple[str, ...]
    ending: str
    respondents: int
    questions: int
    minutes: Mapping[str, float]
    """By language; the mean over those who took it."""


@dataclass(frozen=True, slots=True)
class DeadEnd:
    """A question that must be answered, and to which no invented answer counted."""

    question: str
    respondents: int


@dataclass(frozen=True, slots=True)
class Minutes:
    mean: float
    shortest: float
    longest: float


@dataclass(frozen=True, slots=True)
class NeverReached:
    """What nobody came to, by place; `choices` and `rows` are those that reached questions never showed."""

    pages: tuple[str, ...]
    questions: tuple[str, ...]
    choices: tuple[str, ...]
    rows: tuple[str, ...]
    endings: tuple[str, ...]
    checks: tuple[str, ...]
    """Checks that no invented answer failed."""


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """`respondents` are those who walked, which are fewer than `wanted` where the questionnaire is very long."""

    wanted: int
    respondents: int
    seed: str
    different_routes: int
    routes: tuple[Route, ...]
    """The most frequent first, at most as many as `rehearsing.MOST_ROUTES`."""
    longest: Route | None
    shortest: Route | None
    endings: Mapping[str, int]
    minutes: Mapping[str, Minutes]
    never_reached: NeverReached
    dead_ends: tuple[DeadEnd, ...]
    not_invented: tuple[str, ...]
    """Questions left empty because no answer could be invented: a pattern, or a kind that is not known here."""
