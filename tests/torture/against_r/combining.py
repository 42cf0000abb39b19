"""Draw asks that combine figures: contrasts, joint covariances, shares by groups, tests of tables with their pairs."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np

Ask: TypeAlias = dict[str, Any]
Drawn: TypeAlias = "Ask | list[Ask]"
EXPRESSIONS = ("left - right", "left / right", "left - 2 * right", "(left + right) / 2", "left * right")
GROUPS: tuple[list[Ask], ...] = (
    [{"grp": "ja"}, {"grp": "nei"}],
    [{"cat": ["c1", "c2"]}, {"cat": ["c3", "c4"]}, {"cat": ["c2", "c3"]}],
    [{"reg": "r1", "grp": "ja"}, {"reg": "r2"}],
)
BY = ("grp", "reg", "cat")
EXPECTED: dict[str, dict[str, float]] = {
    "cat": {"c1": 0.2, "c2": 0.35, "c3": 0.3, "c4": 0.15},
    "reg": {"r1": 0.6, "r2": 0.25, "r3": 0.15},
}


def contrast(rng: np.random.Generator) -> Drawn:
    """Draw arithmetic on two figures, whose domains may differ; one of them may have a row for each group."""
    left, right = (_figure(rng) | {"id": name} for name in ("left", "right"))
    if rng.random() < 0.4:
        left["by"] = [str(rng.choice(BY))]
    if rng.random() < 0.5:
        right["own_where"] = ("kk >= 4", "kk >= 4")
    expression = str(rng.choice(EXPRESSIONS))
    return [left, right, {"id": "it", "statistic": "contrast", "from": ["left", "right"], "expression": expression}]


def _figure(rng: np.random.Generator) -> Ask:
    kind = str(rng.choice(["mean", "total", "ratio", "share"]))
    if kind == "share":
        return {"statistic": "share", "of": ["cat"], "categories": ["c2"], "interval": "t"}
    of = [str(rng.choice(["yy", "zz", "kk", "mm"]))]
    return {"statistic": kind, "of": of, **({"over": ["cnt"]} if kind == "ratio" else {})}


def share_by(rng: np.random.Generator) -> Drawn:
    """Draw the shares of each group, with every interval that has a formula."""
    kinds = ("t", "logit", "xlogit", "asin", "wilson", "likelihood")  # R's `beta` takes degrees of freedom of its own.
    return {"statistic": "share", "of": ["bin"], "by": [str(rng.choice(BY))], "interval": str(rng.choice(kinds))}


def joint(rng: np.random.Generator) -> Drawn:
    """Draw figures with the covariance of their rows."""
    of = [str(x) for x in rng.choice(["yy", "zz", "kk", "mm"], size=2, replace=False)]
    ask: Ask = {"statistic": str(rng.choice(["mean", "total"])), "of": of, "covariance": True}
    return ask | ({"by": ["grp"]} if rng.random() < 0.5 else {})


def without_replacement(rng: np.random.Generator) -> Drawn:
    """Draw figures whose design effect is against a sample without replacement."""
    return {"statistic": str(rng.choice(["mean", "total"])), "of": [str(rng.choice(["yy", "kk"]))], "deff": "srswor"}


def difference_of_shares(rng: np.random.Generator) -> Drawn:
    """Draw differences of shares or ratios between two or three groups."""
    groups = GROUPS[int(rng.integers(len(GROUPS)))]
    if rng.random() < 0.5:
        return {"statistic": "difference", "of": ["cat"], "categories": ["c2"], "groups": groups}
    return {"statistic": "difference", "of": ["yy"], "over": ["zz"], "groups": groups}


def crosstab(rng: np.random.Generator) -> Drawn:
    """Draw a table with its letters' family and adjustment, and the tests R needs help with."""
    rows, columns = (str(x) for x in rng.choice(["cat", "grp", "reg", "half"], size=2, replace=False))
    letters = {"adjust": str(rng.choice(["holm", "bonferroni", "bh", "none"])), "alpha": 0.05}
    letters["family"] = str(rng.choice(["table", "row"]))
    test = str(rng.choice(["lincom", "wls-score", "rao-scott-f"]))
    return {"statistic": "crosstab", "rows": rows, "columns": columns, "test": test, "letters": letters}


def expected_shares(rng: np.random.Generator) -> Drawn:
    """Draw a test of more than two shares against those expected."""
    name = str(rng.choice(list(EXPECTED)))
    return {"statistic": "gof", "of": [name], "expected": EXPECTED[name]}


def condition(rng: np.random.Generator) -> Drawn:
    """Draw the mean or total of a condition."""
    return {"statistic": str(rng.choice(["mean", "total"])), "of": ["kk >= 4"]}


MAKERS = (
    *(contrast, contrast, share_by, share_by, joint, without_replacement, difference_of_shares),
    *(crosstab, crosstab, expected_shares, condition),
)
