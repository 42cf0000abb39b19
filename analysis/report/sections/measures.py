"""Print the register of measures with where each stands, who overlaps, which gaps nobody takes up, and candidates."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.measures.proposing import Proposal
from analysis.report.document import Block, Column, Paragraph, Row, Section, Table
from analysis.report.evidence import Evidence, findings_in
from analysis.report.measures_found import gaps_of, open_proposals, standings_of
from analysis.report.sections.evidence_list import printed
from analysis.report.words import DASH
from analysis.report.writing import Writing
from analysis.topics.findings import Finding
from surveyapp.stated.register import Figure, Measure
from surveyapp.stated.standing import Standing, orphans, overlaps

MOST_PROPOSED = 12


def measures_section(writing: Writing, evidence: Evidence) -> Section | None:
    """Compose what is done about what was found; None where there is neither a measure nor a gap nor a candidate."""
    say = writing.words.say
    blocks = [*_registered(writing, evidence), *_uncovered(writing, evidence), *_proposed(writing, evidence)]
    return Section("measures", say("Measures"), tuple(blocks), layout="text") if blocks else None


def _registered(writing: Writing, evidence: Evidence) -> Iterator[Block]:
    say, found = writing.words.say, standings_of(evidence)
    if not found:
        yield Paragraph(say("No measure is in the register yet."))
        return
    heads = (
        Column(say("Measure"), is_number=False),
        Column(say("What"), is_number=False),
        Column(say("Evidence"), is_number=False),
        Column(say("Lead"), is_number=False),
        Column(say("With"), is_number=False),
        Column(say("Deadline"), is_number=False),
        Column(say("Indicator"), is_number=False),
        Column(say("Standing"), is_number=False),
    )
    findings = {finding.id: finding for finding in findings_in(evidence)}
    rows = tuple(Row(one.measure.id, _cells(writing, one, findings)) for one in found)
    yield Table(say("The register of measures"), heads, rows)
    for one in found:
        if one.status == "stale":
            yield Paragraph(stale_sentence(writing, one, findings))


def _cells(writing: Writing, one: Standing, findings: dict[str, Finding]) -> tuple[str, ...]:
    words, measure = writing.words, one.measure
    return (
        words.label(measure.text),
        "; ".join(cited(writing, name, findings) for name in measure.evidence),
        words.label(measure.lead),
        words.listed([words.label(agency) for agency in measure.coordinating]) if measure.coordinating else DASH,
        words.day(measure.deadline.isoformat()) if measure.deadline else DASH,
        indicator(writing, measure),
        status(writing, one),
    )


def cited(writing: Writing, name: str, findings: dict[str, Finding]) -> str:
    """Print evidence by its id with today's figure."""
    finding = findings.get(name)
    return f"{name} {printed(writing, finding)}" if finding else f"{name} {DASH}"


def status(writing: Writing, one: Standing) -> str:
    """Say where a measure stands; a candidate is never called decided."""
    say, told = writing.words.say, one.measure.confirmed
    if one.status == "confirmed" and told:
        return say("confirmed by {name}, {date}", name=told.by, date=writing.words.day(told.on.isoformat()))
    named = {"stale": say("stale: to be confirmed again"), "retired": say("retired")}
    return named.get(one.status, say("to be confirmed by a person"))


def indicator(writing: Writing, measure: Measure) -> str:
    """Print where the indicator starts and where it is to be next time."""
    aim = measure.indicator
    if aim is None:
        return DASH
    sign = "\N{LESS-THAN OR EQUAL TO}" if aim.target <= aim.baseline else "\N{GREATER-THAN OR EQUAL TO}"
    start = writing.fact(f"{measure.id}.baseline", aim.baseline, writing.words.percent(aim.baseline))
    goal = writing.fact(f"{measure.id}.target", aim.target, writing.words.percent(aim.target))
    return f"{aim.evidence}: {start} → {sign} {goal}"


