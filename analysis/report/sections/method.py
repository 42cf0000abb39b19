"""Write the method annex: every item that a report must disclose, filled from what happened or by a person."""

from __future__ import annotations

from collections.abc import Callable

from analysis.report.document import Entry, Items, Paragraph, Section
from analysis.report.evidence import Evidence
from analysis.report.sections.method_texts import TEXTS
from analysis.report.writing import Writing
from surveyapp.stated.statements import ITEMS, By, Filled, Item


def method_note(writing: Writing, items: tuple[Filled, ...]) -> Section:
    """Compose the annex; its first paragraph lists mandatory items that are still empty."""
    say, words = writing.words.say, writing.words
    missing = [one.title for one in items if one.is_missing]
    blocks: list[Paragraph | Items] = []
    if missing:
        listed = words.listed(missing)
        blocks.append(Paragraph(say("Draft: not for publication. Still to be stated: {items}.", items=listed)))
    if writing.codebook.simulated:
        told = say("Every answer was made by a simulation. No figure describes real people.")
        blocks.append(Items((Entry(say("Simulated data"), told),)))
    blocks.append(Items(tuple(_entry(writing, one) for one in items)))
    asked = say("Items asked for by AAPOR (Transparency Initiative), ESOMAR/WAPOR and ISO 20252, in brackets.")
    blocks.append(Paragraph(asked, is_note=True))
    return Section("method", say("How this was done"), tuple(blocks), layout="notes")


def filled(writing: Writing, evidence: Evidence) -> tuple[Filled, ...]:
    """Fill every item in the language of the writing."""
    titles = _titles(writing)
    return tuple(_filled(writing, evidence, item, titles[item.id]) for item in ITEMS)


def _filled(writing: Writing, evidence: Evidence, item: Item, title: str) -> Filled:
    """Join what was recorded with what a person stated."""
    text: Callable[[Writing, Evidence], str] | None = TEXTS.get(item.id)
    recorded = text(writing, evidence) if text else ""
    stated = writing.words.label(evidence.statements.texts.get(item.id, {}))
    by: By | None = "record" if recorded and item.by == "record" else "person" if stated else None
    return Filled(item, title, " ".join(part for part in (recorded, stated) if part), by)


def _entry(writing: Writing, one: Filled) -> Entry:
    say = writing.words.say
    empty = say("Not stated yet.") if one.item.mandatory else say("Not stated; not required.")
    text = " ".join(part for part in (one.text, empty if one.by is None else "") if part)
    return Entry(one.title, f"{text} [{', '.join(one.item.asked_by)}]")


def _titles(writing: Writing) -> dict[str, str]:
    say = writing.words.say
    return {
        "purpose": say("Purpose"),
        "sponsor": say("Sponsor"),
        "conducted_by": say("Conducted by"),
        "funding": say("Other sources of funding"),
        "subcontractors": say("Subcontractors"),
        "strategy": say("How answers were collected"),
        "instrument": say("Instrument"),
        "translation": say("Translations"),
        "pretest": say("Pretest"),
        "population": say("Population"),
        "sample": say("How people came into the sample"),
        "incentives": say("Rewards for taking part"),
        "consent": say("Consent and protection of respondents"),
        "modes": say("Modes"),
        "dates": say("Dates"),
        "sizes": say("Sizes"),
        "precision": say("Precision"),
        "outcomes": say("Outcomes"),
        "weighting": say("Weighting"),
        "differences": say("Differences"),
        "processing": say("Processing"),
        "machine_help": say("Use of artificial intelligence, and people’s part in it"),
        "quality": say("Quality of answers"),
        "printed": say("What is printed"),
        "limits": say("Limits"),
        "recomputing": say("Recomputing"),
        "contact": say("Contact"),
        "responsible": say("Responsible for this report"),
    }
