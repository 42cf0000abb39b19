"""Describe charts as data: places on axes and finished texts, nothing about pixels or tags."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from analysis.arrays import FloatArray

State: TypeAlias = Literal["estimate", "differs", "same", "described", "suppressed"]
"""An estimate with its interval; a difference shown, or not; a basis without intervals; not printed."""


@dataclass(frozen=True)
class Axis:
    """Values from `low` to `high`, with a text at each tick."""

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]
    title: str = ""


@dataclass(frozen=True)
class Dot:
    """One row: `value` with its interval, `reference` a tick across (everyone else), `extras` texts at the end.

    `ranks` are the best and worst rank compatible with the data.
    """

    label: str
    value: float
    low: float
    high: float
    text: str
    state: State
    reference: float | None = None
    extras: tuple[str, ...] = ()
    ranks: tuple[int, int] | None = None
    strong: bool = False


@dataclass(frozen=True)
class DotChart:
    """Rows ordered by value. `title` and `description` are for those who do not see it."""

    title: str
    description: str
    axis: Axis
    dots: tuple[Dot, ...]
    extras: tuple[str, ...] = ()
    rank_axis: Axis | None = None


@dataclass(frozen=True)
class Moment:
    """What one wave measured: `time` in years from the first, `label` its day, and the figure with its interval."""

    time: float
    label: str
    value: float
    low: float
    high: float
    text: str
    state: State


@dataclass(frozen=True)
class Ahead:
    """A forecast with its main interval and the wider one."""

    time: float
    label: str
    value: float
    main: tuple[float, float]
    beside: tuple[float, float]
    text: str


@dataclass(frozen=True)
class Course:
    """A figure through the waves, in order of time; a forecast at the end if there is one."""

    title: str
    description: str
    axis: Axis
    moments: tuple[Moment, ...]
    ahead: Ahead | None = None


@dataclass(frozen=True)
class Slope:
    """A figure in two waves; `differs` where the change is shown."""

    label: str
    then: float
    now: float
    then_text: str
    now_text: str
    state: State


@dataclass(frozen=True)
class Slopes:
    """Figures of two waves, joined; `heads` are the days."""

    title: str
    description: str
    axis: Axis
    heads: tuple[str, str]
    slopes: tuple[Slope, ...]


@dataclass(frozen=True)
class Panel:
    """One of several small charts on one scale."""

    heading: str
    note: str
    chart: DotChart | Course


@dataclass(frozen=True)
class Panels:
    title: str
    description: str
    panels: tuple[Panel, ...]


@dataclass(frozen=True)
class Place:
    """A point of the plane with the outline of its joint region."""

    label: str
    x: float
    y: float
    outline: FloatArray | None
    state: State
    strong: bool


@dataclass(frozen=True)
class Plane:
    """Points in a plane, such as importance against availability; the diagonal, if named, is where both are equal."""

    title: str
    description: str
    x: Axis
    y: Axis
    places: tuple[Place, ...]
    corners: tuple[str, str]
    diagonal: str


@dataclass(frozen=True)
class Rise:
    """One more channel on the curve: the union so far with its interval."""

    label: str
    note: str
    value: float
    low: float
    high: float
    strong: bool


@dataclass(frozen=True)
class Curve:
    title: str
    description: str
    axis: Axis
    rises: tuple[Rise, ...]
    target: float
    target_text: str


@dataclass(frozen=True)
class Strip:
    """One value on one axis, beside a sentence; `threshold` is a dashed line with its text."""

    title: str
    description: str
    axis: Axis
    value: float
    low: float
    high: float
    text: str
    low_text: str
    high_text: str
    reference: float | None = None


@dataclass(frozen=True)
class Pair:
    """A share in the sample and in the population."""

    label: str
    sample: float
    population: float


@dataclass(frozen=True)
class Dumbbells:
    title: str
    description: str
    axis: Axis
    pairs: tuple[Pair, ...]
    sample_text: str
    population_text: str


@dataclass(frozen=True)
class Tile:
    """A country or territory: its code, its name, the printed figure, and its class from 1 to 5 (0: not printed).

    It holds no number, so that no colour is finer than print.
    """

    code: str
    name: str
    text: str
    step: int


@dataclass(frozen=True)
class TileRegion:
    """A region with its tiles, one tuple for each part of it."""

    name: str
    parts: tuple[tuple[Tile, ...], ...]


@dataclass(frozen=True)
class TileGrid:
    """One equal tile for each place, region by region; `steps` are the classes that occur, with their limits."""

    title: str
    description: str
    heading: str
    regions: tuple[TileRegion, ...]
    steps: tuple[tuple[int, str], ...]


Chart: TypeAlias = TileGrid | DotChart | Panels | Plane | Curve | Strip | Dumbbells | Course | Slopes
