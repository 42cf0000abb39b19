"""Say of every measure where it stands on what the newest report printed, in the language of the request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from surveyapp.console.language import current_language, day, number
from surveyapp.console.language import gettext as _
from surveyapp.services.reports.evidence import Evidence, Printed
from surveyapp.stated.register import Figure, Measure, Register
from surveyapp.stated.standing import Moved, Standing, gap_of, orphans, overlaps, standing


@dataclass(frozen=True, slots=True)
class Cited:
    """A figure that a measure rests on: its id, its place, what is printed; `then` is what it was confirmed on."""

    id: str
    place: str
    shown: str
    then: str = ""


@dataclass(frozen=True, slots=True)
class ListedMeasure:
    id: str
    text: str
    state: str
    status: str
    lead: str
    coordinating: str
    deadline: str
    overdue: bool
    indicator: str
    confirmed: str
    evidence: tuple[Cited, ...]
    changed: str


@dataclass(frozen=True, slots=True)
class Gap:
    """A gap by its id and what the report calls it, with its figure; `measures` are those that overlap on it.

    `evidence` is the printed figure that a measure on it would cite, "" where none is printed.
    """

    id: str
    place: str
    figure: str = ""
    evidence: str = ""
    measures: tuple[str, ...] = ()


def listed_measures(register: Register, evidence: Evidence | None, today: date) -> list[ListedMeasure]:
    """Describe every measure, those that are stale first, retired ones last; an active one may be overdue today."""
    figures = evidence.figures if evidence else {}
    made_from = evidence.made_from if evidence else {}
    order = ("stale", "unconfirmed", "confirmed", "retired")
    standings = [_standing(one, figures, made_from) for one in register.measures]
    standings.sort(key=lambda one: order.index(one.status))
    return [_listed(one, evidence, today) for one in standings]


def gaps_left(register: Register, evidence: Evidence | None) -> tuple[Gap, ...]:
    """Return the gaps that no active measure cites."""
    return tuple(_gap(gap, evidence) for gap in orphans(register, evidence.gaps if evidence else ()))


def gaps_shared(register: Register, evidence: Evidence | None) -> tuple[Gap, ...]:
    """Return the gaps on which more than one agency leads."""
    shared = overlaps(register, evidence.gaps if evidence else ())
    return tuple(_gap(gap, evidence, tuple(one.id for one in of)) for gap, of in shared.items())


def worded(text: Mapping[str, str]) -> str:
    """Return a wording in the language of the request, else in any."""
    return text.get(current_language()) or text.get("und") or next(iter(text.values()), "")


def cited(name: str, evidence: Evidence | None) -> Cited:
    """Describe a figure by its id."""
    printed = evidence.printed.get(name) if evidence else None
    return Cited(name, place_of(printed), figure_shown(printed.figure if printed else None, kind_of(name, evidence)))


def place_of(printed: Printed | None) -> str:
    """Say where a figure stands in the report: its row and column, and the table."""
    cell = printed.cells.get(current_language()) if printed else None
    if cell is None:
        return ""
    table, row, column = cell
    return " · ".join(part for part in (row, column, table) if part)


def kind_of(name: str, evidence: Evidence | None) -> str:
    printed = evidence.printed.get(name) if evidence else None
    return printed.kind if printed else "share"


def figure_shown(figure: Figure | None, kind: str) -> str:
    """Write a figure with its interval and base as a report does; a share in per cent."""
    if figure is None or figure.estimate is None:
        return _("not printed")
    told = _value(figure.estimate, kind)
    if figure.low is not None and figure.high is not None:
        told += f" ({_value(figure.low, kind, bare=True)}–{_value(figure.high, kind, bare=True)})"
    if figure.n is not None:
        told += f", n {number(figure.n)}"
    return told + (f", {figure.basis}" if figure.basis else "")


def _value(value: float, kind: str, *, bare: bool = False) -> str:
    if kind in ("share", "difference", "part"):
        return number(round(100 * value, 1)) + ("" if bare else " %")
    return number(round(value, 2))


def _standing(measure: Measure, figures: Mapping[str, Figure], made_from: Mapping[str, str]) -> Standing:
    """Hold a measure against the newest report; before there is one, nothing can have moved."""
    if not figures and measure.state == "active":
        return Standing(measure, "confirmed" if measure.confirmed else "unconfirmed")
    return standing(measure, figures, made_from)


def _listed(one: Standing, evidence: Evidence | None, today: date) -> ListedMeasure:
    measure = one.measure
    moved = {part.evidence: part for part in one.moved}
    told = measure.confirmed
    return ListedMeasure(
        id=measure.id,
        text=worded(measure.text),
        state=one.status,
        status=_status(one.status),
        lead=worded(measure.lead),
        coordinating=", ".join(worded(agency) for agency in measure.coordinating),
        deadline=day(measure.deadline.isoformat()) if measure.deadline else "",
        overdue=measure.state == "active" and measure.deadline is not None and measure.deadline < today,
        indicator=_indicator(measure, evidence),
        confirmed=_("Confirmed by {who}, {day}").format(who=told.by, day=day(told.on.isoformat())) if told else "",
        evidence=tuple(_cited(name, moved.get(name), evidence) for name in measure.evidence),
        changed=", ".join(_made_from(name) for name in one.changed),
    )


def _cited(name: str, moved: Moved | None, evidence: Evidence | None) -> Cited:
    now = cited(name, evidence)
    then = figure_shown(moved.then, kind_of(name, evidence)) if moved else ""
    return Cited(now.id, now.place, now.shown, then)


def _indicator(measure: Measure, evidence: Evidence | None) -> str:
    told = measure.indicator
    if told is None:
        return ""
    kind = kind_of(told.evidence, evidence)
    baseline, target = _value(told.baseline, kind), _value(told.target, kind)
    return _("{evidence}: from {baseline} to {target}").format(evidence=told.evidence, baseline=baseline, target=target)


def _gap(gap: str, evidence: Evidence | None, measures: tuple[str, ...] = ()) -> Gap:
    of_gap = [one for one in evidence.printed.values() if gap_of(one.id) == gap] if evidence else []
    told = next((one for one in of_gap if one.cells), None)
    if told is None:
        return Gap(gap, "", measures=measures)
    _table, row, column = told.cells.get(current_language(), ("", "", ""))
    return Gap(gap, row or column, figure_shown(told.figure, told.kind), told.id, measures)


def _status(status: str) -> str:
    names = {
        "confirmed": _("Confirmed"),
        "unconfirmed": _("To be confirmed by a person"),
        "stale": _("Stale: its evidence has moved"),
        "retired": _("Retired"),
    }
    return names[status]


def _made_from(name: str) -> str:
    names = {"data": _("the answers"), "weights": _("the weights"), "plan": _("the plan")}
    return names.get(name, name)
