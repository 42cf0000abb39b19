"""Say in a sentence why a method gives no result."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.report.document import Paragraph
from analysis.report.writing import Writing
from analysis.segments.latent import SMALLEST_CLASS
from analysis.topics.refusals import Refusal


def refused(writing: Writing, what: str, refusal: Refusal, name: str) -> Paragraph:
    """Return the refusal of one method, named first; its numbers are facts under `name`."""
    return Paragraph(writing.words.say("{what}: {why}", what=what, why=why(writing, refusal, name)))


def why(writing: Writing, refusal: Refusal, name: str) -> str:
    """Word the reason, with its numbers."""
    say = writing.words.say
    parts = {"k": "", "needed": "", "df": "", "n": "", "stability": "", "inside": "", "level": ""}
    for part, value in refusal.facts.items():
        digits = 2 if isinstance(value, float) and not value.is_integer() else 0
        printed = writing.fact(f"{name}.{part}", value, writing.words.number(value, digits))
        parts[part] = writing.counted(f"{name}.n", int(value)) if part == "n" else printed
    sentences = {
        "few-answers": say("refused, since {n} people answered and {needed} are needed.", **parts),
        "few-for-predictors": say(
            "refused, since {n} people rated everything and {needed} are needed for {k} predictors.", **parts
        ),
        "few-degrees": say("refused, since the sample has {df} degrees of freedom for {k} predictors.", **parts),
        "collinear": say("refused, since the answers to some predictors are fixed by the others, or never vary."),
        "not-scaled": say("refused, since the choices fix no scale: something was always or never preferred."),
        "small-class": say(
            "refused, since one of the groups found would hold less than {share} of the people.",
            share=writing.fact("rules.smallest_kind", SMALLEST_CLASS, writing.words.percent(SMALLEST_CLASS)),
        ),
        "no-link": say("no link is shown; shares of what is explained would be shares of noise."),
        "one-kind": say("the answers do not show more than one kind of people."),
        "unstable": "",
        "not-confirmed": say("nobody has confirmed any themes yet, so no share of them is printed."),
        "few-coded": say(
            "refused, since a person has coded {n} answers and {needed} are needed to say how well the terms agree.",
            **parts,
        ),
        "nothing-together": say("the answers go together no more than chance would have it."),
        "drawn-apart": say(
            "refused, since the predictors were drawn by lot and nobody rated both of some pair of them."
        ),
        **_over_waves(writing, parts),
    }
    if refusal.why == "unstable":
        return say(
            "refused: {k} groups come first, but resamples agree only to {stability}, and {needed} is needed.",
            **parts,
        )
    return _few_moved(writing) if refusal.why == "few-moved" else sentences[refusal.why]


def _few_moved(writing: Writing) -> str:
    return writing.words.say(
        "waits, since fewer than {least} people left or came after an earlier report: with it, this would tell of "
        "them.",
        least=writing.fewest(),
    )


def _over_waves(writing: Writing, parts: Mapping[str, str]) -> dict[str, str]:
    """Word why a figure is not followed over waves."""
    say = writing.words.say
    return {
        "few-waves": say("refused, since {k} waves can be compared and {needed} are needed.", **parts),
        "no-error": say("refused, since not every wave has an error."),
        "back-test-misses": say(
            "refused, since of {k} waves forecast from those before them only {inside} were within their interval.",
            **parts,
        ),
    }
