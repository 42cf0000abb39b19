"""Say in the place of what waits that it does, and why."""

from __future__ import annotations

from analysis.report.document import Paragraph
from analysis.report.evidence import AudienceEvidence, Waiting
from analysis.report.sections.refusing import refused
from analysis.report.writing import Writing
from analysis.topics.refusals import Refusal


def waits(writing: Writing, audience: AudienceEvidence, what: Waiting) -> Paragraph | None:
    """Return the line that stands in the place of a part that waits; None where it does not."""
    if what not in audience.waiting:
        return None
    say = writing.words.say
    names = {
        "ranks": say("Ranks"),
        "platforms": say("Reach of platforms together"),
        "sources": say("Reach of sources together"),
        "tests": say("Tests between groups"),
        "quality": say("Quality of answers"),
    }
    return refused(writing, names[what], Refusal("few-moved"), f"{audience.id}.{what}")
