"""Take best–worst answers from a data package and scale the choices: utilities and shares of preference with errors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.arrays import IntArray
from analysis.cells import Texts
from analysis.codebook import Text
from analysis.dataset import Dataset
from analysis.plan import Plan
from analysis.topics.bestworst import Choices, NotScaledError, scale
from analysis.topics.findings import Finding, covariance_of, df_of_tests, findings_of
from analysis.topics.ranking import Ranks, ranks
from analysis.topics.refusals import Refusal
from analysis.topics.samples import Sample

TOP = 3


@dataclass(frozen=True)
class Preferred:
    """One choice: its utility (all sum to 0), and how likely it is best of all (all sum to 1)."""

    code: str
    text: Text
    utility: Finding
    preference: Finding


@dataclass(frozen=True)
class Utilities:
    """Choices by utility; `shows` is how often a respondent saw each on average, `people` how many answered."""

    question: str
    preferred: tuple[Preferred, ...]
    ranks: Ranks | None
    people: int
    shows: float


def utilities(sample: Sample, plan: Plan) -> Utilities | Refusal | None:
    """Scale the best–worst question of the plan; None where it was not asked, a refusal where no scale fits."""
    if not plan.best_worst:
        return None
    found = screens(sample.dataset, plan.best_worst)
    if found is None:
        return None
    codes, answers = found
    base = np.zeros(sample.dataset.n, dtype=np.bool_)
    base[answers.respondent] = True
    base &= sample.base
    if not base.any():
        return None
    if base.sum() < plan.thresholds.min_n:
        return Refusal("few-answers", {"n": int(base.sum()), "needed": plan.thresholds.min_n})
    try:
        scaled = scale(sample.design.weights, answers, base)
    except NotScaledError:
        return Refusal("not-scaled", {"n": int(base.sum())})
    names = [f"{plan.best_worst}.{code}" for code in codes]
    limits = plan.thresholds
    utility = findings_of(sample, [f"{name}.utility" for name in names], "utility", scaled.utilities, limits)
    likely = findings_of(sample, [f"{name}.preference" for name in names], "part", scaled.shares, limits)
    order = sorted(range(len(codes)), key=lambda at: -utility[at].value)
    texts = _texts(sample.dataset, plan.best_worst)
    preferred = tuple(Preferred(codes[at], texts.get(codes[at], {}), utility[at], likely[at]) for at in order)
    ranked = None
    if sample.has_intervals:
        joint = covariance_of(sample, [scaled.utilities])[np.ix_(order, order)]
        values = np.array([utility[at].value for at in order])
        df = df_of_tests(sample, scaled.utilities.base)
        ranked = ranks(values, joint, df, alpha=limits.alpha, top=TOP, seed=plan.seed)
    seen = base[answers.respondent]
    shows = float((answers.shown[seen] >= 0).sum()) / len(codes) / int(base.sum())
    return Utilities(plan.best_worst, preferred, ranked, int(base.sum()), shows)


def screens(dataset: Dataset, question: str) -> tuple[list[str], Choices] | None:
    """Return the codes of a best–worst question and its answered screens; None where it has none."""
    names = sorted({v.name.rpartition("__")[0] for v in dataset.codebook.of_question(question) if "__" in v.name})
    answered = [dataset.answered(f"{name}__best") & dataset.answered(f"{name}__worst") for name in names]
    known: dict[str, int] = {}
    parts: list[tuple[IntArray, IntArray, IntArray, IntArray]] = []
    for name, rows in zip(names, answered, strict=True):
        here = np.flatnonzero(rows)
        coded = dataset.coded(f"{name}__shown")
        sets, which = _held(coded.different, coded.which[here])
        for cell in sets:
            for code in str(cell).split():
                known.setdefault(code, len(known))
        places = [[known[code] for code in str(cell).split()] for cell in sets]
        width = max((len(place) for place in places), default=0)
        padded = np.array([[*place, *([-1] * (width - len(place)))] for place in places], dtype=np.int64)
        shown = padded.reshape(-1, width)[which] if len(here) else np.zeros((0, width), dtype=np.int64)
        best, worst = (_numbered(dataset, f"{name}__{part}", here, known) for part in ("best", "worst"))
        inside = (shown == best[:, None]).any(axis=1) & (shown == worst[:, None]).any(axis=1) & (best != worst)
        parts.append((here[inside], shown[inside], best[inside], worst[inside]))
    if not known:
        return None
    width = max(shown.shape[1] for _, shown, _, _ in parts)
    wide = [np.pad(shown, ((0, 0), (0, width - shown.shape[1])), constant_values=-1) for _, shown, _, _ in parts]
    who, best, worst = (np.concatenate([part[at] for part in parts]) for at in (0, 2, 3))
    return _in_order(list(known), Choices(who, np.concatenate(wide), best, worst, len(known)))


def _numbered(dataset: Dataset, name: str, rows: IntArray, known: dict[str, int]) -> IntArray:
    coded = dataset.coded(name)
    return np.array([known.get(str(code), -1) for code in coded.different], dtype=np.int64)[coded.which[rows]]


def _held(texts: Texts, which: NDArray[np.int32]) -> tuple[Texts, IntArray]:
    """Keep the texts that some row holds, and number those anew."""
    seen = np.bincount(which, minlength=len(texts)) > 0
    return texts[seen], (np.cumsum(seen) - 1)[which]


def _in_order(codes: list[str], answers: Choices) -> tuple[list[str], Choices]:
    """Number the choices in order of their codes."""
    order = sorted(range(len(codes)), key=lambda at: codes[at])
    place = np.full(len(codes) + 1, -1, dtype=np.int64)
    place[order] = np.arange(len(codes))
    shown = place[answers.shown]
    numbered = Choices(answers.respondent, shown, place[answers.best], place[answers.worst], answers.k)
    return [codes[at] for at in order], numbered


def _texts(dataset: Dataset, question: str) -> dict[str, Text]:
    variables = dataset.codebook.of_question(question)
    return {value.code: value.text for variable in variables for value in variable.values}
