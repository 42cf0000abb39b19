"""Let those parts of a report wait that, with an earlier one, would tell of the few people who left or came.

Shares are rounded (`successive.py`). What is one number made of many answers, or an order by size, cannot be rounded so
that it is known to say nothing: it stands in the earlier report until ten people or more have left or come.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

from analysis.open_ends.answers import OpenAnswers
from analysis.report.evidence import AudienceEvidence, Waiting
from analysis.report.hidden_order import by_print
from analysis.report.published import published
from analysis.segments.contrasts import Contrast
from analysis.segments.kinds import Kinds
from analysis.topics.choosing import Choices
from analysis.topics.driving import Driven, NotDriven
from analysis.topics.findings import Finding, Suppressed
from analysis.topics.interest import Interest
from analysis.topics.maps import Mapped
from analysis.topics.needs import Gap, Need, Needs
from analysis.topics.numbers import Numeric
from analysis.topics.refusals import Refusal
from analysis.topics.utilities import Utilities

FEW = Refusal("few-moved")


def waiting(audience: AudienceEvidence) -> AudienceEvidence:
    """Return what may be told of an audience that changed by a few: printed shares, and what follows from them.

    Lists stand in the order of what is printed, the plan's or questionnaire's where that is the same.
    """
    how = audience.methods
    held = replace(
        how,
        barriers=_unordered(how.barriers),
        languages=_unordered(how.languages),
        forms=_unordered(how.forms),
        choices=tuple(kept for one in how.choices if (kept := _unordered(one))),
        utilities=FEW if isinstance(how.utilities, Utilities) else how.utilities,
        drivers=tuple(_undriven(one) for one in how.drivers),
        kinds=tuple(_unfound(one) for one in how.kinds),
        maps=tuple(_unmapped(one) for one in how.maps),
        numbers=tuple(_unnumbered(one) for one in how.numbers),
        quality=None,
        open_ends=tuple(_uncoded(one) for one in how.open_ends),
    )
    made = replace(
        audience,
        interest=_unranked(audience.interest),
        needs=_by_printed_means(audience.needs),
        platforms=None,
        sources=None,
        contrasts=tuple(replace(untested(one), why_not="basis") for one in audience.contrasts),
        methods=held,
        waits=True,
        waiting=tuple(_left_out(audience)),
    )
    return by_print(made)


def _left_out(audience: AudienceEvidence) -> Iterator[Waiting]:
    """Yield what is there and is not told."""
    if (audience.interest and audience.interest.ranks) or (audience.needs and audience.needs.ranks):
        yield "ranks"
    if audience.platforms:
        yield "platforms"
    if audience.sources:
        yield "sources"
    if any(math.isfinite(one.p) for one in audience.contrasts):
        yield "tests"
    if audience.methods.quality:
        yield "quality"


def held_back(figure: Finding, why: Suppressed = "complement") -> Finding:
    """Return a figure that is not printed, with nothing in it that could be."""
    none = math.nan
    return replace(
        figure, value=none, se=none, low=none, high=none, weighted_n=none, effective_n=none, deff=none, suppressed=why
    )


def no_finer(figure: Finding) -> Finding:
    """Return a figure whose value and limits are what is printed of them."""
    seen = published(figure, 0)
    return replace(figure, value=seen.estimate, se=seen.se, low=seen.low, high=seen.high)


def _unranked(found: Interest | None) -> Interest | None:
    """Best–worst scores are differences of counts, each worth a step of one answer."""
    if found is None:
        return None
    topics = tuple(replace(one, score=one.score and held_back(one.score)) for one in found.topics)
    return replace(found, topics=topics, ranks=None)


def _by_printed_means(found: Needs | None) -> Needs | None:
    if found is None:
        return None
    return replace(found, needs=tuple(_gap_of_printed(one) for one in found.needs), ranks=None)


def _gap_of_printed(need: Need) -> Need:
    """Return a need whose gap is that of the printed means, without limits or region."""
    none = math.nan
    importance, availability = (_without_error(one) for one in (need.importance, need.availability))
    value = importance.value * max(0.0, importance.value - availability.value)
    gap = Gap(value, none, none, shown=False)
    return replace(need, importance=importance, availability=availability, gap=gap, outline=None)


def _without_error(figure: Finding) -> Finding:
    none = math.nan
    return replace(figure, se=none, low=none, high=none, effective_n=none, deff=none)


def _unordered(found: Choices | None) -> Choices | None:
    return found and replace(found, ranks=None)


def _unnumbered(found: Numeric) -> Numeric:
    """One amount may be as large as all others together; a median is somebody's own."""
    return replace(found, median=held_back(found.median), mean=held_back(found.mean))


def _undriven(found: Driven | NotDriven) -> NotDriven:
    return NotDriven(found.id, found.outcome, FEW)


def _uncoded(found: OpenAnswers) -> OpenAnswers:
    """Of the languages shares are told; how well terms agree with a person's coding is made of few answers."""
    return replace(found, told=(), refusal=FEW) if found.told else found


def _unfound(found: Kinds) -> Kinds:
    none = math.nan
    return replace(found, path=(), stability=none, entropy=none, kinds=(), rule=None, refusal=FEW)


def _unmapped(found: Mapped) -> Mapped:
    return replace(found, spots=(), pairs=(), inertia=(math.nan, math.nan), refusal=FEW)


def untested(made: Contrast) -> Contrast:
    """Return a contrast with the difference of what is printed, and untested."""
    none = math.nan
    if made.inside.shown and made.others.shown:
        gap = made.inside.value - made.others.value
        difference = replace(made.difference, value=gap, se=none, low=none, high=none)
    else:
        difference = held_back(made.difference)
    return replace(made, difference=difference, p=none, p_family=none, p_scan=none)
