"""Compose the brief of one page from the evidence: what to decide and on what, what stays, who is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from analysis.codebook import Variable
from analysis.report.citing import parted, settled
from analysis.report.document import Document, Paragraph
from analysis.report.evidence import AudienceEvidence, Evidence
from analysis.report.followed import compared, leading
from analysis.report.histories import histories, outlook, reaches_far
from analysis.report.measures_found import proposals_of, standings_of
from analysis.report.sections.answer import title_and_lead
from analysis.report.sections.first_page import told
from analysis.report.sections.measures import indicator, proposal_text, status
from analysis.report.sections.outlook import Coming, foretold
from analysis.report.sections.stories import Told
from analysis.report.waves import Change, Comparison, comparisons
from analysis.report.words import Words
from analysis.report.writing import Writing
from analysis.topics.findings import Finding
from analysis.waves.forecasting import FEWEST_WAVES

MOST_FINDINGS, MOST_MEASURES, MOST_CHANGES, MOST_MISSING = 4, 3, 3, 3


@dataclass(frozen=True)
class Line:
    """A sentence and the small print under it."""

    text: str
    small: str = ""


@dataclass(frozen=True)
class Part:
    """Lines under a heading; `note` is what all of them have in common."""

    title: str
    lines: tuple[Line, ...]
    note: str = ""


@dataclass(frozen=True)
class Brief:
    """One page in one language. `decision` is the title; `report` is the file that the figures lead to."""

    language: str
    direction: str
    survey: str
    about: str
    marks: tuple[str, ...]
    draft: str
    kicker: str
    decision: str
    lead: str
    parts: tuple[Part, ...]
    foot: str
    document: Document
    report: str


def compose_brief(evidence: Evidence, words: Words, document: Document) -> Brief:
    """Compose the brief that goes with a report's document."""
    writing = Writing(words, evidence.plan, evidence.package.codebook)
    say, (kicker, decision, rests_on) = words.say, _decision(writing, evidence, document)
    stories = sorted(told(writing, evidence), key=lambda one: one.finding.id not in rests_on)
    made = Brief(
        language=document.language,
        direction=document.direction,
        survey=document.survey,
        about=document.about,
        marks=tuple(mark for mark in (document.draft, document.label) if mark),
        draft=document.draft,
        kicker=kicker,
        decision=decision,
        lead=title_and_lead(writing, evidence, most=1, about=rests_on)[1],
        parts=(
            _found(writing, evidence, stories[:MOST_FINDINGS]),
            _measured(writing, evidence),
            Part(say("What changed and what did not"), tuple(_waves(writing, evidence, stories))),
            Part(say("Who is missing"), tuple(_missing(document))[:MOST_MISSING]),
            Part(say("What cannot be said"), tuple(_refused(writing, evidence))),
        ),
        foot=say("Full report, method and evidence: {file}", file=f"report.{document.language}.html"),
        document=document,
        report=f"report.{document.language}.html",
    )
    return settled(parted(made) if document.direction == "rtl" else made, set())


def _decision(writing: Writing, evidence: Evidence, document: Document) -> tuple[str, str, tuple[str, ...]]:
    """Open with what is decided, else with what is to be decided, else with what was found; with what it rests on."""
    say, words = writing.words.say, writing.words
    for one in standings_of(evidence):
        if one.status == "confirmed":
            return say("Decided"), words.label(one.measure.text), tuple(one.measure.evidence)
    proposals = proposals_of(evidence)
    if proposals:
        return (
            say("For decision: a candidate, not decided"),
            proposal_text(writing, proposals[0]),
            (proposals[0].evidence,),
        )
    return say("Findings"), document.title, ()


def _found(writing: Writing, evidence: Evidence, stories: list[Told]) -> Part:
    """Compose the findings; whom they speak for is said once where it is the same people."""
    about = [_spoken_for(writing, evidence, one) for one in stories]
    shared = about[0] if len(stories) > 1 and len(set(about)) == 1 else ""
    lines = (_finding(writing, one, "" if shared else who) for one, who in zip(stories, about, strict=True))
    return Part(writing.words.say("What was found"), tuple(lines), shared)


