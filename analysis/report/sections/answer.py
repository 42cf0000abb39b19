"""Write the answer: a title no surer than the ranks allow, and the two or three sentences that carry it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

from analysis.report.evidence import AudienceEvidence, Evidence
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


def title_and_lead(writing: Writing, evidence: Evidence) -> tuple[str, str]:
    """Return the answer in a line and in a few sentences, from the first audience that has errors."""
    words = writing.words
    audience = next((one for one in evidence.audiences if one.sample.has_intervals), None)
    if audience is None:
        return words.say("What those who answered said, and what cannot be concluded from it"), words.say(
            "Everyone here chose to answer. The figures describe them and nobody else: there are no intervals, and no "
            "groups are compared."
        )
    sentences = list(_lead(writing, audience))
    if {one.id for one in evidence.audiences} == {ORIGIN, "F"}:
        sentences.append(words.say("Foreigners are described apart: nothing here adds the two audiences up."))
    return _title(writing, audience), " ".join(sentences)


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
        names = words.listed([writing.item(audience.needs.needs[at].variable) for at in lead.places])
        if lead.how in SUREST and audience.id != ORIGIN:
            return words.say("{needs}: what people need most and cannot easily find", needs=names)
        if lead.how in SUREST:
            return words.say("{needs}: what people of Vietnamese origin need most and cannot easily find", needs=names)
        return unmet_title(writing, audience)
    lead = lead_of_topics(audience)
    if lead.how in SUREST and audience.interest:
        names = words.listed([writing.item(audience.interest.topics[at].variable) for at in lead.places])
        if audience.id != ORIGIN:
            return words.say("{topics}: what people most want to know about", topics=names)
        return words.say("{topics}: what people of Vietnamese origin most want to know about", topics=names)
    if lead.how in SURE:
        return interest_title(writing, audience)
    if not (audience.needs or audience.interest):
        return words.say("What the answers support")
    return words.say("No need and no topic stands out: what the answers support so far")


def _lead(writing: Writing, audience: AudienceEvidence) -> Iterator[str]:
    opens = leads_with(audience)
    sentences = [_need_sentence(writing, audience), _interest_sentence(writing, audience)]
    yield from (sentence for sentence in (sentences if opens == "need" else sentences[::-1]) if sentence)
    union = audience.platforms.enough_union if audience.platforms else None
    if audience.platforms and union and union.shown:
        yield reach_title(writing, audience.platforms) + "."


def _need_sentence(writing: Writing, audience: AudienceEvidence) -> str:
    words = writing.words
    first = next((need for need in audience.needs.needs if need.unmet.shown), None) if audience.needs else None
    if first is None:
        return ""
    parts = {
        "share": writing.value(first.unmet),
        "need": writing.item(first.variable),
        "range": writing.range(first.unmet),
        "level": writing.level,
    }
    if audience.id != ORIGIN:
        return words.say(
            "{share} call information on “{need}” important and hard to get ({level} interval {range}).", **parts
        )
    return words.say(
        "{share} of people of Vietnamese origin call information on “{need}” important and hard to get "
        "({level} interval {range}).",
        **parts,
    )


def _interest_sentence(writing: Writing, audience: AudienceEvidence) -> str:
    words = writing.words
    first = next((t for t in audience.interest.topics if t.chosen.shown), None) if audience.interest else None
    if first is None:
        return ""
    parts = {
        "share": writing.value(first.chosen),
        "topic": writing.item(first.variable),
        "range": writing.range(first.chosen),
    }
    if audience.id != ORIGIN:
        return words.say("{share} choose “{topic}” among the topics that interest them most ({range}).", **parts)
    return words.say(
        "{share} of people of Vietnamese origin choose “{topic}” among the topics that interest them most ({range}).",
        **parts,
    )