def stale_sentence(writing: Writing, one: Standing, findings: dict[str, Finding]) -> str:
    """Say which figures moved, from what to what, and what changed beneath them."""
    say, words = writing.words.say, writing.words
    told = [
        say(
            "{evidence} was {then} and is {now}",
            evidence=moved.evidence,
            then=_then(writing, one.measure.id, moved.evidence, moved.then),
            now=_now(writing, findings.get(moved.evidence) if moved.now else None),
        )
        for moved in one.moved
    ]
    named = {"data": say("the data"), "weights": say("the weights"), "plan": say("the plan")}
    changed = words.listed([named[name] for name in one.changed if name in named]) if one.changed else DASH
    return say(
        "{measure} is stale: {figures}. Changed since: {what}.",
        measure=one.measure.id,
        figures="; ".join(told),
        what=changed,
    )


def _then(writing: Writing, measure: str, name: str, figure: Figure) -> str:
    if figure.estimate is None:
        return writing.words.say("not printed")
    shown = writing.fact(f"{measure}.{name}.then", figure.estimate, writing.words.percent(figure.estimate))
    return f"{shown} ({_n(writing, f'{measure}.{name}.then.n', figure)})"


def _now(writing: Writing, finding: Finding | None) -> str:
    if finding is None:
        return writing.words.say("not printed")
    return f"{printed(writing, finding)} (n {writing.n(finding)})"


def _n(writing: Writing, name: str, figure: Figure) -> str:
    if figure.n is None:
        return f"n {DASH}"
    return f"n {writing.fact(name, figure.n, writing.words.number(figure.n))}"


def _uncovered(writing: Writing, evidence: Evidence) -> Iterator[Block]:
    say, words = writing.words.say, writing.words
    gaps = gaps_of(evidence)
    if not gaps:
        return
    names = {gap: writing.item(need.variable) for gap, need in gaps.items()}
    for gap, of_gap in overlaps(evidence.register, tuple(gaps)).items():
        agencies = words.listed(sorted({words.label(one.lead) for one in of_gap}))
        told = say(
            "Two leads for one gap, “{need}”: {agencies}. One of them should lead.", need=names[gap], agencies=agencies
        )
        yield Paragraph(told)
    left = orphans(evidence.register, tuple(gaps))
    if left:
        yield Paragraph(say("Gaps that no measure takes up: {needs}.", needs="; ".join(names[gap] for gap in left)))


def _proposed(writing: Writing, evidence: Evidence) -> Iterator[Block]:
    say, found = writing.words.say, open_proposals(evidence)[:MOST_PROPOSED]
    if not found:
        return
    findings = {finding.id: finding for finding in findings_in(evidence)}
    heads = (
        Column(say("Candidate"), is_number=False),
        Column(say("What"), is_number=False),
        Column(say("Evidence"), is_number=False),
    )
    rows = [
        Row(f"P{at}", (proposal_text(writing, one), cited(writing, one.evidence, findings)))
        for at, one in enumerate(found, start=1)
    ]
    note = say(
        "Proposed by a rule from the figures. Nobody has decided them; a person confirms, changes or drops each."
    )
    yield Table(say("Candidates for measures"), heads, tuple(rows), note)


def proposal_text(writing: Writing, one: Proposal) -> str:
    """Word a candidate by its kind."""
    say = writing.words.say
    items = writing.words.names([writing.item(variable) for variable in one.items])
    group = writing.group(one.segment) if one.segment else ""
    return {
        "rewrite": say("Rewrite the information on “{need}”, and test it with people who look for it.", need=items),
        "signpost": say("Say where information on “{need}” is found: many who need it never looked.", need=items),
        "tailor": say("Make the information on “{need}” fit the group “{group}”.", need=items, group=group),
        "material": say("Make material on “{item}” for the group “{group}”.", item=items, group=group),
        "channels": say("Publish on {names} first; each further platform adds fewer people.", names=items),
    }[one.kind]
