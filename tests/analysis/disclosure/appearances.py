"""Attack two reports by what is printed at all: what comes, goes, or follows from a difference printed beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Figures = Mapping[str, Mapping[str, Any]]
UNCERTAIN = ("interval", "review")
MANY_AT_ONCE = ("utility", "part")


def is_printed(one: Mapping[str, Any] | None) -> bool:
    return one is not None and one["estimate"] is not None


def tried_in(second: Figures) -> int:
    """Count the figures that are asked about."""
    return sum(one["kind"] in ("share", "difference", *MANY_AT_ONCE) for one in second.values())


def told_by_appearance(first: Figures, second: Figures) -> Iterator[str]:
    """Yield shares that are printed in one of the reports only since they became certain, or uncertain.

    At the limit of the rule one answer decides, so whoever knows the first report's counts learns it.
    """
    for name, later in second.items():
        earlier = first.get(name)
        if earlier is None or later["kind"] != "share":
            continue
        if (earlier["suppressed"] in UNCERTAIN and is_printed(later)) or (
            later["suppressed"] in UNCERTAIN and is_printed(earlier)
        ):
            yield name


def told_by_differences(second: Figures) -> Iterator[str]:
    """Yield differences that give away a side held back so as not to tell of a few people."""
    for name, one in second.items():
        if name.endswith(":difference") and is_printed(one):
            inside = second[name.removesuffix(":difference")]
            others = second.get(f"{name.removesuffix('difference')}others")
            hidden = [side for side in (inside, others) if side is not None and not is_printed(side)]
            if any(side["suppressed"] in ("disclosure", "complement") for side in hidden):
                yield name


def told_by_many_at_once(second: Figures) -> Iterator[str]:
    """Yield figures made of many answers at once, and reach, whose sets are chosen by exact size."""
    for name, one in second.items():
        if is_printed(one) and (one["kind"] in MANY_AT_ONCE or ".platforms." in name or ".sources." in name):
            yield name
