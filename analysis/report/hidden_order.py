"""Move figures that may not be disclosed behind those printed: in a list by size their place would tell their size."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from analysis.report.evidence import AudienceEvidence
from analysis.topics.choosing import Choices
from analysis.topics.findings import Finding
from analysis.topics.ranking import Ranks, in_order
from analysis.topics.ratings import Rating

One = TypeVar("One")
SECRET = ("disclosure", "complement")


def hidden_last(audience: AudienceEvidence) -> AudienceEvidence:
    """Return the evidence of an audience with every list by size led by what is printed; the rest by name."""
    interest, needs, how = audience.interest, audience.needs, audience.methods
    if interest:
        topics, ranks = _both(interest.topics, interest.ranks, lambda one: one.chosen)
        interest = replace(interest, topics=topics, ranks=ranks)
    if needs:
        known, ranks = _both(needs.needs, needs.ranks, lambda one: one.unmet)
        needs = replace(needs, needs=known, ranks=ranks)
    return replace(
        audience,
        interest=interest,
        needs=needs,
        trust=_rated(audience.trust),
        dimensions=_rated(audience.dimensions),
        methods=replace(
            how,
            barriers=_chosen(how.barriers),
            languages=_chosen(how.languages),
            forms=_chosen(how.forms),
            choices=tuple(made for one in how.choices if (made := _chosen(one))),
            official=_rated(how.official),
            ratings=tuple(_rated(one) for one in how.ratings),
            open_ends=tuple(
                replace(
                    one,
                    languages=_sorted(one.languages, lambda spoken: spoken.share),
                    told=_sorted(one.told, lambda theme: theme.share),
                )
                for one in how.open_ends
            ),
        ),
    )


def _rated(found: tuple[Rating, ...]) -> tuple[Rating, ...]:
    return _sorted(found, lambda one: one.top)


def _chosen(found: Choices | None) -> Choices | None:
    """Leave answers that stand in an order of their own, and have no ranks, where they are."""
    if found is None or (found.ranks is None and found.parts == tuple(sorted(found.parts, key=lambda one: one.code))):
        return found
    parts, ranks = _both(found.parts, found.ranks, lambda one: one.share)
    return replace(found, parts=parts, ranks=ranks)


def _sorted(found: tuple[One, ...], figure: Callable[[One], Finding]) -> tuple[One, ...]:
    return _both(found, None, figure)[0]


def _both(
    found: Sequence[One], ranks: Ranks | None, figure: Callable[[One], Finding]
) -> tuple[tuple[One, ...], Ranks | None]:
    figures = [figure(one) for one in found]
    secret = [at for at, one in enumerate(figures) if one.suppressed in SECRET]
    order = [at for at in range(len(found)) if at not in set(secret)]
    order += sorted(secret, key=lambda at: figures[at].id)
    return tuple(found[at] for at in order), ranks and in_order(ranks, order)