def _spoken_for(writing: Writing, evidence: Evidence, story: Told) -> str:
    audience = evidence.of(story.finding.id.partition(".")[0])
    basis = writing.words.say("basis {letter}", letter=story.finding.basis)
    short = writing.shortcomings(audience.sample) if audience else ()
    return " · ".join((_population(writing, audience), basis, *short))


def _finding(writing: Writing, story: Told, about: str) -> Line:
    say, finding = writing.words.say, story.finding
    parts = [about, say("n {n}", n=writing.n(finding))]
    if finding.has_interval:
        parts += [say("{level} interval {range}", level=writing.level, range=writing.range(finding))]
    return Line(story.headline.sentence, " · ".join(part for part in (*parts, finding.id) if part))


def _population(writing: Writing, audience: AudienceEvidence | None) -> str:
    if audience is None or audience.sample.frame is None:
        return writing.words.say("those who answered, and nobody else")
    frame = audience.sample.frame
    return writing.words.label(frame.population) or frame.sample_source


def _measured(writing: Writing, evidence: Evidence) -> Part:
    """Compose the measures; that they are candidates is said once where all are."""
    lines, title = tuple(_measures(writing, evidence))[:MOST_MEASURES], writing.words.say("Measures")
    if any(one.status != "retired" for one in standings_of(evidence)):
        return Part(title, lines)
    candidate = _candidate(writing)
    shortened = tuple(replace(line, small=line.small.removesuffix(f" · {candidate}")) for line in lines)
    return Part(title, shortened, candidate if lines else "")


def _candidate(writing: Writing) -> str:
    return writing.words.say("candidate by rule; a person decides, names a lead and a deadline")


def _measures(writing: Writing, evidence: Evidence) -> Iterator[Line]:
    """Yield what is in the register, then candidates, each said to be one."""
    words = writing.words
    for one in standings_of(evidence):
        if one.status != "retired":
            due = words.day(one.measure.deadline.isoformat()) if one.measure.deadline else ""
            parts = (words.label(one.measure.lead), due, indicator(writing, one.measure), status(writing, one))
            small = " · ".join((*one.measure.evidence, *(part for part in parts if part)))
            yield Line(f"{one.measure.id}. {words.label(one.measure.text)}", small)
    for proposal in proposals_of(evidence):
        yield Line(
            proposal_text(writing, proposal),
            " · ".join((proposal.evidence, _candidate(writing))),
        )


def _waves(writing: Writing, evidence: Evidence, stories: list[Told]) -> Iterator[Line]:
    """Yield which figures changed and which did not since the earlier wave, or that there is none."""
    say, earlier = writing.words.say, evidence.earlier
    if earlier is None:
        yield Line(say("There is no earlier wave to compare with."))
        return
    about, every = compared(evidence), comparisons(evidence)
    for at, comparison in enumerate(every):
        yield from _compared(writing, comparison, about, stories if at == 0 else None)
    if reaches_far(evidence):
        yield from _foretold(writing, evidence)


def _compared(
    writing: Writing, comparison: Comparison, about: dict[str, Variable], stories: list[Told] | None
) -> Iterator[Line]:
    """Yield the counts of one comparison, after its largest changes and what leads the report, given `stories`."""
    say, found, day = writing.words.say, comparison.changes, comparison.wave.package.fieldwork.last
    held = [one for one in found if one.verdict == "unchanged"]
    moved = [one for one in found if one.verdict == "changed"]
    refused = [one for one in found if one.verdict == "refused"]
    if stories is not None:
        first = {story.finding.id for story in stories}
        for one in sorted(moved, key=lambda change: -abs(change.difference))[:MOST_CHANGES]:
            yield _moved(writing, one, about[one.now.id])
        for one in [change for change in held if change.now.id in first][:MOST_CHANGES]:
            yield _held(writing, one, about[one.now.id])
    name = "waves" if stories is not None else f"waves.{day}"
    yield Line(
        say(
            "Of {all} figures compared with the wave that ended on {date}, "
            "{moved} changed and {held} are not shown to have.",
            all=writing.fact(f"{name}.compared", len(moved) + len(held), writing.words.number(len(moved) + len(held))),
            date=writing.words.day(day),
            moved=writing.fact(f"{name}.changed", len(moved), writing.words.number(len(moved))),
            held=writing.fact(f"{name}.unchanged", len(held), writing.words.number(len(held))),
        )
    )
    if refused and stories is not None:
        n = writing.fact(f"{name}.refused", len(refused), writing.words.number(len(refused)))
        yield Line(say("Not compared, since worded otherwise or without an error: {n}.", n=n))


