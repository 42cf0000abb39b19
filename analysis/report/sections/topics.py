"""Chart interest, trust and image of one audience, each under a title the data support."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from analysis.codebook import Variable
from analysis.plan import Plan, Scale
from analysis.report.document import ChartBlock
from analysis.report.evidence import AudienceEvidence
from analysis.report.marks import DotChart
from analysis.report.sections.leaders import leaders
from analysis.report.sections.shared import chance_of_top, describe, rank_axis, rank_note, rank_range
from analysis.report.words import DASH
from analysis.report.writing import Writing
from analysis.topics.ratings import Rating

BUNDLED = Plan().interest
"""The question of the bundled questionnaire, which allows five choices."""
FEWEST_JOINED, MOST_JOINED = 3, 20


def interest_chart(writing: Writing, audience: AudienceEvidence) -> ChartBlock | None:
    """Chart the share choosing each topic, its possible ranks, and best–worst scores in the table."""
    found = audience.interest
    if not found:
        return None
    say, findings = writing.words.say, [topic.chosen for topic in found.topics]
    lead = leaders(findings, found.ranks)
    names = [writing.item(topic.variable) for topic in found.topics]
    dots = tuple(
        writing.dot(
            names[at],
            finding,
            strong=at in lead.places,
            ranks=rank_range(found.ranks, at),
            extras=chance_of_top(writing, found.ranks, at),
        )
        for at, finding in enumerate(findings)
    )
    title = interest_title(writing, audience)
    axis = writing.share_axis(findings, say("Chosen, %"))
    chances = (say("top 3, %"),) if found.ranks else ()
    chart = DotChart(title, describe(writing, names, findings), axis, dots, chances, rank_axis(writing, found.ranks))
    scores = [topic.score for topic in found.topics]
    extra = {}
    if any(scores):
        extra[say("Best–worst score")] = [writing.words.number(s.value, 2) if s and s.shown else DASH for s in scores]
    table = writing.table(writing.question(writing.plan.interest), list(zip(names, findings, strict=True)), extra)
    most = say("up to five choices") if writing.plan.interest == BUNDLED else say("several answers possible")
    meta = writing.chart_meta(audience.sample, writing.plan.interest, findings, most)
    return ChartBlock(f"{audience.id}-interest", title, meta, chart, table, rank_note(writing, found.ranks))


def interest_title(writing: Writing, audience: AudienceEvidence) -> str:
    """Name the topics in front as far as the ranks allow."""
    found = audience.interest
    if not found:
        return ""
    lead = leaders([topic.chosen for topic in found.topics], found.ranks)
    names = writing.words.names([writing.item(found.topics[at].variable) for at in lead.places])
    say = writing.words.say
    return {
        "first": say("{topics}: chosen more often than any other topic", topics=names),
        "shared": say("{topics}: chosen most often, in an order the data do not settle", topics=names),
        "above": say("{topics}: chosen more often than the average topic; which comes first is open", topics=names),
        "open": say("No topic stands out from the others"),
        "described": say("Chosen most often by those who answered: {topics}", topics=names),
    }[lead.how]


def trust_chart(writing: Writing, audience: AudienceEvidence) -> ChartBlock | None:
    """Chart the share who trust each source a lot or completely, with the share who do not know it."""
    low, high = writing.sum_up(rating.top for rating in audience.trust)
    say = writing.words.say
    title = say("From {low} to {high} trust a source a lot or completely", low=low, high=high)
    return _ratings(writing, audience, audience.trust, "trust", title, say("Trust, %"), say("do not know it"))


def dimensions_chart(writing: Writing, audience: AudienceEvidence) -> ChartBlock | None:
    """Chart the share who call each side of the country strong."""
    low, high = writing.sum_up(rating.top for rating in audience.dimensions)
    say = writing.words.say
    title = say("From {low} to {high} call a side of Viet Nam strong", low=low, high=high)
    return _ratings(writing, audience, audience.dimensions, "dimensions", title, say("Strong, %"), say("do not know"))


def official_chart(writing: Writing, audience: AudienceEvidence) -> ChartBlock | None:
    """Chart how often official information is found good in each way, by those who use it."""
    low, high = writing.sum_up(rating.top for rating in audience.methods.official)
    say = writing.words.say
    title = say("From {low} to {high} of its users find official information good in a way", low=low, high=high)
    found = audience.methods.official
    return _ratings(writing, audience, found, "official", title, say("Often or always, %"), say("do not know"))


def further_ratings(writing: Writing, audience: AudienceEvidence) -> list[ChartBlock]:
    """Chart the further scales of the plan, each by the share at its top; questions on one scale share a chart."""
    made = []
    for found in _on_one_scale(audience.methods.ratings):
        question, say = found[0].variable.question, writing.words.say
        several = len({rating.variable.question for rating in found})
        subject = say(
            "{n} questions on one scale", n=writing.fact(f"{audience.id}.{question}.joined", several, str(several))
        )
        title = ratings_title(writing, found, subject if several > 1 else writing.subject(question))
        made.append(_ratings(writing, audience, found, f"rating-{question}", title, say("Top, %"), say("do not know")))
    return [chart for chart in made if chart]


def _on_one_scale(rated: Sequence[tuple[Rating, ...]]) -> list[tuple[Rating, ...]]:
    """Put single questions with the same answers together where there are several, each under its own wording."""
    alike: dict[object, list[Rating]] = {}
    for found in rated:
        if len(found) == 1 and not found[0].variable.row:
            answers = tuple((value.code, *sorted(value.text.items())) for value in found[0].variable.values)
            alike.setdefault(answers, []).append(found[0])
    joined: list[tuple[Rating, ...]] = []
    for found in rated:
        group = next((one for one in alike.values() if found[0] in one), [])
        if len(found) > 1 or len(group) < FEWEST_JOINED:
            joined.append(found)
        elif found[0] is group[0]:
            ordered = sorted(group, key=lambda rating: -rating.top.value)
            named = [replace(one, variable=replace(one.variable, label=one.variable.text)) for one in ordered]
            joined += [tuple(named[at : at + MOST_JOINED]) for at in range(0, len(named), MOST_JOINED)]
    return joined


def ratings_title(writing: Writing, found: Sequence[Rating], subject: str) -> str:
    """Say from what share to what share the rows of a scale are put at its top."""
    say, (low, high) = writing.words.say, writing.sum_up(rating.top for rating in found)
    if len(found) == 1:
        return say("{subject}: {share} at the top of the scale", subject=subject, share=high)
    return say("{subject}: from {low} to {high} at the top of the scale", subject=subject, low=low, high=high)


def image_chart(writing: Writing, audience: AudienceEvidence) -> ChartBlock | None:
    """Chart how overall opinion spreads over its scale."""
    if not audience.image or not audience.opinion:
        return None
    words, opinion = writing.words, audience.opinion
    title = words.say("{share} have a favourable opinion of Viet Nam", share=writing.share(opinion.top))
    if not opinion.top.shown:
        title = words.say("Overall opinion of Viet Nam")
    findings = [point.share for point in audience.image]
    names = [words.label(point.value.text) for point in audience.image]
    axis = writing.share_axis(findings, words.say("Share, %"))
    dots = tuple(writing.dot(name, one) for name, one in zip(names, findings, strict=True))
    chart = DotChart(title, describe(writing, names, findings), axis, dots)
    rows = [*zip(names, findings, strict=True), (words.say("Favourable, both"), opinion.top)]
    rows.append((words.say("Do not know (of all asked)"), opinion.unknown))
    question = writing.plan.image.question
    meta = writing.chart_meta(audience.sample, question, findings, words.say("of those with an opinion"))
    note = words.say("Do not know: {share} of those asked.", share=writing.share(opinion.unknown))
    table = writing.table(writing.question(question), rows)
    return ChartBlock(f"{audience.id}-image", title, meta, chart, table, note)


def _ratings(
    writing: Writing,
    audience: AudienceEvidence,
    found: Sequence[Rating],
    name: str,
    title: str,
    axis_title: str,
    unknown: str,
) -> ChartBlock | None:
    if not found:
        return None
    words, findings = writing.words, [rating.top for rating in found]
    names = [writing.item(rating.variable) for rating in found]
    aside = [words.whole(rating.unknown.value) if rating.unknown.shown else DASH for rating in found]
    dots = tuple(writing.dot(names[at], one, extras=(aside[at],)) for at, one in enumerate(findings))
    axis = writing.share_axis(findings, axis_title)
    chart = DotChart(title, describe(writing, names, findings), axis, dots, (unknown,))
    question = found[0].variable.question
    extra = {words.say("Do not know"): [writing.share(rating.unknown) for rating in found]}
    questions = list(dict.fromkeys(rating.variable.question for rating in found))
    caption = writing.question(question) if len(questions) == 1 else title
    table = writing.table(caption, list(zip(names, findings, strict=True)), extra)
    codes = question if len(questions) == 1 else f"{question} … {questions[-1]}"
    meta = writing.chart_meta(audience.sample, codes, findings, _counted_as_top(writing, found[0].variable))
    return ChartBlock(f"{audience.id}-{name}", title, meta, chart, table)


def _counted_as_top(writing: Writing, variable: Variable) -> str:
    """Say how many points of the scale are counted as its top."""
    say, plan = writing.words.say, writing.plan
    scales = (*plan.ratings, plan.trust, plan.dimensions, plan.official)
    scale = next((one for one in scales if one.question == variable.question), Scale(""))
    points = sum(value.code not in (*scale.unknown, *scale.aside) for value in variable.scale)
    if (len(scale.top), points) == (2, 5) or not points:
        return say("top two of five, of those who rated")
    top, name = len(scale.top), f"scale.{variable.question}"
    return say(
        "top {k} of {n} points, of those who rated",
        k=writing.fact(f"{name}.top", top, writing.words.number(top)),
        n=writing.fact(f"{name}.points", points, writing.words.number(points)),
    )
