"""Tabulate the questions answered by a number."""

from __future__ import annotations

from analysis.report.document import Column, Row, Table
from analysis.report.evidence import AudienceEvidence
from analysis.report.words import DASH
from analysis.report.writing import LOW_BASE, NOT_SHOWN, Writing
from analysis.topics.findings import Finding


def numbers_table(writing: Writing, audience: AudienceEvidence) -> Table | None:
    """Tabulate median and mean of every question; None where no number was asked for."""
    found, say = audience.methods.numbers, writing.words.say
    if not found:
        return None
    limits = audience.sample.has_intervals
    heads = [Column(say("Question"), is_number=False)]
    for title in (say("Median"), say("Mean")):
        heads += [Column(title), *([Column(writing.interval_title)] if limits else [])]
    rows = []
    for one in found:
        cells = [*_cells(writing, one.median, limits=limits), *_cells(writing, one.mean, limits=limits)]
        name = writing.subject(one.variable.question)
        asked = f"{name} – {writing.item(one.variable)}" if one.variable.row else name
        rows.append(Row(asked, (*cells, writing.n(one.mean))))
    caption = say("Questions answered by a number, among those who gave one")
    note = say("Median: half of the answers are no larger. The smallest and the largest answer are never printed.")
    return Table(caption, (*heads, Column(say("n"))), tuple(rows), note, wide=True)


def _cells(writing: Writing, finding: Finding, *, limits: bool) -> tuple[str, ...]:
    between = (writing.range(finding) if finding.shown else DASH,) if limits else ()
    if not finding.shown:
        return (NOT_SHOWN, *between)
    return (writing.quantity(finding) + (LOW_BASE if finding.low_base else ""), *between)
