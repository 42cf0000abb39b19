"""Print forecasts with how they did on the waves there are, and why there is none where there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from analysis.report.document import Block, Column, Paragraph, Row, Table
from analysis.report.evidence import AudienceEvidence
from analysis.report.histories import Cut, History
from analysis.report.sections.refusing import why
from analysis.report.sections.since import label
from analysis.report.writing import Writing
from analysis.topics.findings import Finding
from analysis.topics.refusals import Refusal
from analysis.waves.forecasting import BESIDE, MAIN, Forecast


@dataclass(frozen=True)
class Coming:
    """A history, the day looked ahead to, and the forecast for it or why there is none."""

    history: History
    day: str
    found: Forecast | Refusal


def stated(one: Coming) -> Finding:
    """Return today's figure with the wider interval of its forecast, for axes."""
    finding = one.history.followed.finding
    if isinstance(one.found, Refusal):
        return finding
    return replace(finding, value=one.found.value, low=one.found.beside[0], high=one.found.beside[1])


def foretold(writing: Writing, one: Coming) -> str:
    """Say a forecast with its main interval; empty where there is none."""
    if isinstance(one.found, Refusal):
        return ""
    say, words, name = writing.words.say, writing.words, f"{one.history.followed.finding.id}.forecast"
    low, high = one.found.main
    return say(
        "forecast for {date}: {share}, {level} interval {range}",
        date=words.day(one.day),
        share=writing.fact(name, one.found.value, words.percent(one.found.value)),
        level=writing.fact("forecast.level", MAIN, words.exact_percent(MAIN)),
        range=writing.fact(f"{name}.low", round(100 * low), words.number(round(100 * low)))
        + words.dash
        + writing.fact(f"{name}.high", round(100 * high), words.number(round(100 * high))),
    )


def outlook_blocks(writing: Writing, audience: AudienceEvidence, coming: Sequence[Coming]) -> list[Block]:
    """Compose the table of forecasts with their back-tests, and a sentence for each that is refused."""
    made = [(one, one.found) for one in coming if isinstance(one.found, Forecast)]
    blocks: list[Block] = [_table(writing, audience, made)] if made else []
    return blocks + [
        Paragraph(no_forecast(writing, one.history, one.found)) for one in coming if isinstance(one.found, Refusal)
    ]


def no_forecast(writing: Writing, history: History, refusal: Refusal) -> str:
    """Say why a figure has no forecast, and since when it can be followed."""
    say, finding = writing.words.say, history.followed.finding
    reason = why(writing, refusal, f"{finding.id}.forecast")
    text = say("Forecast of “{item}”: {why}", item=label(writing, history.followed), why=reason)
    return f"{text} {_cut(writing, history.cut)}" if history.cut and refusal.why == "few-waves" else text


def _cut(writing: Writing, cut: Cut) -> str:
    say = writing.words.say
    return {
        "worded": say("Before, the question was worded or coded otherwise."),
        "basis": say("Before, the figures stood on another basis."),
        "mode": say("Before, people were asked in other ways."),
        "weights": say("Before, the sample could not be weighted in the same way."),
        "day": say("The waves do not follow each other in time."),
    }[cut]


def _table(writing: Writing, audience: AudienceEvidence, made: Sequence[tuple[Coming, Forecast]]) -> Table:
    say, words = writing.words.say, writing.words
    main, beside = (words.exact_percent(level) for level in (MAIN, BESIDE))
    titles = (
        say("Forecast"),
        say("{level} interval", level=main),
        say("{level} interval", level=beside),
        say("A wave would measure ({level})", level=main),
        say("Forecast by"),
        say("Waves forecast in the test"),
        say("Inside {level}", level=main),
        say("Mean error, points"),
        say("Error of “as in the last wave”"),
    )
    heads = (Column(say("Item"), is_number=False), *(Column(title) for title in titles))
    rows = tuple(Row(label(writing, one.history.followed), _cells(writing, found)) for one, found in made)
    caption = say(
        "{audience}: forecast for {date}",
        audience=writing.audience(audience.id),
        date=words.day(made[0][0].day),
    )
    note = say(
        "A level that wanders, measured by each wave with its own sampling error. In the test every wave is forecast "
        "from those before it. Where “as in the last wave” misses by less, the last wave is carried forward. Samples "
        "of different waves are taken as independent."
    )
    return Table(caption, heads, rows, note, wide=True)


def _cells(writing: Writing, found: Forecast) -> tuple[str, ...]:
    words, tested = writing.words, found.back_test
    by = words.say("the last wave") if found.is_carried else words.say("the model")
    return (
        words.percent(found.value),
        words.range(*found.main),
        words.range(*found.beside),
        words.range(*found.measured),
        by,
        words.number(tested.points),
        words.number(tested.inside_main),
        words.number(100 * tested.error, 1),
        words.number(100 * tested.naive_error, 1),
    )
