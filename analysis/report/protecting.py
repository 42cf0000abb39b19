"""Hold a report back from telling of a few people, alone or together with what was published before.

A figure of fewer than the least number of people is not printed from the start. Here whatever would let it be computed
is withheld too: by subtracting parts from wholes, groups that differ by a few people, or an earlier report from this.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any

from analysis.disclosure.ledger import Cell, Ledger, Published
from analysis.report.discovered_parts import memberships_of
from analysis.report.evidence import AudienceEvidence, Evidence, findings_in
from analysis.report.followed import figures_followed
from analysis.report.hidden_order import SECRET, hidden_last
from analysis.report.implied import exactly_told, implied_by, parts_in
from analysis.report.moving import asked_in, last_day, moved_by_few, sensitive_in, told_of_parts, without_the_same
from analysis.report.quality_disclosure import withheld_in_quality
from analysis.report.same_parts import in_names_of_today, parts_asked, told_of, unchanged_since
from analysis.report.segment_disclosure import Part, cell_of, parts_of, printed_parts, withheld_segments
from analysis.report.successive import UNCERTAIN, Held, coarsened, held_since
from analysis.report.waiting import held_back, no_finer, untested, waiting
from analysis.segments.contrasts import Contrast, Item
from analysis.topics.findings import Finding
from analysis.topics.samples import Sample


def withheld_in(evidence: Evidence, ledger: Ledger, data: str) -> Held:
    """Return what to hold back so that nothing of a few people follows; `data` is the data's hash.

    What earlier reports leave open is decided first, from what they printed of whom: only then, of what a reader would
    see, what else must go. So nothing of today's answers of a part that changed by few decides what is seen of it.
    """
    fewest = evidence.plan.thresholds.public_n
    asked, today = asked_in(evidence), parts_asked(evidence)
    earlier = in_names_of_today(without_the_same(ledger, asked, data), today)
    parts = parts_in(evidence, earlier)
    implied = implied_by(parts, earlier, fewest)
    unchanged = [unchanged_since(report, today) for report in earlier.reports]
    since = held_since(
        findings_in(evidence),
        earlier,
        fewest,
        sensitive=sensitive_in(evidence),
        implied=implied.by_report,
        unchanged=unchanged,
    )
    sizes = {audience.id: audience.sample.n for audience in evidence.audiences}
    since = replace(since, moved=moved_by_few(sizes, asked, ledger, data, fewest))
    seen = with_withheld(evidence, since)
    found: set[str] = set()
    figures = {figure.id: figure for figure in findings_in(seen)}
    for audience in seen.audiences:
        found |= withheld_segments(audience, figures, ledger, evidence.plan)
        found |= withheld_in_quality(audience.methods.quality, fewest)
    exact = {one.id for one in figures.values() if one.shown} - found - {*since.steps}
    found |= exactly_told(parts, implied, exact, unchanged, fewest)
    return replace(since, names=since.names | found, out=since.out | (found & {*since.steps}))


def withheld_in_followed(evidence: Evidence, ledger: Ledger, data: str) -> Held:
    """Return what to hold back of an earlier wave: only the figures that are followed are printed of it.

    They are of whole audiences, so no part of one can follow from them but by an earlier report of that wave. Figures
    of parts are not known.
    """
    fewest = evidence.plan.thresholds.public_n
    asked, sensitive, figures = asked_in(evidence), sensitive_in(evidence), figures_followed(evidence).values()
    before = without_the_same(ledger, asked, data)
    since = held_since(figures, before, fewest, sensitive=sensitive, all_moved=True)
    sizes = {audience.id: audience.sample.n for audience in evidence.audiences}
    moved = moved_by_few(sizes, asked, ledger, data, fewest)
    items = {one.partition(".")[2] for one in figures_followed(evidence)}
    return replace(since, moved=moved, told=told_of_parts(ledger, asked, items, evidence.plan))


def only_followed(evidence: Evidence) -> Evidence:
    """Return an earlier wave in which no figure has a value but those that are followed, which alone were judged."""
    names = figures_followed(evidence)

    def kept(figure: Finding) -> Finding:
        return figure if figure.id in names else held_back(figure)

    return replace(evidence, audiences=tuple(_rebuilt(audience, kept) for audience in evidence.audiences))


def with_withheld(evidence: Evidence, held: Held) -> Evidence:
    """Return the evidence with figures held back or rounded, wherever they stand.

    What is held back, or is of a few people, has no value any more that could be printed, and does not stand by its
    size. Of audiences that changed by a few only shares are told, and what follows from those printed.
    """

    fewest = evidence.plan.thresholds.public_n

    def changed(figure: Finding, moved: bool) -> Finding:
        if figure.id in held.out:
            return held_back(figure, "disclosure" if figure.base_n < fewest else "complement")
        if figure.shown and figure.id in held.names:
            return held_back(figure)
        if figure.suppressed in SECRET:
            return held_back(figure, figure.suppressed)
        step = held.steps.get(figure.id)
        if step and (figure.shown or figure.suppressed in UNCERTAIN):
            return coarsened(replace(figure, suppressed=None), step)
        return no_finer(figure) if figure.shown and moved else figure

    def of(audience: AudienceEvidence) -> AudienceEvidence:
        moved = audience.id in held.moved
        made = _rebuilt(audience, lambda figure: changed(figure, moved))
        return waiting(made) if moved else hidden_last(made)

    return replace(evidence, audiences=tuple(map(of, evidence.audiences)), told=held.told)


def printed_in(evidence: Evidence, data: str) -> Published:
    """Return what a report of this evidence publishes, for the ledger."""
    fewest = evidence.plan.thresholds.public_n
    parts: dict[str, tuple[Item, Part]] = {}
    for audience in evidence.audiences:
        members = memberships_of(audience)
        for contrast in printed_parts(audience):
            inside, others = parts_of(contrast, audience, members)
            parts[contrast.inside.id] = (contrast.item, inside)
            parts[contrast.others.id] = (contrast.item, others)
    cells = []
    for figure in findings_in(evidence):
        cell = cell_of(figure, fewest) if figure.shown else None
        if cell and figure.id in parts:
            item, (variable, codes, rest) = parts[figure.id]
            cell = replace(cell, item=item.name, variable=variable, codes=codes, others=rest)
        if cell:
            cells.append(cell)
    return _published(evidence, data, findings_in(evidence), cells)


def printed_of_followed(evidence: Evidence, data: str) -> Published:
    """Return what a report publishes of an earlier wave, for the ledger: the figures that are followed."""
    figures, fewest = list(figures_followed(evidence).values()), evidence.plan.thresholds.public_n
    cells = [cell for one in figures if one.shown and (cell := cell_of(one, fewest))]
    return _published(evidence, data, figures, cells)


def _published(evidence: Evidence, data: str, figures: Sequence[Finding], cells: Sequence[Cell]) -> Published:
    hidden = tuple(one.id for one in figures if one.kind == "share" and one.suppressed in UNCERTAIN)
    return Published(
        data,
        responses=evidence.package.dataset.n,
        last=evidence.package.fieldwork.last,
        cells=tuple(cells),
        audiences=asked_in(evidence),
        hidden=hidden,
        parts=told_of(parts_asked(evidence), (*(cell.id for cell in cells), *hidden)),
        until=last_day(evidence),
        cut=evidence.plan.audience,
    )


def _rebuilt(value: Any, change: Callable[[Finding], Finding]) -> Any:
    """Return a value with every figure in it changed."""
    if isinstance(value, Finding):
        return change(value)
    if isinstance(value, tuple) and not hasattr(value, "_fields"):
        made = tuple(_rebuilt(part, change) for part in value)
        return made if any(new is not old for new, old in zip(made, value, strict=True)) else value
    if is_dataclass(value) and not isinstance(value, type) and not isinstance(value, Sample):
        parts = {one.name: getattr(value, one.name) for one in fields(value) if one.init}
        new = {name: _rebuilt(part, change) for name, part in parts.items()}
        changed = {name: part for name, part in new.items() if part is not parts[name]}
        rebuilt = replace(value, **changed) if changed else value
        return _of_printed(rebuilt) if isinstance(rebuilt, Contrast) else rebuilt
    return value


def _of_printed(made: Contrast) -> Contrast:
    """Return a contrast of which a share is rounded or held back with what follows from the other, untested."""
    sides = (made.inside, made.others)
    is_secret = any(one.suppressed in SECRET for one in sides)
    return untested(made) if is_secret or any(one.step for one in sides) else made
