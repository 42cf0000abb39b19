"""Make a headline of a finding: its sentence, its method line, and the strip that shows it."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.report.document import Headline
from analysis.report.marks import Axis, Strip
from analysis.report.writing import Writing
from analysis.topics.findings import Finding


@dataclass(frozen=True)
class Told:
    """A headline with the finding it rests on, and the measure it supports, if any."""

    headline: Headline
    finding: Finding
    measure: str = ""


def quantity_story(writing: Writing, finding: Finding, question: str, sentence: str) -> Told:
    """Tell a figure that is no share: it has no strip, since its axis would be its own."""
    meta = writing.method(finding, finding.id)
    return Told(Headline(finding.id, sentence, f"{question} · {meta}", None), finding)


def story(
    writing: Writing,
    finding: Finding,
    question: str,
    sentence: str,
    measure: str = "",
    *,
    reference: float | None = None,
) -> Told:
    """Tell one share in a sentence, with the question it is an answer to."""
    words = writing.words
    limits = (writing.tick(finding.low), writing.tick(finding.high)) if finding.has_interval else ("", "")
    ticks = tuple((at / 4, words.percent(1) if at == 4 else writing.tick(at / 4)) for at in range(5))
    share = writing.value(finding)
    chart = Strip(
        title=sentence,
        description=words.say("Estimate {share}, interval {range}.", share=share, range=writing.range(finding)),
        axis=Axis(0, 1, ticks),
        value=finding.value,
        low=finding.low,
        high=finding.high,
        text=share,
        low_text=limits[0],
        high_text=limits[1],
        reference=reference,
    )
    meta = writing.method(finding, finding.id)
    return Told(Headline(finding.id, sentence, f"{question} · {meta}", chart), finding, measure)
