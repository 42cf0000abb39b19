"""Ask of a sample; every function has the name and the words of a statistic of a request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from analysis.notebook.figures import Figures
from analysis.notebook.sample import Names, Sample, listed, problem
from analysis.notebook.tables import BannerTable
from analysis.request.answering import answer
from analysis.request.banner_shapes import BannerAsk
from analysis.request.bannering import view_of
from analysis.request.context import Result
from analysis.request.outcomes import outcomes_of
from analysis.request.problems import RefusedError
from analysis.request.shapes import Ask
from analysis.request.weighting import NotWeightedError
from analysis.tables.banner.view import View

Words = Mapping[str, Any]


def ask(sample: Sample, statistic: str, **words: Any) -> Figures:
    """Ask anything of a sample in the words of a request; raise RequestError with everything that is wrong.

    A figure that must not be given comes back as Figures with `refused`.
    """
    return _answered(sample, ({"id": "asked", "statistic": statistic, **words},))


def diagnostics(sample: Sample, of: Names = ()) -> Words:
    """Say what weighting did: spread, targets, histogram, who counts most, and the curve of trimming.

    `of` are columns whose means the curve follows. Of weights that could not be found: why, and what was tried.
    """
    asked = replace(sample, described={**sample.described, "diagnostics": {"of": listed(of)}})
    asked.parsed([])
    return asked.weighting.diagnostics or {}


def mean(sample: Sample, of: Names, *, by: Names = (), **words: Any) -> Figures:
    """Estimate means, of 0 and 1 also of a condition such as `age >= 60`."""
    return ask(sample, "mean", of=listed(of), by=listed(by), **words)


def total(sample: Sample, of: Names, *, by: Names = (), **words: Any) -> Figures:
    """Estimate population totals; of a text, one for each category."""
    return ask(sample, "total", of=listed(of), by=listed(by), **words)


def share(sample: Sample, of: Names, *, by: Names = (), **words: Any) -> Figures:
    """Estimate the share of each category."""
    return ask(sample, "share", of=listed(of), by=listed(by), **words)


def ratio(sample: Sample, of: Names, over: Names, *, by: Names = (), **words: Any) -> Figures:
    """Estimate the ratio of two totals."""
    return ask(sample, "ratio", of=listed(of), over=listed(over), by=listed(by), **words)


def var(sample: Sample, of: Names, *, by: Names = (), **words: Any) -> Figures:
    """Estimate population variances."""
    return ask(sample, "var", of=listed(of), by=listed(by), **words)


def quantile(sample: Sample, of: Names, q: float | Sequence[float] = 0.5, *, by: Names = (), **words: Any) -> Figures:
    """Estimate quantiles with one of twelve rules (`qrule`)."""
    shares = [q] if isinstance(q, int | float) else list(q)
    return ask(sample, "quantile", of=listed(of), q=shares, by=listed(by), **words)


def difference(sample: Sample, of: Names, groups: Sequence[Words], **words: Any) -> Figures:
    """Estimate the difference between each pair of groups, first minus second; groups may overlap."""
    return ask(sample, "difference", of=listed(of), groups=[dict(group) for group in groups], **words)


def crosstab(sample: Sample, rows: str, columns: str, **words: Any) -> Figures:
    """Estimate a table with its test, all pairs of columns, and letters where asked."""
    return ask(sample, "crosstab", rows=rows, columns=columns, **words)


def banner(
    sample: Sample,
    questions: str | Words | Sequence[str | Words],
    columns: str | Words | Sequence[str | Words],
    **words: Any,
) -> BannerTable:
    """Estimate many questions by many columns at once, with all pairs and, unless `letters=None`, their letters.

    Questions and columns are names or, as in a request, objects with wording, nets, scores, sets and domains.
    """
    named = {"letters": {}, **words, "questions": _several(questions), "columns": _several(columns)}
    asks = ({"id": "asked", "statistic": "banner", **named},)
    asked, outcome = _outcome(sample, asks)
    computed = outcome.banner if isinstance(outcome, Result) else None
    seen = view_of(asked, computed) if computed is not None and isinstance(asked, BannerAsk) else View()
    return BannerTable(_figures(asks, outcome), computed, seen)


def regression(sample: Sample, formula: str, *, family: str = "gaussian", **words: Any) -> Figures:
    """Fit a regression whose errors follow from the design."""
    return ask(sample, "regression", formula=formula, family=family, **words)


def doubly_robust(sample: Sample, of: str, formula: str, *, family: str = "gaussian", **words: Any) -> Figures:
    """Estimate the mean of an opt-in sample with a model of the outcome beside that of taking part."""
    return ask(sample, "doubly-robust", of=[of], formula=formula, family=family, **words)


def ttest(sample: Sample, of: str, **words: Any) -> Figures:
    """Compare two groups (`by`), or a mean with `mu`."""
    return ask(sample, "ttest", of=[of], **_with_lists(words))


def ranktest(sample: Sample, of: str, by: str, *, kind: str = "wilcoxon", **words: Any) -> Figures:
    """Compare groups by their ranks."""
    return ask(sample, "ranktest", of=[of], by=[by], kind=kind, **words)


def gof(sample: Sample, of: str, expected: Mapping[str, float], **words: Any) -> Figures:
    """Hold the shares of a variable against expected ones."""
    return ask(sample, "gof", of=[of], expected=dict(expected), **words)


def alpha(sample: Sample, of: Sequence[str], **words: Any) -> Figures:
    """Estimate Cronbach's alpha of items."""
    return ask(sample, "alpha", of=list(of), **words)


