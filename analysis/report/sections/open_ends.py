"""Show what people wrote: languages, themes that a person confirmed, and quotes their authors allowed."""

from __future__ import annotations

import math

from analysis.open_ends.answers import LEAST_KAPPA, OpenAnswers
from analysis.open_ends.themes import Agreement
from analysis.report.document import Block, ChartBlock, Entry, Items, Paragraph
from analysis.report.evidence import AudienceEvidence, Evidence
from analysis.report.marks import DotChart
from analysis.report.sections.refusing import refused
from analysis.report.sections.shared import describe
from analysis.report.words import DASH
from analysis.report.writing import Writing


def open_ends_blocks(writing: Writing, audience: AudienceEvidence) -> list[Block]:
    """Show every open question of the plan."""
    return [block for found in audience.methods.open_ends for block in _blocks(writing, audience, found)]


def machine_help(writing: Writing, evidence: Evidence) -> str:
    """Tell of the program's own part; of what was done elsewhere only a person can tell."""
    say = writing.words.say
    told = say("The sentences about figures are put together by fixed rules; no language model wrote them.")
    if not any(found.told for one in evidence.audiences for found in one.methods.open_ends):
        return told
    themes = say("Themes of open answers, proposed by counting words, were confirmed by a person.")
    return f"{told} {themes}"


def _blocks(writing: Writing, audience: AudienceEvidence, found: OpenAnswers) -> list[Block]:
    made: list[Block] = [_languages(writing, audience, found)]
    subject = writing.subject(found.variable.question)
    if found.refusal:
        made.append(refused(writing, subject, found.refusal, f"{audience.id}.{found.variable.name}"))
    elif found.told:
        made.append(_themes(writing, audience, found, subject))
    if found.quotes:
        made.append(Items(tuple(_quote(writing, found, at) for at in range(len(found.quotes)))))
    if found.withheld:
        told = writing.count(
            "{n} quote is not printed: its author did not agree, or too few answered.",
            "{n} quotes are not printed: their authors did not agree, or too few answered.",
            found.withheld,
            f"{audience.id}.{found.variable.name}.withheld",
        )
        made.append(Paragraph(told, is_note=True))
    return made


def _languages(writing: Writing, audience: AudienceEvidence, found: OpenAnswers) -> ChartBlock:
    say, findings = writing.words.say, [spoken.share for spoken in found.languages]
    names = [_language(writing, spoken.language) for spoken in found.languages]
    title = say("“{subject}”: in which languages people wrote", subject=writing.subject(found.variable.question))
    dots = tuple(writing.dot(name, one) for name, one in zip(names, findings, strict=True))
    chart = DotChart(title, describe(writing, names, findings), writing.share_axis(findings), dots)
    table = writing.table(writing.question(found.variable.question), list(zip(names, findings, strict=True)))
    meta = writing.chart_meta(
        audience.sample, found.variable.question, findings, say("language detected from the text")
    )
    return ChartBlock(f"{audience.id}-written-{found.variable.name}", title, meta, chart, table)


def _themes(writing: Writing, audience: AudienceEvidence, found: OpenAnswers, subject: str) -> ChartBlock:
    say, words = writing.words.say, writing.words
    findings = [one.share for one in found.told]
    names = [words.label(one.theme.label) or one.theme.id for one in found.told]
    first = next((name for name, one in zip(names, findings, strict=True) if one.shown), "")
    title = say("“{subject}”: {theme} is written about most", subject=subject, theme=first) if first else subject
    dots = tuple(writing.dot(name, one) for name, one in zip(names, findings, strict=True))
    chart = DotChart(
        title, describe(writing, names, findings), writing.share_axis(findings, say("Written about, %")), dots
    )
    columns = {
        say("Agreement (kappa)"): [_kappa(writing, one.terms) for one in found.told],
        say("Coded alike"): [words.percent(one.terms.alike) for one in found.told],
        say("Answers coded"): [words.people(one.terms.n, writing.plan.thresholds.public_n) for one in found.told],
        say("Terms"): [", ".join(one.theme.terms) for one in found.told],
    }
    if any(one.people.n for one in found.told):
        columns |= {say("Two persons (kappa)"): [_kappa(writing, one.people) for one in found.told]}
    table = writing.table(writing.question(found.variable.question), list(zip(names, findings, strict=True)), columns)
    about = say("themes confirmed by {person}", person=found.confirmed_by)
    meta = writing.chart_meta(audience.sample, found.variable.question, findings, about)
    unsure = [name for name, one in zip(names, found.told, strict=True) if not one.terms.kappa >= LEAST_KAPPA]
    note = say("An answer may be about several themes. Agreement is that of the terms with a person’s own coding.")
    if unsure:
        told = say("Terms and person agree little on: {themes}.", themes=words.listed(unsure))
        note = f"{note} {told}"
    return ChartBlock(f"{audience.id}-themes-{found.variable.name}", title, meta, chart, table, note)


def _kappa(writing: Writing, told: Agreement) -> str:
    """Write kappa with its interval; a dash where neither side varies."""
    number = writing.words.number
    if not math.isfinite(told.kappa):
        return DASH
    return f"{number(told.kappa, 2)} ({number(told.low, 2)}–{number(told.high, 2)})"


def _quote(writing: Writing, found: OpenAnswers, at: int) -> Entry:
    """Print the original with its language, and beside it the translation into the report's language, if any."""
    quote, words = found.quotes[at], writing.words
    translated = quote.translation.get(words.language, "")
    title = words.say("“{words}”", words=quote.original)
    language = _language(writing, quote.language)
    if translated and translated != quote.original:
        return Entry(title, words.say("({language}) In translation: “{words}”", language=language, words=translated))
    return Entry(title, f"({language})" if language else DASH)


def _language(writing: Writing, tag: str) -> str:
    if tag == "und":
        return writing.words.say("Language not told")
    special = {"zh-Hans": "zh_Hans", "zh-Hant": "zh_Hant"}
    named = str(writing.words.locale.languages.get(special.get(tag, tag), tag))
    return named[:1].upper() + named[1:]
