"""Draw which answers go with which."""

from __future__ import annotations

import math

from analysis.report.document import Block, ChartBlock, Column, Row, Table
from analysis.report.evidence import AudienceEvidence
from analysis.report.marks import Axis, Place, Plane
from analysis.report.sections.refusing import refused
from analysis.report.words import DASH, shortened
from analysis.report.writing import ASKING, Writing
from analysis.topics.maps import Mapped, Spot

MOST_STRONG, LONGEST_ITEM = 6, 40


def maps_blocks(writing: Writing, audience: AudienceEvidence) -> list[Block]:
    """Draw every map of the plan, or say why there is none."""
    return [_block(writing, audience, found) for found in audience.methods.maps]


def _block(writing: Writing, audience: AudienceEvidence, found: Mapped) -> Block:
    if found.refusal:
        what = writing.words.say(
            "Which answers to {questions} go together", questions=writing.subjects(found.questions)
        )
        return refused(writing, what, found.refusal, f"{audience.id}.maps.{found.id}")
    return _chart(writing, audience, found)


def _chart(writing: Writing, audience: AudienceEvidence, found: Mapped) -> ChartBlock:
    say, words, name = writing.words.say, writing.words, f"{audience.id}.maps.{found.id}"
    ordered = sorted(found.spots, key=lambda spot: -spot.contribution)
    strong = {id(spot) for spot in ordered[:MOST_STRONG] if not spot.is_added}
    places = tuple(
        Place(
            f"{at} {_name(writing, found, spot)}", spot.x, spot.y, None, "same" if spot.is_added else "estimate",
            id(spot) in strong,
        )
        for at, spot in enumerate(found.spots, start=1)
    )  # fmt: skip
    first, second = (words.percent(part) for part in found.inertia)
    across = _axis(writing, [spot.x for spot in found.spots], say("Dimension 1: {share}", share=first))
    up = _axis(writing, [spot.y for spot in found.spots], say("Dimension 2: {share}", share=second))
    title = _title(writing, found)
    described = words.listed([place.label for place in places[:8]])
    chart = Plane(title, described, across, up, places, ("", ""), "")
    parts = [
        " × ".join(found.questions),
        say("n {n}", n=writing.counted(f"{name}.n", found.base_n)),
        say("multiple correspondence analysis"),
        writing.basis(audience.sample),
    ]
    meta, note = " · ".join(parts), _note(writing, found, name)
    return ChartBlock(f"{audience.id}-map-{found.id}", title, meta, chart, _table(writing, found), note)


def _title(writing: Writing, found: Mapped) -> str:
    say = writing.words.say
    first, second = _name(writing, found, found.pairs[0].first), _name(writing, found, found.pairs[0].second)
    return say("“{first}” and “{second}” go together most", first=first, second=second)


def _note(writing: Writing, found: Mapped, name: str) -> str:
    say = writing.words.say
    told = [say("Answers that the same people give lie close. Axes have no unit; places are described, not tested.")]
    if any(spot.is_added for spot in found.spots):
        told.append(say("Hollow: who people are; it did not shape the plane."))
    pairs = "; ".join(_pair(writing, f"{name}.pair{at}", found, at) for at in range(len(found.pairs)))
    told.append(
        say("More together than shuffled answers, the largest of all pairs compared (phi): {pairs}.", pairs=pairs)
    )
    return " ".join(told)


def _pair(writing: Writing, name: str, found: Mapped, at: int) -> str:
    pair = found.pairs[at]
    phi = writing.fact(name, pair.phi, writing.words.number(pair.phi, 2))
    return f"{_name(writing, found, pair.first)} + {_name(writing, found, pair.second)} {phi}"


def _name(writing: Writing, found: Mapped, spot: Spot) -> str:
    """Name an answer: the choice itself, or the item with the answer given; with its question where two share it."""
    answer = writing.words.label(spot.text)
    if spot.variable.choice or not answer:
        return writing.item(spot.variable)
    if spot.variable.row:
        return writing.words.say("{item}: {answer}", item=writing.item(spot.variable), answer=answer)
    sharing = {other.variable.name for other in found.spots if writing.words.label(other.text) == answer}
    if len(sharing) > 1:
        item = shortened(writing.subject(spot.variable.question).rstrip(ASKING), LONGEST_ITEM)
        return writing.words.say("{item}: {answer}", item=item, answer=answer)
    return answer


def _axis(writing: Writing, values: list[float], title: str) -> Axis:
    reach = max((abs(value) for value in values), default=1.0)
    high = max(math.ceil(reach * 2 + 0.2) / 2, 0.5)
    return Axis(-high, high, tuple((at, writing.words.number(at, 1)) for at in (-high, 0.0, high)), title)


def _table(writing: Writing, found: Mapped) -> Table:
    say, words = writing.words.say, writing.words
    titles = (say("Dimension 1"), say("Dimension 2"), say("Contribution, %"), say("Quality (cos²)"), say("n"))
    rows = []
    for at, spot in enumerate(found.spots, start=1):
        own = (DASH, DASH) if spot.is_added else (words.number(spot.contribution, 1), words.number(spot.quality, 2))
        people = words.people(spot.n, writing.plan.thresholds.public_n)
        cells = (words.number(spot.x, 2), words.number(spot.y, 2), *own, people)
        rows.append(Row(f"{at} {_name(writing, found, spot)}", cells))
    caption = say("Places in the plane; answers that fewer than {n} people gave are left out", n=words.number(
        writing.plan.thresholds.min_n))  # fmt: skip
    return Table(caption, (Column(say("Answer"), is_number=False), *map(Column, titles)), tuple(rows))
