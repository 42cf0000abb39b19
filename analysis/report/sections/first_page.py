"""Compose the findings of the first page, and what follows from them."""

from __future__ import annotations

from dataclasses import replace

from analysis.report.document import Headline, Measure, Measures, Paragraph, Section
from analysis.report.evidence import AudienceEvidence, Evidence
from analysis.report.measures_found import open_proposals
from analysis.report.sections.answer import SURE, lead_of_needs, lead_of_topics, leads_with
from analysis.report.sections.general import MOST_TOLD, general
from analysis.report.sections.reach import reach_title
from analysis.report.sections.stories import Told, story
from analysis.report.words import DASH
from analysis.report.writing import Writing
from analysis.segments.contrasts import Contrast
from analysis.topics.findings import Finding

MOST_FOLLOWS = 3


def told(writing: Writing, evidence: Evidence) -> list[Told]:
    """Tell the findings of the first page: of each audience with errors its need, reach, interest and contrasts.

    Audiences that are only described come last, each with one figure. Where none of this was asked, the survey's own
    questions are told.
    """
    found: list[Told] = []
    for audience in evidence.audiences:
        if audience.sample.has_intervals:
            subjects = [_need(writing, audience), _interest(writing, audience)]
            order = subjects if leads_with(audience) == "need" else subjects[::-1]
            order += [_reach(writing, audience), _contrast(writing, audience)]
            found += [one for one in order if one]
    for audience in evidence.audiences:
        if not audience.sample.has_intervals:
            found += _described(writing, audience)
    if not any(one.needs or one.interest or one.platforms for one in evidence.audiences):
        of_any = [one.told for audience in evidence.audiences for one in general(writing, audience)]
        found = of_any[:MOST_TOLD] + found
    return [_qualified(writing, evidence, one) for one in found]


def _qualified(writing: Writing, evidence: Evidence, one: Told) -> Told:
    """Add to the line under a sentence what its errors leave out."""
    audience = evidence.of(one.finding.id.partition(".")[0])
    said = writing.shortcomings(audience.sample) if audience else ()
    meta = " · ".join((one.headline.meta, *said))
    return replace(one, headline=replace(one.headline, meta=meta))


def follows(writing: Writing, evidence: Evidence, stories: list[Told]) -> Section | None:
    """Propose measures only where a finding supports one, under the code of the list of candidates if it is there."""
    say = writing.words.say
    supported = [story for story in stories if story.measure][:MOST_FOLLOWS]
    if not supported:
        return None
    listed = {one.evidence: f"P{at}" for at, one in enumerate(open_proposals(evidence), start=1)}
    measures = tuple(
        Measure(
            listed.get(story.finding.id, DASH),
            story.measure,
            story.finding.id,
            f"{story.finding.id} {_value(writing, story.finding)}",
        )
        for story in supported
    )
    note = say("Each proposal cites the finding it rests on, and goes stale when that finding moves.")
    return Section("follows", say("What follows"), (Measures(measures), Paragraph(note, is_note=True)))


def _need(writing: Writing, audience: AudienceEvidence) -> Told | None:
    if not audience.needs:
        return None
    lead, say = lead_of_needs(audience), writing.words.say
    need = next((one for one in audience.needs.needs if one.unmet.shown), None)
    if need is None:
        return None
    name, share = writing.item(need.variable), writing.value(need.unmet)
    sentence = say("{need}: {share} call it important and hard to find out about.", need=name, share=share)
    if lead.how == "first":
        sentence = say(
            "{need}: {share} find it important and hard to get, more than any other need.", need=name, share=share
        )
    elif lead.how == "above":
        sentence = say(
            "{need}: {share} find it important and hard to get, more than the average need.", need=name, share=share
        )
    elif lead.how == "open":
        sentence = say(
            "No unmet need stands out: “{need}” comes first at {share}, but others may be as large.",
            need=name,
            share=share,
        )
    measure = ""
    if lead.how in SURE and need.gap.shown:
        measure = say("Rewrite the information on “{need}”, and test it with people who look for it.", need=name)
    return story(
        writing, need.unmet, f"{writing.plan.importance.question} × {writing.plan.ease.question}", sentence, measure
    )


def _reach(writing: Writing, audience: AudienceEvidence) -> Told | None:
    found = audience.platforms
    if not found or not found.enough_union or not found.enough_union.shown:
        return None
    words, k = writing.words, len(found.enough)
    sentence, measure = words.ended(reach_title(writing, found)), ""
    further = found.steps[k : k + 1]
    nested = {step.variable.name for step in found.steps[:k]} == {variable.name for variable in found.enough}
    if further and nested and further[0].gain.shown:
        gain = further[0].gain
        sentence = words.say(
            "{sentence} Next comes “{name}”, adding {points} points.",
            sentence=sentence,
            name=writing.item(further[0].variable),
            points=writing.cite(gain, words.whole(gain.value)),
        )
        names = words.names([writing.item(variable) for variable in found.enough])
        measure = words.say("Publish on {names} first; each further platform adds fewer people.", names=names)
    return story(writing, found.enough_union, writing.plan.reach, sentence, measure)


