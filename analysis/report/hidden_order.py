"""Order figures so that their places tell no more than they print: what may not be disclosed stands behind the rest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeAlias, TypeVar

from analysis.report.evidence import AudienceEvidence
from analysis.topics.choosing import Choices
from analysis.topics.findings import Finding
from analysis.topics.ranking import Ranks, in_order
from analysis.topics.ratings import Rating

One = TypeVar("One")
SECRET = ("disclosure", "complement")


Order: TypeAlias = Callable[[Sequence[Finding]], list[int]]


def hidden_last(audience: AudienceEvidence) -> AudienceEvidence:
    """Return the evidence of an audience with every list by size led by what is printed; the rest by name."""
    return _ordered(audience, _secret_last)


def by_print(audience: AudienceEvidence) -> AudienceEvidence:
    """Return an audience whose figures are no finer than printed, with lists by size in their order, then by name."""
    return _ordered(audience, _as_printed)


def _secret_last(figures: Sequence[Finding]) -> list[int]:
    secret = {at for at, one in enumerate(figures) if one.suppressed in SECRET}
    order = [at for at in range(len(figures)) if at not in secret]
    return order + sorted(secret, key=lambda at: figures[at].id)


def _as_printed(figures: Sequence[Finding]) -> list[int]:
    def place(at: int) -> tuple[bool, float, str]:
        one = figures[at]
        return (not one.shown, -one.value if one.shown else 0.0, one.id)

    return sorted(range(len(figures)), key=place)


def _ordered(audience: AudienceEvidence, order: Order) -> AudienceEvidence:
    interest, needs, how = audience.interest, audience.needs, audience.methods
    if interest:
        topics, ranks = _both(interest.topics, interest.ranks, lambda one: one.chosen, order)
        interest = replace(interest, topics=topics, ranks=ranks)
    if needs:
        known, ranks = _both(needs.needs, needs.ranks, lambda one: one.unmet, order)
        needs = replace(needs, needs=known, ranks=ranks)
    return replace(
        audience,
        interest=interest,
        needs=needs,
        trust=_rated(audience.trust, order),
        dimensions=_rated(audience.dimensions, order),
        methods=replace(
            how,
            barriers=_chosen(how.barriers, order),
            languages=_chosen(how.languages, order),
            forms=_chosen(how.forms, order),
            choices=tuple(made for one in how.choices if (made := _chosen(one, order))),
            official=_rated(how.official, order),
            ratings=tuple(_rated(one, order) for one in how.ratings),
            open_ends=tuple(
                replace(
                    one,
                    languages=_sorted(one.languages, lambda spoken: spoken.share, order),
                    told=_sorted(one.told, lambda theme: theme.share, order),
                )
                for one in how.open_ends
            ),
        ),
    )


def _rated(found: tuple[Rating, ...], order: Order) -> tuple[Rating, ...]:
    return _sorted(found, lambda one: one.top, order)


def _chosen(found: Choices | None, order: Order) -> Choices | None:
    """Leave answers that stand in an order of their own, and have no ranks, where they are."""
    if found is None or (found.ranks is None and found.parts == tuple(sorted(found.parts, key=lambda one: one.code))):
        return found
    parts, ranks = _both(found.parts, found.ranks, lambda one: one.share, order)
    return replace(found, parts=parts, ranks=ranks)


def _sorted(found: tuple[One, ...], figure: Callable[[One], Finding], order: Order) -> tuple[One, ...]:
    return _both(found, None, figure, order)[0]


def _both(
    found: Sequence[One], ranks: Ranks | None, figure: Callable[[One], Finding], order: Order
) -> tuple[tuple[One, ...], Ranks | None]:
    places = order([figure(one) for one in found])
    return tuple(found[at] for at in places), ranks and in_order(ranks, places)
