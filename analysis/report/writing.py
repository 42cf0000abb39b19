"""Word what every section needs: names, figures, method lines, axes and the tables behind charts."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from analysis.codebook import Codebook, Text, Variable
from analysis.plan import Plan
from analysis.report.citing import Part, marked, unmarked
from analysis.report.document import Column, Row, Table
from analysis.report.marks import Axis, Dot, State
from analysis.report.places import are_places
from analysis.report.published import Published, published
from analysis.report.words import DASH, Words, digits_of, shortened
from analysis.segments.declared import Segment
from analysis.topics.findings import Finding
from analysis.topics.samples import Sample

ASKING = "?؟？:： "
"""How a question ends, left off before a colon."""
LONGEST_SUBJECT, FACT_DIGITS = 72, 2
LOW_BASE, NOT_SHOWN = "\N{DEGREE SIGN}", "\N{DOUBLE DAGGER}"


@dataclass(frozen=True)
class Writing:
    """A language, a plan and a codebook: all that wording depends on."""

    words: Words
    plan: Plan
    codebook: Codebook

    def audience(self, audience: str) -> str:
        named = {
            "V": self.words.say("People of Vietnamese origin abroad"),
            "F": self.words.say("Foreigners"),
            "all": self.words.say("Everybody asked"),
        }
        return named.get(audience, audience)

    def short_audience(self, audience: str) -> str:
        named = {
            "V": self.words.say("Vietnamese origin"),
            "F": self.words.say("Foreigners"),
            "all": self.words.say("Everybody asked"),
        }
        return named.get(audience, audience)

    def item(self, variable: Variable) -> str:
        if variable.question == self.plan.image.question:
            return self.words.say("Overall opinion of Viet Nam")
        return self.words.label(variable.label) or variable.row or variable.choice or self._undivided(variable)

    def _undivided(self, variable: Variable) -> str:
        """Name what is a question of its own by its wording."""
        return self.subject(variable.question) if variable.question == variable.name else variable.name

    def compared(self, variable: Variable) -> str:
        """Name what is compared between groups: an answer under its question where several questions have answers."""
        if variable.question not in self.plan.choices:
            return self.item(variable)
        return f"{self.subject(variable.question).rstrip(ASKING)} – {self.item(variable)}"

    def is_scale(self, question: str) -> bool:
        """Tell whether the answers to a question stand in an order of their own."""
        return question in (self.plan.seeking.last, self.plan.seeking.found)

    def subject(self, question: str) -> str:
        """Name a question by its wording, cut after a whole word where it is long; by its code where it has none."""
        variables = self.codebook.of_question(question)
        text = " ".join(self.words.label(variables[0].text).split()) if variables else ""
        return shortened(text, LONGEST_SUBJECT) or question

    def subjects(self, questions: Sequence[str]) -> str:
        """Name several questions."""
        return self.words.listed([self.words.say("“{words}”", words=self.subject(one)) for one in questions])

    def question(self, name: str) -> str:
        """Return a question's wording with its code, as asked."""
        variables = self.codebook.of_question(name)
        return f"{name} · {self.words.label(variables[0].text)}" if variables else name

    def group(self, segment: Segment) -> str:
        """Name a segment: "18–34 years", a country, a language."""
        cut, group = segment.segmentation, segment.group
        if cut.id == "age":
            low, _, high = group.id.partition("-")
            if high:
                return self.words.say("{low}{dash}{high} years", low=low, dash=self.words.dash, high=high)
            return self.words.say("{low} years and over", low=low)
        if cut.id == "language":
            named = str(self.words.locale.languages.get(group.id.replace("-", "_"), group.id))
            return named[:1].upper() + named[1:]
        variable = self.codebook.by_name.get(cut.variable)
        return self.answer({value.code: value.text for value in variable.values} if variable else {}, group.id)

    def answers(self, question: str) -> Mapping[str, Text]:
        """Return the wording of the codes by which a question is answered, or of its boxes."""
        asked = self.codebook.of_question(question)
        boxes = {variable.choice: variable.label for variable in asked if variable.choice}
        return boxes or {value.code: value.text for variable in asked for value in variable.values}

    def answer(self, texts: Mapping[str, Text], code: str) -> str:
        """Name a code among others as it is worded in the reader's language.

        A place that is not is named as CLDR has it; anything else as worded in another language, else by its code.
        """
        text, names = texts.get(code, {}), self.words.locale.territories
        own = text.get(self.words.language) or text.get(self.words.locale.language)
        if code in names and not own and are_places(texts or {code: {}}):
            return str(names[code])
        return self.words.label(text) or code

    def dates(self, first: str, last: str) -> str:
        """Print one day, or a span of days, or that there is none yet."""
        if not last:
            return self.words.say("no response yet")
        if first == last:
            return self.words.day(first)
        return self.words.say("{first} to {last}", first=self.words.day(first), last=self.words.day(last))

    def smallest(self) -> str:
        """Print the difference, in points, below which none is called one."""
        least = self.plan.thresholds.smallest_difference
        return self.rule("smallest_difference", least, self.words.number(100 * least))

    def fewest(self) -> str:
        """Print the number of people below which nothing is told."""
        least = self.plan.thresholds.public_n
        return self.rule("public_n", least, self.words.number(least))

    @property
    def level(self) -> str:
        """Print how often intervals made like these cover the truth."""
        level = self.plan.thresholds.level
        return self.rule("level", level, self.words.exact_percent(level))

    @property
    def interval_title(self) -> str:
        return self.words.say("{level} interval", level=self.level)

    def low_base_note(self) -> str:
        """Say what the mark of a low base means."""
        limits, number = self.plan.thresholds, self.words.number
        low = self.rule("min_n", limits.min_n, number(limits.min_n))
        high = self.rule("low_base", limits.low_base, number(limits.low_base))
        return self.words.say("{mark} low base, n from {low} to under {high}", mark=LOW_BASE, low=low, high=high)

    def basis(self, sample: Sample) -> str:
        """Name the basis of a sample's figures in one line."""
        if sample.has_intervals:
            named = self.words.say("basis {letter}", letter=sample.basis)
            return " · ".join((named, *self.shortcomings(sample)))
        return self.words.say("basis D: describes those who answered, no interval")

    def shortcomings(self, sample: Sample) -> tuple[str, ...]:
        """Say in a few words what errors leave out where neither strata nor clusters are recorded."""
        frame = sample.frame
        if not sample.has_intervals or frame is None or frame.strata or frame.clusters:
            return ()
        return (self.words.say("weights only, clustering ignored"),)

    def share(self, finding: Finding) -> str:
        """Print a share as it may be shown: marked where the base is low, replaced where it is not printed."""
        if not finding.shown:
            return NOT_SHOWN
        return self.value(finding) + (LOW_BASE if finding.low_base else "")

    def quantity(self, finding: Finding) -> str:
        """Print a figure that is no share, with fewer decimals where it is large."""
        return self.cite(finding, self.words.number(finding.value, digits_of(finding.value)))

    def cite(self, finding: Finding, text: str, part: Part = "value") -> str:
        """Tie printed letters to the figure they print."""
        return marked(text, finding.id, part)

    def fact(self, name: str, value: float, text: str) -> str:
        """Tie printed letters to a count or a quantity that is no estimate, such as "fieldwork.begun", as rounded."""
        return marked(text, name, "fact", round(value, FACT_DIGITS))

    def value(self, finding: Finding) -> str:
        """Print a share in whole per cent."""
        return self.cite(finding, self.words.percent(finding.value))

    def points(self, finding: Finding) -> str:
        """Print a difference, or a gain, in signed whole points."""
        return self.cite(finding, self.words.points(finding.value))

    def n(self, finding: Finding) -> str:
        """Print the people a figure is about, as may be published; a dash where the figure may not be disclosed."""
        if not self._tells_n(finding):
            return DASH
        return self.cite(finding, self.words.people(finding.base_n, self.plan.thresholds.public_n), "n")

    def _tells_n(self, finding: Finding) -> bool:
        return finding.base_n < self.plan.thresholds.public_n or math.isfinite(self._seen(finding).n)

    def effective(self, finding: Finding) -> str:
        return self.cite(finding, self.words.number(self._seen(finding).effective_n), "effective_n")

    def _seen(self, finding: Finding) -> Published:
        return published(finding, self.plan.thresholds.public_n)

    def members(self, sample: Sample) -> str:
        """Print how many people describe an audience."""
        return self.counted(f"{sample.audience}.n", sample.n)

    def counted(self, name: str, people: int) -> str:
        """Print a number of people as it may be published; the fact behind it is rounded in the same way."""
        least = self.plan.thresholds.public_n
        rounded = float(least if people < least else 5 * round(people / 5))
        return self.fact(name, rounded, self.words.people(people, least))

    def version(self, number: int) -> str:
        """Print the number of a version of the questionnaire."""
        return self.fact(f"questionnaire.version.{number}", number, self.words.number(number))

    def count(self, one: str, many: str, n: int, name: str, /, **parts: object) -> str:
        """Return the plural form for n, a fact called `name`, which fills {n}."""
        told = self.fact(name, n, self.words.number(n))
        return self.words.ngettext(one, many, n).format(n=told, **parts)

    def rule(self, name: str, value: float, text: str) -> str:
        """Print a threshold of the plan."""
        return marked(text, f"plan.{name}", "fact", value)

    def method(self, finding: Finding, code: str) -> str:
        """Return the line under a sentence: code, base, effective n, design effect, interval, basis."""
        say = self.words.say
        parts = [code, say("n {n}", n=self.n(finding))]
        if finding.has_interval:
            if math.isfinite(finding.deff):
                deff = self.cite(finding, self.words.number(finding.deff, 1), "deff")
                parts.append(say("effective n {n}", n=self.effective(finding)))
                parts.append(say("design effect {deff}", deff=deff))
            parts.append(say("{level} interval {range}", level=self.level, range=self.range(finding)))
            parts.append(say("basis {letter}", letter=finding.basis))
        else:
            parts.append(say("basis D: describes those who answered, no interval"))
        if finding.low_base:
            parts.append(say("low base {mark}", mark=LOW_BASE))
        return " · ".join(parts)

    def range(self, finding: Finding) -> str:
        if finding.kind == "difference":
            limits = self.words.signed_range(finding.low, finding.high)
        elif finding.kind == "mean":
            limits = self.words.limits(finding.low, finding.high, digits_of(finding.value))
        else:
            limits = self.words.range(finding.low, finding.high)
        return self.cite(finding, limits, "interval") if finding.has_interval else limits

    def chart_meta(
        self, sample: Sample, question: str, findings: Sequence[Finding], what: str, *, bars: str | None = None
    ) -> str:
        """Return the line under a chart's title: question, what is shown, bases, interval, basis."""
        say = self.words.say
        told = [finding for finding in findings if self._tells_n(finding)]
        by_n = sorted(told, key=lambda finding: finding.base_n)
        parts = [question, what, say("n {n}", n=self._between(by_n, self.n))]
        if sample.has_intervals:
            known = [finding for finding in findings if finding.shown and math.isfinite(finding.effective_n)]
            known.sort(key=lambda finding: finding.effective_n)
            parts += [say("effective n {n}", n=self._between(known, self.effective))] if known else []
            parts.append(say("bars: {level} intervals", level=self.level) if bars is None else bars)
        parts.append(self.basis(sample))
        return " · ".join(part for part in parts if part)

    def _between(self, ordered: Sequence[Finding], show: Callable[[Finding], str]) -> str:
        if not ordered:
            return DASH
        low, high = show(ordered[0]), show(ordered[-1])
        return low if unmarked(low) == unmarked(high) else f"{low}{self.words.dash}{high}"

    def dot(
        self,
        label: str,
        finding: Finding,
        state: State = "estimate",
        *,
        reference: float | None = None,
        extras: tuple[str, ...] = (),
        ranks: tuple[int, int] | None = None,
        strong: bool = False,
        digits: int | None = None,
    ) -> Dot:
        """Return a row of a dot chart; a figure that may not be printed keeps its place and shows no number."""
        words = self.words
        number = words.whole(finding.value) if digits is None else words.number(finding.value, digits)
        text = number + (LOW_BASE if finding.low_base else "")
        if not finding.shown:
            hidden, none = tuple(DASH for _ in extras), math.nan
            return Dot(label, none, none, none, NOT_SHOWN, "suppressed", None, hidden, None)
        shown: State = state if finding.has_interval else "described"
        limits = (finding.low, finding.high)
        return Dot(label, finding.value, *limits, text, shown, reference, extras, ranks, strong)

    def share_axis(self, findings: Iterable[Finding], title: str = "") -> Axis:
        """Return an axis from 0 to just above the largest figure shown, with at most six ticks."""
        tops = [max(f.value, f.high if f.has_interval else 0.0) for f in findings if f.shown]
        high = min(1.0, math.ceil(10 * max(tops, default=0.5) + 0.01) / 10)
        step = 0.1 if high <= 0.5 else 0.2 if high <= 0.8 else 0.25
        ticks = [at * step for at in range(int(high / step + 1e-9) + 1)]
        return Axis(0.0, high, tuple((tick, self.tick(tick)) for tick in ticks), title)

    def span_axis(self, findings: Iterable[Finding], title: str = "") -> Axis:
        """Return an axis in tenths around the figures shown, at least three tenths long: for lines, which need no 0."""
        shown = [f for f in findings if f.shown]
        known = [(f.low, f.high) if f.has_interval else (f.value, f.value) for f in shown] or [(0.0, 0.5)]
        low = max(math.floor(10 * min(part for part, _ in known)), 0)
        high = min(math.ceil(10 * max(part for _, part in known)), 10)
        low, high = max(min(low, high - 3), 0), min(max(high, low + 3), 10)
        step = 1 if high - low <= 4 else 2
        low, high = low - low % step, high + high % step
        ticks = tuple((at / 10, self.tick(at / 10)) for at in range(low, high + 1, step))
        return Axis(low / 10, high / 10, ticks, title)

    def tick(self, share: float) -> str:
        return self.words.number(round(100 * share))

    def sum_up(self, findings: Iterable[Finding]) -> tuple[str, str]:
        """Return the lowest and the highest share that may be shown."""
        shown = sorted((finding for finding in findings if finding.shown), key=lambda finding: finding.value)
        if not shown:
            return DASH, DASH
        return self.value(shown[0]), self.value(shown[-1])

    def table(
        self,
        caption: str,
        rows: Sequence[tuple[str, Finding]],
        extra: Mapping[str, Sequence[str]] | None = None,
        *,
        digits: int | None = None,
    ) -> Table:
        """Return the table behind a chart: figure, interval, bases, effective n, design effect, and more columns."""
        say, more = self.words.say, extra or {}
        with_intervals = any(finding.has_interval for _, finding in rows)
        heads = [Column(say("Item"), is_number=False), Column(say("Estimate"))]
        heads += [Column(self.interval_title)] if with_intervals else []
        heads += [Column(say("n"))]
        worth = (say("Weighted base"), say("Effective n"), say("Design effect (weights alone)"))
        heads += [Column(title) for title in worth] if with_intervals else []
        heads += [Column(title) for title in more]
        lines = [
            Row(label, (*self._cells(finding, with_intervals, digits), *(column[at] for column in more.values())))
            for at, (label, finding) in enumerate(rows)
        ]
        hidden = any(not finding.shown for _, finding in rows)
        low = any(finding.low_base for _, finding in rows)
        notes = [say("{mark} not printed: base, disclosure or interval", mark=NOT_SHOWN)] if hidden else []
        notes += [self.low_base_note()] if low else []
        return Table(caption, tuple(heads), tuple(lines), " · ".join(notes))

    def _cells(self, finding: Finding, with_intervals: bool, digits: int | None) -> list[str]:
        words, hidden = self.words, not finding.shown
        value = self.share(finding)
        if digits is not None and not hidden:
            value = self.cite(finding, words.number(finding.value, digits))
        limits = self.range(finding) if digits is None else self._limits(finding, digits)
        cells = [value] + ([DASH if hidden else limits] if with_intervals else [])
        cells.append(self.n(finding))
        if with_intervals:
            seen = self._seen(finding)
            cells += [words.number(seen.weighted_n), words.number(seen.effective_n)]
            cells.append(DASH if hidden else f"{words.number(seen.deff, 1)} ({words.number(finding.deff_weights, 1)})")
        return cells

    def _limits(self, finding: Finding, digits: int) -> str:
        if not finding.has_interval:
            return DASH
        return self.words.limits(finding.low, finding.high, digits)
