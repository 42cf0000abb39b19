"""Tell the first page of a survey that asks neither for needs nor for topics: its own questions, one sentence each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from analysis.report.evidence import AudienceEvidence
from analysis.report.sections.choosing import choices_title, part_name
from analysis.report.sections.leaders import How, leaders
from analysis.report.sections.stories import Told, quantity_story, story
from analysis.report.sections.topics import ratings_title
from analysis.report.writing import Writing
from analysis.topics.choosing import Choices
from analysis.topics.numbers import Numeric
from analysis.topics.ratings import Rating

MOST_TOLD, MOST_POINTS, BACKGROUND = 4, 3, 4
SETTLED: tuple[How, ...] = ("first", "shared", "described")


@dataclass(frozen=True)
class General:
    """A story with the title it would give the page, and how early it is told."""

    told: Told
    title: str
    place: int


def general(writing: Writing, audience: AudienceEvidence) -> list[General]:
    """Return what is told of an audience's further questions, the most telling first.

    First single ratings, then questions with an answer in front, then grids and numbers, then questions where nothing
    is in front; within each in the order asked. What people are (the questions that cut segments) is told only where
    nothing else can be.
    """
    background = {segment.variable for segment in writing.plan.segments}
    found = [
        *_of(_numbered(writing, one) for one in audience.methods.numbers),
        *_of(_rated(writing, one) for one in (*audience.methods.ratings, audience.trust) if one),
        *_of(_chosen(writing, one, background) for one in audience.methods.choices),
    ]
    telling = [one for one in found if one.place < BACKGROUND] or found
    return sorted(telling, key=lambda one: one.place)[:MOST_TOLD]


def _of(made: Iterator[General | None]) -> list[General]:
    return [one for one in made if one]


def _chosen(writing: Writing, found: Choices, background: set[str]) -> General | None:
    if not found.parts or not found.parts[0].share.shown:
        return None
    say, first, lead = writing.words.say, found.parts[0], leaders([part.share for part in found.parts], found.ranks)
    subject = writing.subject(found.question)
    parts = {
        "question": subject,
        "answer": part_name(writing, found.question, first),
        "share": writing.value(first.share),
    }
    sentence = {
        "first": say("“{question}”: {share} answer “{answer}”, more than any other answer.", **parts),
        "shared": say("“{question}”: {share} answer “{answer}”; no answer is shown to be given more often.", **parts),
        "described": say(
            "“{question}”: of those who answered, {share} chose “{answer}”; no answer is more frequent.", **parts
        ),
    }.get(lead.how, say("“{question}”: “{answer}” comes first at {share}, but others may be given as often.", **parts))
    asked = {variable.name for variable in writing.codebook.of_question(found.question)}
    place = BACKGROUND if asked & background else 1 if lead.how in SETTLED else 3
    return General(
        story(writing, first.share, found.question, sentence),
        choices_title(writing, found, say("“{words}”", words=subject), quoted=True),
        place,
    )


def _rated(writing: Writing, found: tuple[Rating, ...]) -> General | None:
    shown = [rating for rating in found if rating.top.shown]
    if not shown:
        return None
    say, first, last = writing.words.say, shown[0], shown[-1]
    question = first.variable.question
    subject, points = writing.subject(question), _points(writing, first)
    if len(shown) == 1:
        sentence = say(
            "“{question}”: {share} answer {points}.", question=_asked(writing, first, subject), share=writing.value(
                first.top), points=points)  # fmt: skip
    else:
        sentence = say(
            "“{question}”: from {low} (“{last}”) to {high} (“{first}”) answer {points}.",
            question=subject,
            low=writing.value(last.top),
            last=writing.item(last.variable),
            high=writing.value(first.top),
            first=writing.item(first.variable),
            points=points,
        )
    title = ratings_title(writing, found, say("“{words}”", words=subject))
    return General(story(writing, first.top, question, sentence), title, 0 if len(found) == 1 else 2)


def _numbered(writing: Writing, found: Numeric) -> General | None:
    if not (found.median.shown and found.mean.shown):
        return None
    say, variable = writing.words.say, found.variable
    subject = writing.subject(variable.question)
    asked = f"{subject} – {writing.item(variable)}" if variable.row else subject
    sentence = say(
        "“{question}”: half answer {median} or less; the mean is {mean}.",
        question=asked,
        median=writing.quantity(found.median),
        mean=writing.quantity(found.mean),
    )
    title = say("“{question}”: {median} in the middle", question=asked, median=writing.quantity(found.median))
    return General(quantity_story(writing, found.median, variable.question, sentence), title, 2)


def _asked(writing: Writing, rating: Rating, subject: str) -> str:
    """Name what was rated: the question, and the row where it has several."""
    return f"{subject} – {writing.item(rating.variable)}" if rating.variable.row else subject


def _points(writing: Writing, rating: Rating) -> str:
    """Name the answers counted as the top of the scale."""
    words, scales = writing.words, (*writing.plan.ratings, writing.plan.trust)
    top = next((scale.top for scale in scales if scale.question == rating.variable.question), ())
    named = [words.label(value.text) or value.code for value in rating.variable.values if value.code in top]
    return words.either([words.say("“{words}”", words=name) for name in named[:MOST_POINTS]])