def custom(sample: Sample, expression: str, **words: Any) -> Figures:
    """Estimate arithmetic on totals; needs replicate weights."""
    return ask(sample, "custom", expression=expression, **_with_lists(words))


def contrast(sample: Sample, expression: str, **figures: Figures | Any) -> Figures:
    """Do arithmetic on figures by the names given: `contrast(s, "a / b", a=mean(…), b=mean(…))`."""
    parts = {name: part for name, part in figures.items() if isinstance(part, Figures)}
    words = {name: word for name, word in figures.items() if name not in parts}
    if any(len(part.asked) > 1 for part in parts.values()):
        raise problem("A contrast takes figures that were asked directly, not other contrasts.")
    asked = tuple({**part.asked[0], "id": name} for name, part in parts.items())
    own = {"id": "asked", "statistic": "contrast", "from": list(parts), "expression": expression, **words}
    return _answered(sample, (*asked, own))


def term_test(sample: Sample, model: Figures, terms: Names, **words: Any) -> Figures:
    """Test terms of a regression together."""
    return _of_model(sample, model, "term-test", terms=listed(terms), **words)


def predict(sample: Sample, model: Figures, at: Sequence[Words], **words: Any) -> Figures:
    """Predict from a regression at given values."""
    return _of_model(sample, model, "predict", at=[dict(one) for one in at], **words)


def _of_model(sample: Sample, model: Figures, statistic: str, **words: Any) -> Figures:
    own = {"id": "asked", "statistic": statistic, "from": "model", **words}
    return _answered(sample, ({**model.asked[0], "id": "model"}, own))


def _with_lists(words: Words) -> dict[str, Any]:
    return {name: listed(word) if name == "by" else word for name, word in words.items()}


def _answered(sample: Sample, asks: tuple[Words, ...]) -> Figures:
    """Answer the last of some asks; those before it are what it refers to."""
    return _figures(asks, _outcome(sample, asks)[1])


def _outcome(sample: Sample, asks: tuple[Words, ...]) -> tuple[Ask, Result | RefusedError]:
    _, _, parsed = sample.parsed(asks)
    weighting, asked = sample.weighting, [one for _, one in parsed.asks]
    if isinstance(weighting, NotWeightedError):
        return asked[-1], weighting
    return asked[-1], outcomes_of(asked, weighting.context, weighting.warnings)[-1][1]


def _figures(asks: tuple[Words, ...], outcome: Result | RefusedError) -> Figures:
    return Figures(asks, answer([("asked", outcome)], None, None, None)["results"][0])


def _several(value: Any) -> list[Any]:
    return [value] if isinstance(value, str | Mapping) else list(value)
