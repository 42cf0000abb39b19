"""Order what is known of one audience into chapters: wants, reach, trust, groups, kinds, own words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from analysis.report.document import Block, ChartBlock, Paragraph
from analysis.report.evidence import AudienceEvidence
from analysis.report.sections.choosing import choices_chart, found_title, further
from analysis.report.sections.drivers import drivers_blocks
from analysis.report.sections.kinds import kinds_blocks
from analysis.report.sections.maps import maps_blocks
from analysis.report.sections.needs import plane_chart, unmet_chart
from analysis.report.sections.numbers import numbers_table
from analysis.report.sections.open_ends import open_ends_blocks
from analysis.report.sections.profiles import profiles_table
from analysis.report.sections.quality import quality_blocks
from analysis.report.sections.reach import reach_chart
from analysis.report.sections.segments import dots_by, panels_by
from analysis.report.sections.tiles import tiles_by, tiles_of
from analysis.report.sections.topics import (
    dimensions_chart,
    further_ratings,
    image_chart,
    interest_chart,
    official_chart,
    trust_chart,
)
from analysis.report.sections.utilities import utilities_block
from analysis.report.sections.waits import waits
from analysis.report.writing import Writing

MOST_TELLING = 6


@dataclass(frozen=True)
class Chapter:
    id: str
    title: str
    blocks: tuple[Block, ...]


def chapters(writing: Writing, audience: AudienceEvidence) -> list[Chapter]:
    """Return the chapters of an audience that have something to show.

    Where neither wants, reach nor trust were asked about, the questions that were come first.
    """
    say = writing.words.say
    made = [
        ("wants", say("interest and needs"), _wants(writing, audience)),
        ("reach", say("where they are reached"), _reached(writing, audience)),
        ("trust", say("trust and image"), _trusts(writing, audience)),
        ("groups", say("who differs"), _groups(writing, audience)),
        ("kinds", say("kinds of people"), [*kinds_blocks(writing, audience), *maps_blocks(writing, audience)]),
        ("further", say("further questions"), _further(writing, audience)),
        ("words", say("in their own words"), open_ends_blocks(writing, audience)),
        ("quality", say("how carefully they answered"), quality_blocks(writing, audience)),
    ]
    told = ((name, title, tuple(block for block in blocks if block)) for name, title, blocks in made)
    found = [Chapter(name, title, blocks) for name, title, blocks in told if blocks]
    if any(chapter.id in ("wants", "reach", "trust") for chapter in found):
        return found
    answers = [replace(chapter, title=say("what was answered")) for chapter in found if chapter.id == "further"]
    return answers + [chapter for chapter in found if chapter.id != "further"]


def _further(writing: Writing, audience: AudienceEvidence) -> Iterable[Block | None]:
    yield from further(writing, audience)
    yield from tiles_of(writing, audience)
    yield from further_ratings(writing, audience)
    yield numbers_table(writing, audience)


def _wants(writing: Writing, audience: AudienceEvidence) -> Iterable[Block | None]:
    say, methods = writing.words.say, audience.methods
    yield unmet_chart(writing, audience)
    yield plane_chart(writing, audience)
    yield interest_chart(writing, audience)
    yield waits(writing, audience, "ranks")
    yield utilities_block(writing, audience)
    yield choices_chart(writing, audience, methods.barriers, say("What stood in the way"))
    last, found = say("When they last looked for information"), found_title(writing, methods.found)
    yield choices_chart(writing, audience, methods.found, found, title=found)
    yield choices_chart(writing, audience, methods.sought, last, title=last)


def _reached(writing: Writing, audience: AudienceEvidence) -> Iterable[Block | None]:
    say, methods = writing.words.say, audience.methods
    yield reach_chart(writing, audience, audience.platforms) or waits(writing, audience, "platforms")
    yield reach_chart(writing, audience, audience.sources) or waits(writing, audience, "sources")
    yield choices_chart(writing, audience, methods.languages, say("Preferred language"))
    yield choices_chart(writing, audience, methods.forms, say("Preferred form"))


def _trusts(writing: Writing, audience: AudienceEvidence) -> Iterable[Block | None]:
    yield trust_chart(writing, audience)
    yield official_chart(writing, audience)
    yield image_chart(writing, audience)
    yield dimensions_chart(writing, audience)
    yield from drivers_blocks(writing, audience)


def _groups(writing: Writing, audience: AudienceEvidence) -> Iterable[Block | None]:
    plan = writing.plan
    first_topic = audience.interest.topics[0].chosen.id.partition(".")[2] if audience.interest else ""
    first_need = f"{audience.needs.needs[0].variable.row}.U" if audience.needs else ""
    made: list[ChartBlock] = []
    for cut in plan.segments:
        charts = [dots_by(writing, audience, cut.id, item) for item in _items(writing, cut.id, first_need, first_topic)]
        if cut.compared and cut.groups:
            questions = (
                plan.interest,
                plan.importance.question,
                plan.reach,
                plan.trust.question,
                *_telling(writing, audience),
            )
            charts = [panels_by(writing, audience, cut.id, question) for question in questions if question]
        made += [chart for chart in (*charts, tiles_by(writing, audience, cut)) if chart]
    yield profiles_table(writing, audience)
    yield waits(writing, audience, "tests")
    yield from made
    by_country = any(cut.id == "country" for cut in plan.segments)
    if by_country and audience.contrasts and not any(f"{audience.id}-country" in chart.id for chart in made):
        told = writing.words.say("By country: nothing is printed, since each has too few people or sampling places.")
        yield Paragraph(told)


def _telling(writing: Writing, audience: AudienceEvidence) -> list[str]:
    """Name the further questions in which some group differs."""
    plan, further = writing.plan, {one.question for one in audience.methods.choices}
    further |= {rating[0].variable.question for rating in audience.methods.ratings}
    shown = (one.item.question for one in audience.contrasts if one.differs(plan))
    return [question for question in dict.fromkeys(shown) if question in further][:MOST_TELLING]


def _items(writing: Writing, cut: str, first_need: str, first_topic: str) -> tuple[str, ...]:
    opinion = f"{writing.plan.image.question}.top"
    return (first_topic,) if cut == "language" else (first_need, first_topic, opinion)