def _foretold(writing: Writing, evidence: Evidence) -> Iterator[Line]:
    """Yield the forecast of the figure that leads each audience, if there is one."""
    for audience in evidence.audiences:
        lead = {one.finding.id for one in leading(audience)}
        for history in histories(evidence, audience):
            if history.followed.finding.id in lead:
                told = foretold(writing, Coming(history, *outlook(evidence, history)))
                if told:
                    yield Line(f"“{writing.item(history.followed.variable)}”: {told}", history.followed.finding.id)
                    break


def _moved(writing: Writing, one: Change, variable: Variable) -> Line:
    say = writing.words.say
    return Line(
        say(
            "“{item}” changed: {then} then, {now} now ({points} points).",
            item=writing.item(variable),
            then=_before(writing, one.then),
            now=writing.value(one.now),
            points=_points(writing, one, "difference", one.difference),
        ),
        say("{level} interval of the change {range} points", level=writing.level, range=_limits(writing, one))
        + f" · {one.now.id}",
    )


def _held(writing: Writing, one: Change, variable: Variable) -> Line:
    say = writing.words.say
    return Line(
        say(
            "“{item}” is not shown to have changed: {then} then, {now} now.",
            item=writing.item(variable),
            then=_before(writing, one.then),
            now=writing.value(one.now),
        ),
        say(
            "smallest change that would show: {points} points",
            points=_points(writing, one, "detectable", one.detectable),
        )
        + f" · {one.now.id}",
    )


def _before(writing: Writing, then: Finding) -> str:
    return writing.fact(f"{then.id}.earlier", then.value, writing.words.percent(then.value))


def _points(writing: Writing, one: Change, what: str, value: float) -> str:
    text = writing.words.points(value) if what == "difference" else writing.words.number(round(100 * value))
    return writing.fact(f"{one.now.id}.{what}", round(100 * value), text)


def _limits(writing: Writing, one: Change) -> str:
    low = writing.fact(f"{one.now.id}.change.low", round(100 * one.low), writing.words.points(one.low))
    high = writing.fact(f"{one.now.id}.change.high", round(100 * one.high), writing.words.points(one.high))
    return writing.words.say("{low} to {high}", low=low, high=high)


def _missing(document: Document) -> Iterator[Line]:
    for aside in document.asides:
        if aside.id == "missing":
            yield from (Line(part.text) for part in aside.blocks if isinstance(part, Paragraph))


def _refused(writing: Writing, evidence: Evidence) -> Iterator[Line]:
    say, waves = writing.words.say, len(evidence.waves)
    if waves >= FEWEST_WAVES:
        if not reaches_far(evidence):
            yield Line(say("No forecast: too few of the earlier waves can be compared with this one."))
    else:
        yield Line(_too_few_waves(writing, waves))
    yield Line(say("No causes: groups that differ do not differ because of what names them."))
    if len(evidence.audiences) > 1:
        yield Line(say("No total: foreigners and people of Vietnamese origin are two populations."))


def _too_few_waves(writing: Writing, waves: int) -> str:
    return writing.count(
        "No forecast: there is {n} wave; a forecast needs at least {least}.",
        "No forecast: there are {n} waves; a forecast needs at least {least}.",
        waves,
        "waves",
        least=writing.fact("waves.least", FEWEST_WAVES, writing.words.number(FEWEST_WAVES)),
    )
