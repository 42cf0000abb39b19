"""Answer the asks of a sound request over its data and design."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence

from analysis.replicates import ReplicatesDiscardedWarning
from analysis.request.asks import (
    AlphaAsk,
    CustomAsk,
    DoublyRobustAsk,
    GofAsk,
    PredictAsk,
    QuantileAsk,
    RanktestAsk,
    RegressionAsk,
    TermTestAsk,
    TtestAsk,
)
from analysis.request.banner_shapes import BannerAsk
from analysis.request.bannering import answer_banner
from analysis.request.context import Context, Result
from analysis.request.contrasting import answer_contrast
from analysis.request.imputing import without_intervals
from analysis.request.measuring import answer_alpha, answer_custom
from analysis.request.modelling import answer_regression, answer_term_test
from analysis.request.predicting import answer_prediction
from analysis.request.problems import Notice, RefusedError
from analysis.request.quantiling import answer_quantiles
from analysis.request.robust_means import answer_robust_mean
from analysis.request.rows import answer_rows
from analysis.request.shapes import Ask, ContrastAsk, CrosstabAsk, DifferenceAsk, RowsAsk
from analysis.request.tabulating import Tabulated, finish, tabulate
from analysis.request.testing import answer_test
from analysis.stages import LonelyClusterError

Outcome = Result | Tabulated | RefusedError


def outcomes_of(
    asks: Sequence[Ask], context: Context, notices: Sequence[Notice] = ()
) -> list[tuple[str, Result | RefusedError]]:
    """Answer every ask by its id, in order; what must be refused is a result too. `notices` warn on each of them."""
    by_id = {ask.id: ask for ask in asks}
    outcomes = [(ask.id, _outcome(ask, by_id, context)) for ask in asks]
    finished = _warned(_finished(outcomes, context), notices)
    return [_without_intervals(one) for one in finished] if context.basis == "D" else finished


def _without_intervals(named: tuple[str, Result | RefusedError]) -> tuple[str, Result | RefusedError]:
    result = named[1]
    if isinstance(result, Result):
        without_intervals((*result.rows, *(result.cells or ())))
    return named


def _outcome(ask: Ask, asks: Mapping[str, Ask], context: Context) -> Outcome:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", ReplicatesDiscardedWarning)
        outcome = _answered(ask, asks, context)
    result = outcome.result if isinstance(outcome, Tabulated) else outcome
    for warning in caught:
        if isinstance(result, Result) and issubclass(warning.category, ReplicatesDiscardedWarning):
            result.warn("replicates-discarded", str(warning.message))
    if isinstance(outcome, Result) and not (outcome.rows or outcome.test or outcome.banner):
        outcome.warn("nobody", "Nobody is left to say anything about: every row lacks a value, a group or a weight.")
    return outcome


def _answered(ask: Ask, asks: Mapping[str, Ask], context: Context) -> Outcome:
    try:
        if isinstance(ask, ContrastAsk):
            return answer_contrast(ask, asks, context)
        if isinstance(ask, CrosstabAsk):
            return tabulate(ask, context)
        if isinstance(ask, BannerAsk):
            return answer_banner(ask, context)
        if isinstance(ask, RowsAsk | DifferenceAsk):
            return answer_rows(ask, context)
        if isinstance(ask, QuantileAsk):
            return answer_quantiles(ask, context)
        if isinstance(ask, TtestAsk | RanktestAsk | GofAsk):
            return answer_test(ask, context)
        if isinstance(ask, RegressionAsk):
            return answer_regression(ask, context)
        if isinstance(ask, TermTestAsk):
            return answer_term_test(ask, asks, context)
        if isinstance(ask, PredictAsk):
            return answer_prediction(ask, asks, context)
        if isinstance(ask, DoublyRobustAsk):
            return answer_robust_mean(ask, context)
        if isinstance(ask, AlphaAsk):
            return answer_alpha(ask, context)
        if isinstance(ask, CustomAsk):
            return answer_custom(ask, context)
    except LonelyClusterError as error:
        text = f"{error} Choose a rule in `design.lonely`, or join the stratum with another."
        return RefusedError("lonely-cluster", text)
    except RefusedError as refusal:
        return refusal
    return RefusedError("not-available", f"{ask.statistic} is not estimated yet.")


def _warned(
    results: list[tuple[str, Result | RefusedError]], notices: Sequence[Notice]
) -> list[tuple[str, Result | RefusedError]]:
    for _, result in results:
        if isinstance(result, Result):
            for notice in notices:
                result.warn(notice.code, notice.text)
    return results


def _finished(outcomes: list[tuple[str, Outcome]], context: Context) -> list[tuple[str, Result | RefusedError]]:
    tables = [outcome for _, outcome in outcomes if isinstance(outcome, Tabulated)]
    results = iter(finish(tables, context))
    return [(name, next(results) if isinstance(outcome, Tabulated) else outcome) for name, outcome in outcomes]
