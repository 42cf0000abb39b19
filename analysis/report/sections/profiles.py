"""Profile each declared segment by what is significantly higher and lower in it than among everyone else."""

from __future__ import annotations

from analysis.report.document import Column, Paragraph, Row, Table
from analysis.report.evidence import AudienceEvidence
from analysis.report.sections.shared import people_in
from analysis.report.words import DASH
from analysis.report.writing import Writing
from analysis.segments.contrasts import Contrast

MOST_NAMED = 4


def profiles_table(writing: Writing, audience: AudienceEvidence) -> Table | Paragraph | None:
    """Tabulate the segments with what differs, the largest differences first; none where nothing was tested."""
    tested = [contrast for contrast in audience.contrasts if contrast.p == contrast.p]
    if not tested:
        return None
    say = writing.words.say
    groups: dict[str, list[Contrast]] = {}
    for contrast in tested:
        groups.setdefault(contrast.segment.id, []).append(contrast)
    rows = []
    for found in groups.values():
        differing = sorted(
            (one for one in found if one.differs(writing.plan)), key=lambda one: -abs(one.difference.value)
        )
        higher = [one for one in differing if one.difference.value > 0]
        lower = [one for one in differing if one.difference.value < 0]
        segment = found[0].segment
        n = people_in(writing, audience, segment)
        rows.append(Row(writing.group(segment), (n, _told(writing, higher), _told(writing, lower))))
    if all(cell == DASH for row in rows for cell in row.cells[1:]):
        return Paragraph(say("No group is shown to differ from everyone else in anything that was compared."))
    ends = (say("Higher than everyone else"), say("Lower than everyone else"))
    heads = (Column(say("Group"), is_number=False), Column(say("n")), *(Column(end, is_number=False) for end in ends))
    note = say(
        "Differences in points of at least {points}, Holm within a question and a cut; the largest first.",
        points=writing.smallest(),
    )
    return Table(say("What is higher and lower in each group"), heads, tuple(rows), note, wide=True)


def _told(writing: Writing, found: list[Contrast]) -> str:
    told = [f"{writing.compared(one.item.variable)} {writing.points(one.difference)}" for one in found]
    return "; ".join(told[:MOST_NAMED]) or DASH