def _interest(writing: Writing, audience: AudienceEvidence) -> Told | None:
    if not audience.interest:
        return None
    topic, lead = audience.interest.topics[0], lead_of_topics(audience)
    if not topic.chosen.shown:
        return None
    words, name = writing.words, writing.item(topic.variable)
    share = writing.value(topic.chosen)
    if lead.how == "open":
        sentence = words.say("No topic stands out: “{topic}” comes first at {share}, but others may rank as high.",
                             topic=name, share=share)  # fmt: skip
    elif lead.how == "first":
        sentence = words.say("{topic}: chosen by {share}, more than any other topic.", topic=name, share=share)
    elif lead.how == "shared":
        sentence = words.say("{topic}: chosen by {share}; no topic is shown to rank higher.", topic=name, share=share)
    elif lead.how == "above":
        sentence = words.say("{topic}: chosen by {share}, more than the average topic.", topic=name, share=share)
    else:
        sentence = words.say("{topic}: chosen by {share}.", topic=name, share=share)
    return story(writing, topic.chosen, writing.plan.interest, sentence)


def _contrast(writing: Writing, audience: AudienceEvidence) -> Told | None:
    """Tell the largest difference that stands after Benjamini–Hochberg over everything scanned."""
    shown = [c for c in audience.contrasts if c.differs(writing.plan, scan=True) and c.inside.shown and c.others.shown]
    if not shown:
        return None
    best = max(shown, key=lambda contrast: abs(contrast.difference.value))
    words, scanned = writing.words, sum(c.p == c.p for c in audience.contrasts)
    sentence = _difference(writing, best)
    measure = ""
    if best.difference.value > 0 and best.item.question in (writing.plan.interest, writing.plan.importance.question):
        measure = words.say(
            "Make material on “{item}” for the group “{group}”.",
            item=writing.item(best.item.variable),
            group=writing.group(best.segment),
        )
    made = story(writing, best.inside, best.item.question, sentence, measure, reference=best.others.value)
    extra = writing.count(
        "difference {points} points ({range}), Benjamini–Hochberg over {n} contrast",
        "difference {points} points ({range}), Benjamini–Hochberg over {n} contrasts",
        scanned,
        f"{audience.id}.contrasts",
        points=writing.points(best.difference),
        range=writing.range(best.difference),
    )
    headline = made.headline
    return Told(
        Headline(headline.id, headline.sentence, f"{headline.meta} · {extra}", headline.chart), best.inside, measure
    )


def _difference(writing: Writing, contrast: Contrast) -> str:
    """Say a contrast in the words of its question."""
    words, plan = writing.words, writing.plan
    parts = {
        "item": writing.item(contrast.item.variable),
        "group": writing.group(contrast.segment),
        "inside": writing.value(contrast.inside),
        "others": writing.value(contrast.others),
    }
    if contrast.item.question == plan.interest:
        return words.say("{item}: chosen by {inside} of the group “{group}”, by {others} of everyone else.", **parts)
    if contrast.item.question == plan.reach:
        return words.say(
            "{item}: used in a week by {inside} of the group “{group}”, by {others} of everyone else.", **parts
        )
    if contrast.item.question == plan.image.question:
        return words.say("Favourable opinion: {inside} of the group “{group}”, {others} of everyone else.", **parts)
    if contrast.item.question == plan.trust.question:
        return words.say("{item}: trusted by {inside} of the group “{group}”, by {others} of everyone else.", **parts)
    parts["item"] = writing.compared(contrast.item.variable)
    if contrast.item.question in plan.choices:
        return words.say("{item}: given by {inside} of the group “{group}”, by {others} of everyone else.", **parts)
    if any(scale.question == contrast.item.question for scale in plan.ratings):
        return words.say(
            "{item}: rated high by {inside} of the group “{group}”, by {others} of everyone else.", **parts
        )
    return words.say("{item}: unmet for {inside} of the group “{group}”, for {others} of everyone else.", **parts)


def _described(writing: Writing, audience: AudienceEvidence) -> list[Told]:
    if not audience.interest or not audience.interest.topics[0].chosen.shown:
        return []
    topic, words = audience.interest.topics[0], writing.words
    sentence = words.say(
        "{audience} who answered chose “{topic}” most often: {share} of them.",
        audience=writing.audience(audience.id),
        topic=writing.item(topic.variable),
        share=writing.value(topic.chosen),
    )
    return [story(writing, topic.chosen, writing.plan.interest, sentence)]


def _value(writing: Writing, finding: Finding) -> str:
    return f"{writing.share(finding)} ({writing.range(finding)})" if finding.has_interval else writing.share(finding)
