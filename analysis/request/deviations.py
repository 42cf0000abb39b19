"""Say where margins do not fit the sample they weight: another age scope, or long before the fieldwork."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from analysis.request.problems import Notice
from analysis.request.weighting_shapes import MarginShape, PoststratifyShape, RakeShape, StepShape

DAYS_BEFORE_STALE = 3 * 365.25


def deviations(steps: Sequence[StepShape], age_scope: str | None, fieldwork: date | None) -> list[Notice]:
    """List what deviates, margin by margin; a margin or sample that does not say its ages or date tells nothing."""
    margins = [margin for step in steps if isinstance(step, RakeShape | PoststratifyShape) for margin in step.margins]
    notices = []
    for margin in margins:
        name = " × ".join(margin.by)
        if None not in (age_scope, margin.age_scope) and margin.age_scope != age_scope:
            text = f"The margin of {name} is about {margin.age_scope}, the sample about {age_scope}."
            notices.append(Notice("margin-of-other-ages", text))
        dated = _date_of(margin)
        if fieldwork is not None and dated is not None and abs((fieldwork - dated).days) > DAYS_BEFORE_STALE:
            text = f"The margin of {name} is of {margin.date}, more than three years from the fieldwork ({fieldwork})."
            notices.append(Notice("margin-out-of-date", text))
    return notices


def _date_of(margin: MarginShape) -> date | None:
    """Return the day of a margin; a year or a month alone is its middle."""
    given = margin.date or ""
    try:
        return date.fromisoformat(given + {4: "-07-01", 7: "-15"}.get(len(given), ""))
    except ValueError:
        return None
