"""Chart how often the answers to a question are chosen: language, form, barriers, and any further question."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.report.document import ChartBlock
from analysis.report.evidence import AudienceEvidence
from analysis.report.marks import DotChart
from analysis.report.sections.leaders import leaders
from analysis.report.sections.shared import chance_of_top, describe, rank_axis, rank_note, rank_range
from analysis.report.words import DASH, abridged
from analysis.report.writing import ASKING, Writing
from analysis.topics.choosing import Choices, Part
from analysis.topics.ranking import Ranks


def choices_chart(
    writing: Writing, audience: AudienceEvidence, found: Choices | None, subject: str, *, title: str = ""
) -> ChartBlock | None:
    """Chart the shares of a question's answers with their possible ranks; of a ranking its first place."""
    if not found or not found.parts:
        return None
    say, words, findings = writing.words.say, writing.words, [part.share for part in found.parts]
    names = [part_name(writing, found.question, part) for part in found.parts]
    lead, ranks = leaders(findings, found.ranks), _ranks_worth_drawing(found)
    anywhere = [_anywhere(writing, part) for part in found.parts] if found.way == "ranking" else []
    dots = tuple(
        writing.dot(
            names[at],
            finding,
            strong=bool(found.ranks) and at in lead.places,
            ranks=rank_range(ranks, at),
            extras=(anywhere[at],) if anywhere else chance_of_top(writing, ranks, at),
        )
        for at, finding in enumerate(findings)
    )
    extras: tuple[str, ...] = (say("top {k}, %", k=words.number(ranks.top)),) if ranks else ()
    extras = (say("any place, %"),) if anywhere else extras
    told = title or choices_title(writing, found, subject)
    axis = writing.share_axis(findings, say("Chosen, %"))
    chart = DotChart(told, describe(writing, names, findings), axis, dots, extras, rank_axis(writing, ranks))
    columns = {say("Any place"): anywhere} if anywhere else {}
    table = writing.table(writing.question(found.question), list(zip(names, findings, strict=True)), columns)
    how = {
        "one": say("one answer each"),
        "several": say("several answers possible"),
        "ranking": say("placed first"),
    }[found.way]
    meta = writing.chart_meta(audience.sample, found.question, findings, how)
    return ChartBlock(
        f"{audience.id}-choices-{found.question}", told, meta, chart, table, _note(writing, audience, found)
    )


def _ranks_worth_drawing(found: Choices) -> Ranks | None:
    """Return the ranks where there are more than two answers: of two the shares say who is first."""
    return found.ranks if len(found.parts) > 2 else None


def _note(writing: Writing, audience: AudienceEvidence, found: Choices) -> str:
    """Say how ranks are drawn, and how many answers are not listed."""
    ranks = _ranks_worth_drawing(found)
    told = [rank_note(writing, ranks)] if ranks and found.way != "ranking" else []
    if found.left_out:
        told.append(
            writing.count(
                "{n} further answer, given less often, is not listed.",
                "{n} further answers, given less often, are not listed.",
                found.left_out,
                f"{audience.id}.{found.question}.left-out",
            )
        )
    return " ".join(told)


def choices_title(writing: Writing, found: Choices, subject: str, *, quoted: bool = False) -> str:
    """Name the answers in front as far as the ranks allow; of answers in an order of their own only the subject."""
    say, lead = writing.words.say, leaders([part.share for part in found.parts], found.ranks)
    if not found.ranks and found.way == "one" and lead.how == "described" and writing.is_scale(found.question):
        return subject
    if not any(part.share.shown for part in found.parts):
        return subject if quoted else subject.rstrip(ASKING)
    called = [abridged(part_name(writing, found.question, found.parts[at])) for at in lead.places]
    names = writing.words.listed([say("“{words}”", words=name) for name in called] if quoted else called)
    subject = subject if quoted else subject.rstrip(ASKING)
    return {
        "first": say("{subject}: {names}, more often than any other answer", subject=subject, names=names),
        "shared": say(
            "{subject}: {names} most often, in an order the data do not settle", subject=subject, names=names
        ),
        "above": say(
            "{subject}: {names} more often than the average answer; which comes first is open",
            subject=subject,
            names=names,
        ),
        "open": say("{subject}: no answer stands out", subject=subject),
        "described": say("{subject}: {names} most often among those who answered", subject=subject, names=names),
    }[lead.how]


def found_title(writing: Writing, found: Choices | None) -> str:
    """Say how many of those who looked found all they wanted."""
    met = [part.share for part in found.parts if part.code in writing.plan.seeking.met] if found else []
    if len(met) != 1 or not met[0].shown:
        return writing.words.say("Whether they found what they looked for")
    return writing.words.say("{share} of those who looked found all they wanted", share=writing.share(met[0]))


def part_name(writing: Writing, question: str, part: Part) -> str:
    """Name an answer; a language as the reader's language does, not as its own."""
    if question == writing.plan.languages:
        named = writing.words.locale.languages.get(part.code.replace("-", "_"))
        if named:
            return str(named)[:1].upper() + str(named)[1:]
    return writing.answer({**writing.answers(question), part.code: part.text}, part.code)


def _anywhere(writing: Writing, part: Part) -> str:
    return writing.words.whole(part.anywhere.value) if part.anywhere and part.anywhere.shown else DASH


def further(writing: Writing, audience: AudienceEvidence) -> Sequence[ChartBlock]:
    """Chart the further questions of the plan; of what people are only the subject is the title."""
    cut = {segment.variable for segment in writing.plan.segments}
    subjects = [(one, writing.subject(one.question)) for one in audience.methods.choices]
    made = [
        choices_chart(writing, audience, one, subject, title=subject if one.question in cut else "")
        for one, subject in subjects
    ]
    return [chart for chart in made if chart]
