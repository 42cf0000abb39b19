"""List the evidence behind the sentences of a report: every figure cited, with its interval, base, basis and table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from analysis.report.citing import Cell, Cite, Sentence, cells_in, sentences_in, unmarked
from analysis.report.document import Column, Document, Paragraph, Row, Section, Table
from analysis.report.evidence import Evidence, findings_in
from analysis.report.words import DASH
from analysis.report.writing import NOT_SHOWN, Writing
from analysis.topics.findings import Finding


def evidence_list(writing: Writing, evidence: Evidence, document: Document) -> Section:
    """Compose the list from a settled document; figures that stand in no other table have their place here."""
    say = writing.words.say
    cited = _cited(sentences_in(document))
    found = {finding.id: finding for finding in findings_in(evidence)}
    cells = dict(cells_in(document))
    errors = evidence.has_intervals
    titles = [say("Figure"), *([writing.interval_title] if errors else []), say("n")]
    titles += [say("Effective n")] if errors else []
    heads = [Column(say("Evidence"), is_number=False), *(Column(title) for title in (*titles, say("Basis")))]
    heads.append(Column(say("Line of its table"), is_number=False))
    listed = [name for name, (cite, _) in cited.items() if cite.part not in ("n", "effective_n") or name not in cells]
    rows = [Row(name, _cells(writing, found[name], cells, errors=errors)) for name in listed if name in found]
    facts = [
        Row(name, (_fact(writing, one), *[""] * (len(heads) - 2))) for name, one in cited.items() if name not in found
    ]
    groups = [Row(say("Counts and rules")), *facts] if facts else []
    told = say(
        "Figures in sentences lead to their cell in a table, or to a line here. The file evidence.json has them all."
    )
    table = Table(say("The evidence that sentences cite"), tuple(heads), (*rows, *groups))
    return Section("evidence", say("Evidence"), (Paragraph(told, is_note=True), table), layout="text")


def _cited(sentences: Iterable[Sentence]) -> dict[str, tuple[Cite, str]]:
    """Return what is cited, in the order of reading, with the letters first printed; pictures have their own tables."""
    cited: dict[str, tuple[Cite, str]] = {}
    for sentence in sentences:
        if ".chart." in sentence.place:
            continue
        for cite in sentence.cites:
            cited.setdefault(cite.id, (cite, sentence.text[cite.start : cite.end]))
    return cited


def _cells(writing: Writing, finding: Finding, cells: Mapping[str, Cell], *, errors: bool) -> tuple[str, ...]:
    place = cells.get(finding.id)
    known = finding.shown and finding.has_interval
    limits = writing.range(finding) if known and finding.kind != "mean" else DASH
    effective = writing.effective(finding) if known else DASH
    figure, n = printed(writing, finding), writing.n(finding)
    shown = (figure, limits, n, effective) if errors else (figure, n)
    return (*shown, finding.basis, unmarked(place.row) if place else "")


def printed(writing: Writing, finding: Finding) -> str:
    """Print a figure as its kind is printed."""
    if not finding.shown:
        return writing.cite(finding, NOT_SHOWN)
    if finding.kind == "share":
        return writing.share(finding)
    if finding.kind == "difference":
        return writing.points(finding)
    return writing.cite(finding, writing.words.number(finding.value, 2))


def _fact(writing: Writing, told: tuple[Cite, str]) -> str:
    cite, letters = told
    return writing.fact(cite.id, cite.value if cite.value is not None else float("nan"), letters)
