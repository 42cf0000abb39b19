"""Tile countries and territories: a share in each of them, or the share of people who name it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from analysis.codebook import Text
from analysis.plan import Segmentation
from analysis.report.document import ChartBlock, Row, Table
from analysis.report.evidence import AudienceEvidence
from analysis.report.marks import Tile, TileGrid, TileRegion
from analysis.report.places import Region, are_places, by_region
from analysis.report.sections.choosing import part_name
from analysis.report.sections.segments import contrast_table, what_of
from analysis.report.writing import ASKING, LOW_BASE, NOT_SHOWN, Writing
from analysis.segments.contrasts import Contrast
from analysis.topics.choosing import Choices
from analysis.topics.findings import Finding

FEWEST_TILES = 6
"""Fewer places are read as fast in rows."""
WIDTHS, MOST_CLASSES = (5, 10, 20), 5
"""How wide classes may be, in points: narrower ones would colour what is only scatter."""
STEPS = {1: (3,), 2: (2, 4), 3: (1, 3, 5), 4: (1, 2, 4, 5), 5: (1, 2, 3, 4, 5)}
"""The colours of so many classes, as far apart as five allow."""


@dataclass(frozen=True)
class Place:
    """A country or territory with its figure and its line of the table behind."""

    name: str
    finding: Finding
    row: Row


def tiles_by(writing: Writing, audience: AudienceEvidence, cut: Segmentation) -> ChartBlock | None:
    """Tile one item in every place of a segmentation: the first topic, or other item, printed in enough places."""
    here = [one for one in audience.contrasts if one.segment.segmentation.id == cut.id]
    if not are_places({one.segment.group.id: _wording(writing, one) for one in here}):
        return None
    topics = audience.interest.topics if audience.interest else ()
    by_interest = (topic.chosen.id.removeprefix(f"{audience.id}.") for topic in topics)
    names = dict.fromkeys((*by_interest, *(one.item.name for one in here)))
    every = ([one for one in here if one.item.name == name] for name in names)
    found = next((some for some in every if sum(one.inside.shown for one in some) >= FEWEST_TILES), None)
    if not found:
        return None
    item, table = found[0].item, contrast_table(writing, found)
    rows = zip(found, table.rows, strict=True)
    named = ((one, one.segment.group.id, row) for one, row in rows)
    places = {code: Place(_name(writing, code, _wording(writing, one)), one.inside, row) for one, code, row in named}
    what = what_of(writing, item.question)
    meta = writing.chart_meta(audience.sample, item.question, [one.inside for one in found], what, bars="")
    name = f"{audience.id}-{cut.id}-tiles"
    return _block(writing, name, writing.item(item.variable), meta, places, table)


def tiles_of(writing: Writing, audience: AudienceEvidence) -> Iterator[ChartBlock]:
    """Tile the answers to every further question that are countries or territories, if enough are printed."""
    for found in audience.methods.choices:
        parts = [part for part in found.parts if part.share.value or not part.share.shown]
        shown = sum(part.share.shown for part in parts)
        if shown >= FEWEST_TILES and are_places({part.code: part.text for part in found.parts}):
            yield _answers(writing, audience, replace(found, parts=tuple(parts)))


def _answers(writing: Writing, audience: AudienceEvidence, found: Choices) -> ChartBlock:
    say, shares = writing.words.say, [part.share for part in found.parts]
    names = [part_name(writing, found.question, part) for part in found.parts]
    table = writing.table(writing.question(found.question), list(zip(names, shares, strict=True)))
    rows = zip(found.parts, table.rows, strict=True)
    places = {part.code: Place(_name(writing, part.code, part.text), part.share, row) for part, row in rows}
    meta = writing.chart_meta(audience.sample, found.question, shares, say("share giving the answer"), bars="")
    subject = writing.subject(found.question).rstrip(ASKING)
    return _block(writing, f"{audience.id}-choices-{found.question}-tiles", subject, meta, places, table)


def _wording(writing: Writing, one: Contrast) -> Text:
    variable = writing.codebook.by_name.get(one.segment.segmentation.variable)
    values = variable.values if variable else ()
    return next((value.text for value in values if value.code == one.segment.group.id), {})


def _name(writing: Writing, code: str, text: Text) -> str:
    """Name a place as the questionnaire does in the reader's language, else as CLDR does; never in another language."""
    locale = writing.words.locale
    return text.get(writing.words.language) or text.get(locale.language) or str(locale.territories[code])


