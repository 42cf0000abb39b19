"""Write the answer: a title no surer than the ranks allow, and the two or three sentences that carry it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from analysis.report.evidence import AudienceEvidence, Evidence, findings_in
from analysis.report.sections.general import general
from analysis.report.sections.leaders import Leaders, leaders
from analysis.report.sections.needs import unmet_title
from analysis.report.sections.reach import reach_title
from analysis.report.sections.topics import interest_title
from analysis.report.writing import Writing

Subject: TypeAlias = Literal["need", "interest"]
SURE = ("first", "shared", "above")
SUREST = ("first", "shared")
ORIGIN = "V"
"""The audience that some sentences name: people of Vietnamese origin."""


@dataclass(frozen=True)
class Carried:
    """A sentence of the lead and the id of the figure that it is about."""

    sentence: str
    figure: str


def title_and_lead(
    writing: Writing, evidence: Evidence, *, most: int | None = None, about: Collection[str] = ()
) -> tuple[str, str]:
    """Return the answer in a line and in a few sentences, from the first audience that has errors.

    `most` findings are told, all without it; whom they speak for is said in any case. `about` are the ids of figures
    that a decision rests on: they are told first, of their audience, and what is no such sentence is named.
    """
    nothing = _nothing(writing, evidence)
    if nothing:
        return nothing
    sure = [one for one in evidence.audiences if one.sample.has_intervals]
    if not sure:
        return _described(writing, evidence)
    audience = min(sure, key=lambda one: not any(name.startswith(f"{one.id}.") for name in about))
    told = sorted(_lead(writing, audience, about), key=lambda one: one.figure not in about)[:most]
    sentences = [one.sentence for one in told]
    if about and not any(one.figure in about for one in told):
        sentences.append(writing.words.say("The decision rests on other figures: {ids}.", ids=", ".join(about)))
    sentences = [*sentences, _speaking(writing, audience)] if sentences else [_drawn(writing, audience)]
    if {one.id for one in evidence.audiences} == {ORIGIN, "F"}:
        sentences.append(writing.words.say("Foreigners are described apart: nothing here adds the two audiences up."))
    return _title(writing, audience), writing.words.together(sentences)


def _nothing(writing: Writing, evidence: Evidence) -> tuple[str, str] | None:
    """Say that nobody answered, or too few for any figure; None where a figure is printed."""
    say, answered = writing.words.say, evidence.package.dataset.n
    if not answered:
        return say("Nobody has answered yet"), say(
            "The data hold no response, so there is nothing to report yet. How the survey is done is said below."
        )
    if any(finding.shown for finding in findings_in(evidence)):
        return None
    rule = writing.plan.thresholds.min_n
    least = writing.rule("min_n", rule, writing.words.number(rule))
    few = say(
        "No figure can be printed: questions with choices, scales or numbers have too few answers, or intervals are "
        "too wide."
    )
    if answered < rule:
        few = say("Fewer than {least} people have answered; a figure needs that many.", least=least)
    rest = say("Until then this report says how the survey was done, and nothing of what people think.")
    return say("Too few answers for any figure"), f"{few} {rest}"


def _described(writing: Writing, evidence: Evidence) -> tuple[str, str]:
    """Title a report of which every audience only describes itself."""
    say, titles = writing.words.say, [one.title for a in evidence.audiences for one in general(writing, a)]
    asked_more = any(one.needs or one.interest for one in evidence.audiences)
    title = titles[0] if titles and not asked_more else ""
    title = title or say("What those who answered said, and what cannot be concluded from it")
    if evidence.package.fieldwork.is_elsewhere:
        return title, say(
            "How people came to answer is not recorded. The figures describe those who answered and nobody else: there "
            "are no intervals, and no groups are compared."
        )
    return title, say(
        "Everyone here chose to answer. The figures describe them and nobody else: there are no intervals, and no "
        "groups are compared."
    )


def _speaking(writing: Writing, audience: AudienceEvidence) -> str:
    """Say whom the sentences before speak for, which is the sampled frame and no more."""
    return writing.words.say("The figures speak for: {population}.", population=_population(writing, audience))


def _population(writing: Writing, audience: AudienceEvidence) -> str:
    frame = audience.sample.frame
    return (writing.words.label(frame.population) or frame.sample_source).rstrip(".") if frame else ""


def _drawn(writing: Writing, audience: AudienceEvidence) -> str:
    """Say whom the figures of a survey of other questions speak for."""
    return writing.words.say(
        "{n} people answered, drawn with known probabilities. The figures speak for: {population}.",
        n=writing.members(audience.sample),
        population=_population(writing, audience),
    )


def leads_with(audience: AudienceEvidence) -> Subject:
    """Say what the page opens with: unmet needs, unless only interest has topics that are clearly in front."""
    need, topic = lead_of_needs(audience), lead_of_topics(audience)
    if need.how in SUREST:
        return "need"
    if topic.how in SUREST or need.how not in SURE:
        return "interest"
    return "need"


def lead_of_needs(audience: AudienceEvidence) -> Leaders:
    found = audience.needs
    return leaders([need.unmet for need in found.needs], found.ranks) if found else Leaders("open", ())


def lead_of_topics(audience: AudienceEvidence) -> Leaders:
    found = audience.interest
    return leaders([topic.chosen for topic in found.topics], found.ranks) if found else Leaders("open", ())


def _title(writing: Writing, audience: AudienceEvidence) -> str:
    """Name who and what where somebody is in front; else what stands above the average; else nothing."""
    words, opens = writing.words, leads_with(audience)
    if opens == "need" and audience.needs:
        lead = lead_of_needs(audience)
        names = words.names([writing.item(audience.needs.needs[at].variable) for at in lead.places])
        if lead.how in SUREST and audience.id != ORIGIN:
            return words.say("{needs}: what people need most and cannot easily find", needs=names)
        if lead.how in SUREST:
            return words.say("{needs}: what people of Vietnamese origin need most and cannot easily find", needs=names)
        return unmet_title(writing, audience)
    lead = lead_of_topics(audience)
    if lead.how in SUREST and audience.interest:
        names = words.names([writing.item(audience.interest.topics[at].variable) for at in lead.places])
        if audience.id != ORIGIN:
            return words.say("{topics}: what people most want to know about", topics=names)
        return words.say("{topics}: what people of Vietnamese origin most want to know about", topics=names)
    if lead.how in (*SURE, "described"):
        return interest_title(writing, audience)
    if not (audience.needs or audience.interest):
        titles = [one.title for one in general(writing, audience)]
        return titles[0] if titles else words.say("What the answers support")
    return words.say("No need and no topic stands out: what the answers support so far")


def _lead(writing: Writing, audience: AudienceEvidence, about: Collection[str]) -> Iterator[Carried]:
    opens = leads_with(audience)
    sentences = [_need_sentence(writing, audience, about), _interest_sentence(writing, audience, about)]
    yield from (sentence for sentence in (sentences if opens == "need" else sentences[::-1]) if sentence)
    union = audience.platforms.enough_union if audience.platforms else None
    if audience.platforms and union and union.shown:
        yield Carried(writing.words.ended(reach_title(writing, audience.platforms)), union.id)


def _need_sentence(writing: Writing, audience: AudienceEvidence, about: Collection[str]) -> Carried | None:
    words = writing.words
    shown = [need for need in audience.needs.needs if need.unmet.shown] if audience.needs else []
    if not shown:
        return None
    first = min(shown, key=lambda need: need.unmet.id not in about)
    parts = {
        "share": writing.value(first.unmet),
        "need": writing.item(first.variable),
        "range": writing.range(first.unmet),
        "level": writing.level,
    }
    if audience.id != ORIGIN:
        sentence = words.say(
            "{share} call information on “{need}” important and hard to get ({level} interval {range}).", **parts
        )
    else:
        sentence = words.say(
            "{share} of people of Vietnamese origin call information on “{need}” important and hard to get "
            "({level} interval {range}).",
            **parts,
        )
    return Carried(sentence, first.unmet.id)


def _interest_sentence(writing: Writing, audience: AudienceEvidence, about: Collection[str]) -> Carried | None:
    words = writing.words
    shown = [topic for topic in audience.interest.topics if topic.chosen.shown] if audience.interest else []
    if not shown:
        return None
    first = min(shown, key=lambda topic: topic.chosen.id not in about)
    parts = {
        "share": writing.value(first.chosen),
        "topic": writing.item(first.variable),
        "range": writing.range(first.chosen),
    }
    if audience.id != ORIGIN:
        sentence = words.say("{share} choose “{topic}” among the topics that interest them most ({range}).", **parts)
    else:
        sentence = words.say(
            "{share} of people of Vietnamese origin choose “{topic}” among the topics that interest them most "
            "({range}).",
            **parts,
        )
    return Carried(sentence, first.chosen.id)
