"""Answer contrasts: arithmetic on the figures of other asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from analysis.estimation import statistics as st
from analysis.estimation.contrasts import ContrastError, combine
from analysis.request.context import Context, Result
from analysis.request.problems import RefusedError
from analysis.request.rows import Label, Labelled, figures_of, present
from analysis.request.shapes import Ask, ContrastAsk, DifferenceAsk, RowsAsk
from surveyapp.questionnaire.condition_text import parse_expression


@dataclass(frozen=True)
class Figure:
    """One row of another ask."""

    statistic: st.Statistic
    label: Label


def answer_contrast(ask: ContrastAsk, asks: Mapping[str, Ask], context: Context) -> Result:
    """Evaluate the expression row by row; an ask with a single row serves all rows of the others.

    Raise RefusedError where an ask named has no rows to combine, or the numbers of rows do not match.
    """
    named: dict[str, list[Figure]] = {}
    domain = np.zeros(context.table.n, dtype=np.bool_)
    for name in ask.of_asks:
        other = asks.get(name)
        if not isinstance(other, RowsAsk | DifferenceAsk):
            text = f"A contrast cannot be made from {name!r}: it gives no rows of figures."
            raise RefusedError("not-available", text)
        question, figures = figures_of(other, context)
        named[name] = [figure for labelled in figures for figure in _apart(labelled)]
        domain |= question.domain
    _check_lengths({name: len(figures) for name, figures in named.items()})
    rows = _rows(ask, named, context)
    return present(ask, rows, domain, context, usual="design", covariance=ask.covariance)


def _apart(labelled: Labelled) -> Iterator[Figure]:
    for i, label in enumerate(labelled.labels):
        yield Figure(st.part(labelled.statistic, [i]), label)


def _check_lengths(lengths: Mapping[str, int]) -> None:
    if len({length for length in lengths.values() if length != 1}) > 1 or 0 in lengths.values():
        text = ", ".join(f"{name} has {length}" for name, length in lengths.items())
        raise RefusedError("rows-do-not-match", f"The asks have different numbers of rows: {text}.")


def _rows(ask: ContrastAsk, named: Mapping[str, Sequence[Figure]], context: Context) -> Iterator[Labelled]:
    expression = parse_expression(ask.expression)
    longest = max(named.values(), key=len)
    for i, leading in enumerate(longest):
        statistics = {name: figures[min(i, len(figures) - 1)].statistic for name, figures in named.items()}
        try:
            found = combine(expression, statistics, context.design.weights)
        except ContrastError as error:
            raise RefusedError("bad-contrast", str(error)) from error
        yield Labelled(found, (Label(ask.expression, None, leading.label.by, leading.label.category),))
