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
    rows = [row for found in _by_question(writing, tested) for row in _rows(writing, audience, found)]
    if not rows:
        return Paragraph(say("No group is shown to differ from everyone else in anything that was compared."))
    ends = (say("Higher than everyone else"), say("Lower than everyone else"))
    heads = (Column(say("Group"), is_number=False), Column(say("n")), *(Column(end, is_number=False) for end in ends))
    note = say(
        "Differences in points of at least {points}, Holm within a question and a cut; the largest first.",
        points=writing.smallest(),
    )
    return Table(say("What is higher and lower in each group"), heads, tuple(rows), note, wide=True)


def _by_question(writing: Writing, tested: list[Contrast]) -> list[list[Contrast]]:
    """Part what a plan's further questions compare, a question each; all else stands together before them."""
    found: dict[str, list[Contrast]] = {}
    for one in tested:
        found.setdefault(one.item.question if one.item.question in writing.plan.choices else "", []).append(one)
    return [found[question] for question in sorted(found, key=bool)]


def _rows(writing: Writing, audience: AudienceEvidence, found: list[Contrast]) -> list[Row]:
    """Return a row for every group, under the question if it is a further one; none where no difference is shown."""
    differing = sorted((one for one in found if one.differs(writing.plan)), key=lambda one: -abs(one.difference.value))
    if not differing:
        return []
    question = found[0].item.question
    rows = [Row(writing.subject(question))] if question in writing.plan.choices else []
    for segment in {one.segment.id: one.segment for one in found}.values():
        own = [one for one in differing if one.segment.id == segment.id]
        higher = [one for one in own if one.difference.value > 0]
        lower = [one for one in own if one.difference.value < 0]
        n = people_in(writing, audience, segment)
        rows.append(Row(writing.group(segment), (n, _told(writing, higher), _told(writing, lower))))
    return rows


def _told(writing: Writing, found: list[Contrast]) -> str:
    told = [f"{writing.item(one.item.variable)} {writing.points(one.difference)}" for one in found]
    return "; ".join(told[:MOST_NAMED]) or DASH