def _block(
    writing: Writing, name: str, subject: str, meta: str, places: Mapping[str, Place], table: Table
) -> ChartBlock:
    say, words = writing.words.say, writing.words
    regions = by_region(places, words.language)
    steps, classes = _classes(writing, [place.finding for place in places.values()])
    tiles = tuple(
        TileRegion(
            _region(writing, region),
            tuple(tuple(_tile(writing, code, places[code], steps) for code in part) for part in region.parts),
        )
        for region in regions
    )
    title = say("{item}, region by region", item=subject)
    chart = TileGrid(title, _described(writing, regions, places), say("Share, %"), tiles, classes)
    note = say(
        "One tile for each place, not where it lies on a map. The stronger the colour, the larger the share; hatched: "
        "not printed. Two colours are no test of a difference."
    )
    return ChartBlock(name, title, meta, chart, replace(table, rows=_rows(writing, regions, places)), note)


def _tile(writing: Writing, code: str, place: Place, steps: Mapping[int, int]) -> Tile:
    found = place.finding
    if not found.shown:
        return Tile(code, place.name, NOT_SHOWN, 0)
    text = writing.words.whole(found.value) + (LOW_BASE if found.low_base else "")
    return Tile(code, place.name, text, steps[_whole(found)])


def _classes(writing: Writing, every: Sequence[Finding]) -> tuple[Mapping[int, int], tuple[tuple[int, str], ...]]:
    """Return the colour of each printed whole per cent, and the limits of the classes; 100 belongs to the last one."""
    printed = sorted({_whole(found) for found in every if found.shown})
    low, high = printed[0], min(printed[-1], 99)
    width = next(width for width in WIDTHS if high // width - low // width < MOST_CLASSES)
    first = min(low, high) // width
    colours = STEPS[high // width - first + 1]
    steps = {value: colours[min(value, high) // width - first] for value in printed}
    limits = [(at * width, at * width + width - 1) for at in range(first, first + len(colours))]
    limits = [(start, 100 if end >= 99 else end) for start, end in limits]
    texts = (writing.words.range(start / 100, end / 100) for start, end in limits)
    return steps, tuple(zip(colours, texts, strict=True))


def _whole(found: Finding) -> int:
    return round(100 * found.value)


def _region(writing: Writing, region: Region) -> str:
    return str(writing.words.locale.territories[region.code])


def _called(writing: Writing, code: str, place: Place) -> str:
    return writing.words.say("{name} ({code})", name=place.name, code=code)


def _described(writing: Writing, regions: Sequence[Region], places: Mapping[str, Place]) -> str:
    """Say every place with its figure in words, region by region."""
    say, told = writing.words.say, []
    for region in regions:
        here = [(code, places[code]) for part in region.parts for code in part]
        figures = [
            f"{_called(writing, code, one)} {writing.share(one.finding) if one.finding.shown else say('not printed')}"
            for code, one in here
        ]
        told.append(say("{region}: {places}.", region=_region(writing, region), places=writing.words.listed(figures)))
    return writing.words.together(told)


def _rows(writing: Writing, regions: Sequence[Region], places: Mapping[str, Place]) -> tuple[Row, ...]:
    """Put the lines of the table behind in the order of the tiles, under the names of their regions."""
    made: list[Row] = []
    for region in regions:
        made.append(Row(_region(writing, region)))
        codes = (code for part in region.parts for code in part)
        made += [Row(_called(writing, code, places[code]), places[code].row.cells) for code in codes]
    return tuple(made)
