"""Lay out a banner table from the columns of the data: who is in which column, and who gave which answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.arrays import BoolArray, FloatArray, IntArray
from analysis.files.reading import as_text
from analysis.request.banner_shapes import BannerAsk, ColumnsShape, QuestionShape, VariablesShape
from analysis.request.context import Context, combinations_of, plain
from analysis.request.table import Column
from analysis.request.where import condition_column
from analysis.tables.banner.layout import BannerColumn, BannerQuestion, Refusal, TableQuestion, TableRow, boxes
from surveyapp.questionnaire.condition_text import parse


@dataclass(frozen=True)
class Options:
    """The categories or ticked variables of a question: their names and their wording.

    `codes` number them by respondent, −1 for none; `ticks` (n × k) stand instead where there may be several.
    """

    names: tuple[Any, ...]
    labels: tuple[str, ...]
    known: BoolArray
    codes: IntArray | None = None
    ticks: BoolArray | None = None

    def holds(self, positions: Sequence[int]) -> BoolArray:
        """Mark those who gave any of some categories."""
        if self.ticks is not None:
            return np.asarray(self.ticks[:, list(positions)].any(axis=1))
        inside = np.zeros(len(self.names) + 1, dtype=np.bool_)
        inside[list(positions)] = True
        return np.asarray(inside[-1 if self.codes is None else self.codes])


def banner_questions(ask: BannerAsk, context: Context) -> list[BannerQuestion]:
    """Return the columns; of categories nobody holds only those stay that are wished for (`empty`)."""
    inside = context.domain(ask.where) & (context.design.weights > 0)
    return [_banner_question(shape, ask, context, inside) for shape in ask.columns]


def table_questions(ask: BannerAsk, context: Context) -> Iterator[TableQuestion]:
    """Give the questions one at a time, each with the answers of all rows of the data."""
    domain = context.domain(ask.where)
    for shape in ask.questions:
        about = domain if shape.where is None else domain & context.domain(shape.where)
        yield _table_question(shape, ask, context, about)


def shows_shares(shape: QuestionShape, context: Context) -> bool:
    """Tell whether a question has shares: always, but for plain numbers without named categories."""
    if shape.show is not None:
        return "share" in shape.show
    if shape.of is None or shape.nets or shape.top or shape.bottom or context.variable(shape.of).is_text:
        return True
    codes = context.table.codes
    return shape.of not in context.table.frame or bool(codes.orders.get(shape.of) or codes.known.get(shape.of))


def shows_mean(shape: QuestionShape, context: Context) -> bool:
    """Tell whether a question has a mean: where it is wished for, has scores, or is of plain numbers."""
    if shape.show is not None:
        return "mean" in shape.show
    return shape.scores is not None or not shows_shares(shape, context)


def label_of(shape: VariablesShape, context: Context) -> str:
    """Return the wording of a question: as asked for, as the file has it, or its name."""
    described = context.table.descriptions.get(shape.of or "")
    return shape.label or (described.label if described else "") or shape.known_as


def _banner_question(shape: ColumnsShape, ask: BannerAsk, context: Context, inside: BoolArray) -> BannerQuestion:
    if shape.domains is not None:
        conditions = [condition_column(one.where, parse(one.where), context.table) for one in shape.domains]
        domains = [
            BannerColumn(one.label, one.label, column.codes == 1)
            for one, column in zip(shape.domains, conditions, strict=True)
        ]
        everyone = np.ones(context.table.n, dtype=np.bool_)
        return BannerQuestion(shape.known_as, label_of(shape, context), tuple(domains), everyone)
    if shape.cross is not None:
        return _crossed(shape, shape.cross, ask, context, inside)
    options = _options(shape, context, inside, ask.empty)
    columns = [
        BannerColumn(name, label, options.holds([i]))
        for i, (name, label) in enumerate(zip(options.names, options.labels, strict=True))
    ]
    for net in shape.nets:
        parts = _positions(net.categories, options.names)
        columns.append(BannerColumn(net.label, net.label, options.holds(parts)))
    return BannerQuestion(shape.known_as, label_of(shape, context), tuple(columns), options.known)


def _crossed(
    shape: ColumnsShape, names: Sequence[str], ask: BannerAsk, context: Context, inside: BoolArray
) -> BannerQuestion:
    variables = [context.table.column(name) for name in names]
    known = ~np.logical_or.reduce([variable.missing for variable in variables])
    columns = []
    for one in combinations_of(variables, inside, context.design.weights > 0, ask.empty):
        parts = [str(value) for value in (one.by or {}).values()]
        label = " · ".join(_category_label(shape, name, part, context) for name, part in zip(names, parts, strict=True))
        columns.append(BannerColumn(one.by, label, one.rows))
    return BannerQuestion(shape.known_as, shape.label or " × ".join(names), tuple(columns), known)


def _table_question(shape: QuestionShape, ask: BannerAsk, context: Context, domain: BoolArray) -> TableQuestion:
    weighted = context.design.weights > 0
    shares, mean = shows_shares(shape, context), shows_mean(shape, context)
    scores, refused = _scores(shape, context) if mean else (None, None)
    options = _options(shape, context, domain & weighted, ask.empty)
    rows = [
        TableRow(name, label, "category") for name, label in zip(options.names, options.labels, strict=True) if shares
    ]
    rows += _nets(shape, options, context) if shares else []
    rows += [TableRow("mean", "Mean", "mean")] if mean else []
    return TableQuestion(
        name=shape.known_as,
        label=label_of(shape, context),
        base_label=shape.base or "",
        domain=domain,
        base=domain & options.known,
        rows=tuple(rows),
        codes=options.codes if shares else None,
        ticks=options.ticks,
        scores=scores,
        responses=shape.base_of == "responses",
        sensitive=shape.sensitive,
        refused=refused,
    )


def _nets(shape: QuestionShape, options: Options, context: Context) -> list[TableRow]:
    nets = []
    for kind, wanted in (("top", shape.top), ("bottom", shape.bottom)):
        if wanted is not None and shape.of is not None:
            scale = _scale(shape, context.variable(shape.of))
            chosen = [scale[i] for i in boxes(len(scale), wanted, "top" if kind == "top" else "bottom")]
            label = f"{kind.capitalize()} {wanted}"
            nets.append(TableRow(label, label, "net", tuple(_positions(chosen, options.names))))
    for net in shape.nets:
        nets.append(TableRow(net.label, net.label, "net", tuple(_positions(net.categories, options.names))))
    return nets


def _scale(shape: QuestionShape, variable: Column) -> list[Any]:
    """Return the categories of a scale from low to high, also those nobody gave; of declared scores only those."""
    if shape.scores is None:
        return [plain(category) for category in variable.categories]
    scored = [(score, code) for name, score in shape.scores.items() if (code := variable.code_of(name)) is not None]
    return [plain(variable.categories[code]) for _, code in sorted(scored)]


def _scores(shape: QuestionShape, context: Context) -> tuple[FloatArray | None, Refusal | None]:
    variable = context.variable(shape.of or "")
    if shape.scores is None and variable.is_text:
        text = f"{variable.name} holds texts, which have no mean; give `scores` to its categories."
        return None, Refusal("mean-of-text", text)
    if shape.scores is None:
        return variable.numbers, None
    of_code = np.full(variable.k + 1, np.nan)
    for name, score in shape.scores.items():
        code = variable.code_of(name)
        of_code[-1 if code is None else code] = np.nan if code is None else score
    return of_code[variable.codes], None


def _options(shape: VariablesShape, context: Context, inside: BoolArray, empty: str) -> Options:
    if shape.multi is not None:
        return _ticked(shape, shape.multi, context)
    variable = context.variable(shape.of or "")
    seen = np.bincount(variable.codes[inside & ~variable.missing], minlength=variable.k) > 0
    kept = range(variable.k) if empty == "zero" else np.flatnonzero(seen).tolist()
    names = tuple(plain(variable.categories[code]) for code in kept)
    labels = tuple(_category_label(shape, shape.of or "", str(name), context) for name in names)
    places = np.full(variable.k + 1, -1, dtype=np.int64)
    places[list(kept)] = np.arange(len(names))
    return Options(names, labels, ~variable.missing, codes=places[variable.codes])


def _ticked(shape: VariablesShape, names: Sequence[str], context: Context) -> Options:
    variables = [context.variable(name) for name in names]
    flags = np.stack([_counts(variable, shape.counted) for variable in variables], axis=1)
    missing = np.stack([variable.missing for variable in variables], axis=1)
    known: BoolArray = np.any(flags, axis=1) if shape.asked == "ticked" else ~np.any(missing, axis=1)
    if shape.asked == "any":
        known = ~np.all(missing, axis=1)
    labels = tuple(shape.labels.get(name) or _label_of_column(name, context) for name in names)
    return Options(tuple(names), labels, np.asarray(known), ticks=flags)


def _counts(variable: Column, counted: Any) -> BoolArray:
    code = variable.code_of(True) if counted is None else variable.code_of(counted)
    code = variable.code_of(1) if code is None and counted is None else code
    return np.asarray(variable.codes == (-2 if code is None else code))


def _label_of_column(name: str, context: Context) -> str:
    described = context.table.descriptions.get(name)
    return (described.label if described else "") or name


def _category_label(shape: VariablesShape, column: str, category: str, context: Context) -> str:
    described = context.table.descriptions.get(column)
    return shape.labels.get(category) or (described.values.get(category) if described else None) or category


def _positions(categories: Sequence[Any], names: Sequence[Any]) -> list[int]:
    """Return where categories are among the names; those that nobody gave are not there."""
    wanted = {as_text(category) for category in categories}
    return [i for i, name in enumerate(names) if as_text(name) in wanted]
