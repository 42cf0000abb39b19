"""Build the document of one language from the evidence; nothing is computed here that is not about wording."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from analysis.report.citing import parted, settled
from analysis.report.document import Block, Document, Entry, Items, Paragraph, Section
from analysis.report.evidence import AudienceEvidence, Evidence
from analysis.report.printed_charts import as_printed
from analysis.report.sections.answer import title_and_lead
from analysis.report.sections.answered import answered, missing
from analysis.report.sections.basis import basis, refusals
from analysis.report.sections.chapters import chapters
from analysis.report.sections.evidence_list import evidence_list
from analysis.report.sections.first_page import follows, told
from analysis.report.sections.measures import measures_section
from analysis.report.sections.method import filled, method_note
from analysis.report.sections.trend import trend
from analysis.report.words import Words
from analysis.report.writing import LOW_BASE, NOT_SHOWN, Writing
from surveyapp.stated.statements import Filled


def build_report(evidence: Evidence, words: Words) -> Document:
    """Compose the report: first page, one part for each audience, who answered, method, evidence, key."""
    writing = Writing(words, evidence.plan, evidence.package.codebook)
    placed: set[str] = set()
    told = _worded(writing, evidence)
    worded = as_printed(settled(parted(told) if words.direction == "rtl" else told, placed))
    listed = settled(evidence_list(writing, evidence, worded), placed)
    return replace(worded, sections=(*worded.sections, listed))


def items_of(evidence: Evidence, words: Words) -> tuple[Filled, ...]:
    """Return what the report discloses of itself, item by item."""
    return filled(Writing(words, evidence.plan, evidence.package.codebook), evidence)


def _worded(writing: Writing, evidence: Evidence) -> Document:
    """Word the whole report; figures are still marked with where they come from."""
    words, items = writing.words, filled(writing, evidence)
    codebook, fieldwork = evidence.package.codebook, evidence.package.fieldwork
    title, lead = title_and_lead(writing, evidence)
    stories = told(writing, evidence)
    return Document(
        language=words.language,
        direction=words.direction,
        survey=words.label(codebook.title),
        about=writing.dates(fieldwork.first, fieldwork.last),
        code=_versions(writing, fieldwork.versions),
        label=_label(writing),
        title=title,
        lead=lead,
        meta=_meta(writing, evidence),
        findings_title=words.say("Findings"),
        findings=tuple(story.headline for story in stories),
        follows=follows(writing, evidence, stories),
        asides=(basis(writing, evidence), missing(writing, evidence), refusals(writing, evidence)),
        sections=_sections(writing, evidence, items),
        key=_key(writing, evidence),
        table_summary=words.say("The table behind this chart"),
        tables_title=words.say("The tables behind the charts"),
        date=date.fromisoformat(fieldwork.last) if fieldwork.last else None,
        foot=writing.low_base_note()
        + " · "
        + words.say("{mark} not printed: base, disclosure or interval", mark=NOT_SHOWN),
        aloud=words.say("In words, without a chart"),
        draft=words.say("Draft") if any(one.is_missing for one in items) else "",
    )


def _versions(writing: Writing, versions: Sequence[int]) -> str:
    """Name the versions of the questionnaire; answers collected elsewhere have none."""
    listed = writing.words.listed([writing.version(version) for version in versions])
    return writing.words.say("version {number}", number=listed) if versions else ""


def _label(writing: Writing) -> str:
    """Say what kind of report it is where it is not one for everybody about people."""
    say = writing.words.say
    parts = [say("Internal, not for publication")] if writing.plan.view == "internal" else []
    return " · ".join([*parts, *([say("Simulated data")] if writing.codebook.simulated else [])])


def _meta(writing: Writing, evidence: Evidence) -> str:
    words = writing.words
    sizes = [f"{writing.audience(a.id)}: n {writing.members(a.sample)}" for a in evidence.audiences]
    languages = len({str(tag) for tag in evidence.package.dataset.column("language")})
    told = writing.count("{n} language of answers", "{n} languages of answers", languages, "languages")
    apart = [words.say("no total of the two audiences")] if len(evidence.audiences) == 2 else []
    return " · ".join([*sizes, told, *apart])


def _parts(writing: Writing, evidence: Evidence) -> Iterable[Section]:
    for audience in evidence.audiences:
        kicker = _kicker(writing, audience)
        for chapter in chapters(writing, audience):
            title = writing.words.say(
                "{audience}: {chapter}", audience=writing.audience(audience.id), chapter=chapter.title
            )
            yield Section(f"{audience.id}-{chapter.id}", title, chapter.blocks, kicker, "charts")


def _kicker(writing: Writing, audience: AudienceEvidence) -> str:
    words, sample = writing.words, audience.sample
    people = words.say("n {n}", n=writing.members(sample))
    population = words.label(sample.frame.population) if sample.frame else ""
    return " · ".join(part for part in (people, writing.basis(sample), population) if part)


def _sections(writing: Writing, evidence: Evidence, items: tuple[Filled, ...]) -> tuple[Section, ...]:
    measures, moved = measures_section(writing, evidence), trend(writing, evidence)
    parts = (*([moved] if moved else []), *_parts(writing, evidence), *([measures] if measures else []))
    return (*parts, _who_answered(writing, evidence), method_note(writing, items))


def _who_answered(writing: Writing, evidence: Evidence) -> Section:
    tables = tuple(answered(writing, audience) for audience in evidence.audiences)
    return Section("answered", writing.words.say("Who answered"), tables, layout="charts")


def _key(writing: Writing, evidence: Evidence) -> Section:
    say, least = writing.words.say, writing.plan.thresholds.low_base
    tested = [
        Entry(
            say("Bar and dot"),
            say("the {level} interval and the estimate; a dot without a bar only describes", level=writing.level),
        ),
        Entry(say("Solid and hollow dot"), say("a difference is shown; none is shown")),
        Entry(say("Tick across"), say("everyone else in the same base")),
        Entry(say("Grey bar on ranks"), say("the ranks the data allow")),
    ]
    described = [Entry(say("Dot"), say("the share of those who answered"))]
    entries = [
        *(tested if evidence.has_intervals else described),
        Entry(say("Hatching, {mark}", mark=NOT_SHOWN), say("not printed: too few people, or too wide an interval")),
        Entry(
            LOW_BASE,
            say("low base, fewer than {n} people", n=writing.rule("low_base", least, writing.words.number(least))),
        ),
    ]
    blocks: list[Block] = [Items(tuple(entries))]
    if writing.codebook.simulated:
        blocks.append(
            Paragraph(say("Every answer was made by a simulation. No figure describes real people."), is_note=True)
        )
    return Section("key", say("How to read the charts"), tuple(blocks), layout="notes")
