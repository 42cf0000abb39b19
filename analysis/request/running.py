"""Run a request from its file to its answer."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from analysis.design import Design
from analysis.request.answering import answer, failure, weights_of, weights_refused
from analysis.request.asks import (
    PredictAsk,
    TermTestAsk,
)
from analysis.request.attempting import attempted
from analysis.request.banner_checks import problems_in_banner
from analysis.request.banner_shapes import BannerAsk
from analysis.request.checks import column_problems, problems_in_ask, problems_in_contrast, problems_in_design
from analysis.request.context import Context
from analysis.request.designing import design_of, scaled
from analysis.request.deviations import deviations
from analysis.request.diagnosing import diagnosed, problems_in_diagnostics
from analysis.request.imputing import Wished, combined
from analysis.request.margin_files import parse_with_margins
from analysis.request.opting_in import problems_in_propensity
from analysis.request.outcomes import outcomes_of
from analysis.request.parsing import Parsed
from analysis.request.problems import Notice, Problem, RefusedError, RequestError
from analysis.request.shapes import (
    Ask,
    ContrastAsk,
    CrosstabAsk,
    DesignShape,
    RequestShape,
)
from analysis.request.table import Codes, Table, read_codes, read_table
from analysis.request.weighting import NotWeightedError, weigh
from analysis.request.weighting_checks import problems_in_step
from analysis.request.weighting_shapes import PropensityShape


@dataclass(frozen=True)
class Answer:
    """One JSON document and whether the request was sound."""

    document: dict[str, Any]
    sound: bool


def run_file(path: Path) -> Answer:
    """Answer the request in a file; what is wrong with it is listed in the answer, never raised."""
    try:
        document = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        problem = Problem("unreadable-request", "", f"The request cannot be read as JSON: {error}")
        return Answer(failure([problem]), False)
    return run(document, path.parent)


def run(document: Any, folder: Path) -> Answer:
    """Answer a request; files it names are looked for in the folder."""
    parsed = parse_with_margins(document, folder)
    try:
        if parsed.shape is None or parsed.design is None:
            raise RequestError(parsed.problems)
        if parsed.shape.imputations is not None:
            return _imputed(document, parsed, parsed.shape.imputations, folder)
        return Answer(_run(parsed, parsed.shape, parsed.design, folder), True)
    except RequestError as error:
        return Answer(failure(error.problems), False)


def _imputed(document: dict[str, Any], parsed: Parsed, files: Sequence[str], folder: Path) -> Answer:
    """Answer the request for each imputed data set, and combine the answers."""
    if parsed.problems:
        raise RequestError(parsed.problems)
    if len(files) < 2:
        text = "A single imputed data set hides what is not known; give at least two."
        refused = RefusedError("single-imputation", text)
        return Answer(answer([(ask.id, refused) for _, ask in parsed.asks], None, None, None), True)
    answers = [run({**document, "imputations": None, "data": file}, folder) for file in files]
    unsound = next((one for one in answers if not one.sound), None)
    intervals = parsed.shape is None or parsed.shape.basis != "D"
    wished = {ask.id: replace(_wished(ask), intervals=intervals) for _, ask in parsed.asks}
    return unsound or Answer(combined([one.document for one in answers], wished), True)


def _wished(ask: Ask) -> Wished:
    letters = ask.letters if isinstance(ask, CrosstabAsk) else None
    return (
        Wished(ask.confidence) if letters is None else Wished(ask.confidence, letters.adjust, _strictest(letters.alpha))
    )


def _strictest(alpha: float | list[float]) -> float:
    return min(alpha) if isinstance(alpha, list) else alpha


def _run(parsed: Parsed, shape: RequestShape, design_shape: DesignShape, folder: Path) -> dict[str, Any]:
    problems, codes = list(parsed.problems), Codes()
    table: Table | None = None
    try:
        codes = read_codes(shape.codebook, folder)
    except RequestError as error:
        problems += error.problems
    try:
        if shape.data is not None:
            table = read_table(folder / shape.data, shape.categorical, codes)
            problems += column_problems(shape.categorical, "categorical", table)
            problems += problems_against(parsed, design_shape, table, folder)
    except RequestError as error:
        problems += error.problems
    except RefusedError as refusal:
        if not problems:
            return answer([(ask.id, refusal) for _, ask in parsed.asks], None, None, None)
    if problems or table is None:
        raise RequestError(problems)
    return _answer(parsed, shape, design_shape, table, folder)


def _answer(
    parsed: Parsed, shape: RequestShape, design_shape: DesignShape, table: Table, folder: Path
) -> dict[str, Any]:
    """Weight the data and answer every ask of a sound request."""
    base = design_of(design_shape, table, folder)
    try:
        weighted = weighted_by(parsed, shape, design_shape, base, table, folder)
    except NotWeightedError as error:
        refused = answer([(ask.id, error) for _, ask in parsed.asks], table.n, base.summary(), weights_refused(error))
        return _with_diagnostics(refused, error.diagnostics)
    results = outcomes_of([ask for _, ask in parsed.asks], weighted.context, weighted.warnings)
    written = answer(results, table.n, weighted.context.design.summary(), weighted.weights)
    return _with_diagnostics(written, weighted.diagnostics)


def _with_diagnostics(written: dict[str, Any], found: dict[str, Any] | None) -> dict[str, Any]:
    return written if found is None else {**written, "diagnostics": found}


@dataclass(frozen=True)
class Weighted:
    """Data and design after weighting: what asks are answered over, and what is told of the weights."""

    context: Context
    weights: dict[str, Any]
    warnings: Sequence[Notice]
    diagnostics: dict[str, Any] | None = None


def weighted_by(
    parsed: Parsed, shape: RequestShape, design_shape: DesignShape, base: Design, table: Table, folder: Path
) -> Weighted:
    """Take every step of weighting; raise NotWeightedError where one cannot be taken."""
    steps = [step for _, step in parsed.steps]
    try:
        weighed = weigh(steps, base, table, shape.variance_of_raking, folder)
    except NotWeightedError as error:
        tried = None if shape.diagnostics is None else attempted(error, steps, base.weights, table)
        raise NotWeightedError(error.code, error.text, error.iterations, tried) from error
    design = scaled(weighed.design, shape.scale_weights)
    context = Context(
        table,
        design,
        shape.scale_weights,
        shape.basis,
        shape.disclosure,
        jackknife=_is_jackknife(design_shape),
        reference=None if weighed.opted_in is None else weighed.opted_in.reference.table,
    )
    asked = shape.diagnostics
    found = None if asked is None else diagnosed(asked, steps, weighed, base, table)
    misfits = deviations(steps, shape.age_scope, shape.fieldwork)
    told = (*weighed.warnings, *misfits, *_clustering(design_shape), *_evidence(shape))
    return Weighted(context, weights_of(weighed, design, shape.scale_weights), told, found)


def _clustering(shape: DesignShape) -> list[Notice]:
    """Say that errors know of weights alone, where nothing says how the sample was drawn."""
    if shape.strata or shape.clusters or shape.fpc or shape.pps or shape.replicates:
        return []
    return [Notice("weights-only", "The design has neither strata nor clusters: weights only, clustering ignored.")]


def _evidence(shape: RequestShape) -> list[Notice]:
    """Say what an interval rests on where the chances of being in the sample are not known."""
    if shape.basis == "D":
        return [Notice("no-intervals", "Evidence basis D describes the respondents only: no intervals.")]
    if shape.basis == "A":
        return []
    model = "the network model" if shape.basis == "B" else "the weighting to population margins"
    text = f"Intervals are model-based: they hold if {model} does, and are no margin of error of a random sample."
    return [Notice("model-based", text)]


def _is_jackknife(shape: DesignShape) -> bool:
    return shape.replicates is not None and shape.replicates.type in ("JK1", "JKn")


def problems_against(parsed: Parsed, design: DesignShape, table: Table, folder: Path) -> list[Problem]:
    """List what a request names that the data does not have, or a design that its columns do not make."""
    problems = problems_in_design(design, table)
    for i, step in parsed.steps:
        problems += problems_in_step(step, f"weighting[{i}]", table)
        if isinstance(step, PropensityShape):
            problems += problems_in_propensity(step, f"weighting[{i}]", table, folder)
    if parsed.shape is not None and parsed.shape.diagnostics is not None:
        problems += problems_in_diagnostics(parsed.shape.diagnostics, table)
    ids = {ask.id for _, ask in parsed.asks}
    for i, ask in parsed.asks:
        if isinstance(ask, ContrastAsk):
            problems += problems_in_contrast(ask, f"ask[{i}]", ids)
        elif isinstance(ask, TermTestAsk | PredictAsk) and ask.of_ask not in ids:
            problems.append(Problem("unknown-ask", f"ask[{i}].from", f"There is no ask called {ask.of_ask!r}."))
        elif isinstance(ask, Ask):
            problems += problems_in_ask(ask, f"ask[{i}]", table)
            problems += problems_in_banner(ask, f"ask[{i}]", table) if isinstance(ask, BannerAsk) else []
    if table.n == 0:
        problems.append(Problem("no-data", "data", "The data has no rows."))
    elif not problems:
        try:
            design_of(design, table, folder)
        except RequestError as error:
            problems += error.problems
    return problems
