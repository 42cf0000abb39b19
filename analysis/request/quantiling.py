"""Answer asks for quantiles."""

from __future__ import annotations

from typing import Any

from analysis.estimation.quantiles import Wish, quantile
from analysis.replicates import ReplicateDesign
from analysis.request.asks import QuantileAsk
from analysis.request.context import Context, Result, combinations_of
from analysis.request.problems import RefusedError
from analysis.request.rows import Label, row_of


def answer_quantiles(ask: QuantileAsk, context: Context) -> Result:
    """Answer with a row for each group, variable and share; raise RefusedError where none may be given."""
    columns = [context.variable(name) for name in ask.of]
    for column in columns:
        if column.is_text:
            raise RefusedError("not-a-number", f"{column.name} holds texts, which have no quantiles.")
    result, design = Result(ask.id), context.design
    if ask.interval == "quantile":
        _check_replicates(context)
        if context.jackknife:
            text = "Jackknife replicates may not give valid errors of quantiles; use another interval."
            result.warn("jackknife-quantile", text)
    domain = context.domain(ask.where)
    used = domain.copy()
    if ask.missing == "drop":
        for column in columns:
            used &= ~column.missing
    wish = Wish(ask.qrule, ask.interval, ask.confidence, context.df(ask, domain, "domain"))
    by = [context.table.column(name) for name in ask.by]
    for group in combinations_of(by, used, design.weights > 0, ask.empty):
        for column in columns:
            for share in ask.q:
                found = quantile(design, column.numbers, used & group.rows, share, wish)
                row: dict[str, Any] = row_of(
                    Label(column.name, None, group.by), found, context.suppressed(found, "quantile")
                )
                result.rows.append({**row, "q": share})
    return result


def _check_replicates(context: Context) -> None:
    if not isinstance(context.design, ReplicateDesign):
        text = "The interval `quantile` needs replicate weights; use woodruff-mean."
        raise RefusedError("needs-replicates", text)
