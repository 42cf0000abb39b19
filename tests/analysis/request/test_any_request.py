"""Whatever a request holds, it is answered or sent back: never an exception, never a number that is none."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from analysis.request.running import run
from tests.analysis.reference import FOLDER

NAMES = [
    "stype",
    "awards",
    "api00",
    "acs.core",
    "str2",
    "str3",
    "fpc",
    "pw",
    "fraction",
    "nothing",
    "ell > 20",
    "api00 >",
    "",
]
names = some.sampled_from(NAMES)
junk = some.recursive(
    some.one_of(some.none(), some.booleans(), some.integers(-3, 3), some.floats(), some.text(max_size=3), names),
    lambda inner: some.one_of(some.lists(inner, max_size=2), some.dictionaries(names, inner, max_size=2)),
    max_leaves=4,
)
columns = some.one_of(names, some.lists(names, max_size=3))


def mostly(usual: Any) -> Any:
    """Give what is usual seven times in eight, and junk otherwise."""
    return some.integers(0, 7).flatmap(lambda drawn: usual if drawn else junk)


asks = some.fixed_dictionaries(
    {
        "id": some.sampled_from(["a", "b", "c"]),
        "statistic": some.sampled_from(
            ["mean", "total", "share", "ratio", "difference", "contrast", "crosstab", "gof", "odd"]
        ),
    },
    optional={
        "of": mostly(columns),
        "over": mostly(columns),
        "by": mostly(columns),
        "rows": mostly(names),
        "columns": mostly(names),
        "where": mostly(some.sampled_from(["api00 > 600", "stype == 'Z'", "never", "nothing == 1", "str2 == 'Z'"])),
        "groups": mostly(
            some.lists(some.sampled_from([{"stype": "E"}, {"stype": ["H", "M"]}, {"nothing": 1}, {}]), max_size=3)
        ),
        "from": mostly(some.lists(some.sampled_from(["a", "b", "z"]), max_size=2)),
        "expression": mostly(some.sampled_from(["a / b", "a", "2", "a -", "a * 'x'", "a / 0"])),
        "categories": mostly(some.lists(some.sampled_from(["E", "Yes", 1, True]), max_size=2)),
        "interval": mostly(
            some.sampled_from(["t", "normal", "logit", "beta", "asin", "xlogit", "wilson", "likelihood"])
        ),
        "deff": mostly(some.sampled_from(["srswr", "srswor"])),
        "df": mostly(some.sampled_from(["domain", "design", "inf", 3])),
        "missing": mostly(some.sampled_from(["drop", "keep"])),
        "empty": mostly(some.sampled_from(["omit", "zero"])),
        "covariance": mostly(some.booleans()),
        "test": mostly(some.sampled_from(["rao-scott-f", "rao-scott-chisq", "wald", "wald-adjusted", "lincom"])),
        "share_of": mostly(some.sampled_from(["column", "row", "total"])),
        "letters": mostly(some.sampled_from([{}, {"family": "row"}, {"family": "report", "adjust": "bh"}])),
    },
)
designs = some.fixed_dictionaries(
    {},
    optional={
        "weights": mostly(some.sampled_from(["pw", "api00", "stype"])),
        "strata": mostly(some.lists(some.sampled_from(["stype", "str2", "str3"]), max_size=2)),
        "clusters": mostly(some.lists(some.sampled_from(["dnum", "str3", "stype"]), max_size=2)),
        "fpc": mostly(some.lists(some.sampled_from(["fpc", "fraction", "enroll"]), max_size=2)),
        "nest": mostly(some.booleans()),
        "lonely": mostly(some.sampled_from(["fail", "remove", "adjust", "average", "certainty"])),
        "lonely_domain": mostly(some.booleans()),
        "pps": some.none(),
    },
)
requests = some.fixed_dictionaries(
    {"data": some.just("apistrat.csv"), "ask": mostly(some.lists(asks, min_size=1, max_size=3))},
    optional={
        "design": mostly(designs),
        "categorical": mostly(columns),
        "scale_weights": mostly(some.sampled_from(["none", "mean1", "sum:100", "sum:x"])),
        "basis": mostly(some.sampled_from(["A", "D"])),
        "disclosure": mostly(some.sampled_from(["public", "internal"])),
    },
)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(request=requests)
def test_any_request_is_answered_or_sent_back(request: Any) -> None:
    answer = run(request, FOLDER)
    json.dumps(answer.document, allow_nan=False)
    if answer.sound:
        assert len(answer.document["results"]) == len(request["ask"])
        assert all(result["refused"] is None or result["refused"]["text"] for result in answer.document["results"])
    else:
        assert answer.document["problems"]


@given(request=junk)
def test_junk_is_sent_back(request: Any) -> None:
    answer = run(request, FOLDER)
    assert not answer.sound
    assert answer.document["problems"]


NUMBERS = ["api00", "acs.core", "ell > 20", "str3", "api.stu"]
KINDS = ["stype", "awards", "str2", "str3", "ell > 20"]
GROUPS = [{"stype": "E"}, {"stype": ["H", "M"]}, {"str2": "Z"}, {"awards": "Yes"}]


@some.composite
def sound_asks(draw: Any) -> dict[str, Any]:
    def one_of(*choices: Any) -> Any:
        return draw(some.sampled_from(choices))

    statistic = one_of("mean", "total", "share", "ratio", "difference", "crosstab")
    asked = {
        "statistic": statistic,
        "where": one_of(None, None, "api00 > 600", "str2 == 'Z'", "never", "stype == 'H'", "api00 == 840"),
        "interval": one_of(None, "t", "normal", "logit", "beta", "asin", "xlogit", "wilson", "likelihood"),
        "deff": one_of("srswr", "srswor"),
        "df": one_of(None, "domain", "design", "inf", 3),
        "missing": one_of("drop", "keep"),
    }
    if statistic != "difference":
        asked |= {"empty": one_of("omit", "zero"), "by": one_of([], ["awards"], ["stype", "str2"])}
    if statistic == "crosstab":
        tests = ("rao-scott-f", "rao-scott-chisq", "wald", "wald-adjusted")
        letters = one_of(None, {}, {"family": "report", "adjust": "bh"})
        shares = one_of("column", "row", "total")
        rows = {"rows": one_of(*KINDS), "columns": one_of(*KINDS)}
        return {**asked, **rows, "test": one_of(*tests), "share_of": shares, "letters": letters}
    asked |= {"of": one_of(*(KINDS if statistic == "share" else NUMBERS)), "covariance": one_of(True, False)}
    if statistic == "ratio":
        asked["over"] = one_of(*NUMBERS)
    if statistic == "difference":
        asked["groups"] = draw(some.permutations(GROUPS))[: one_of(2, 3)]
    return asked


@some.composite
def further_asks(draw: Any) -> dict[str, Any]:
    """Draw an ask for a quantile, a test, a reliability or a model."""

    def one_of(*choices: Any) -> Any:
        return draw(some.sampled_from(choices))

    where = one_of(None, None, "api00 > 600", "str2 == 'Z'", "never", "stype == 'H'", "api00 == 840")
    shared = {"where": where, "df": one_of(None, "domain", "design", "inf", 3)}
    number, kind = one_of(*NUMBERS), one_of(*KINDS)
    formula = f"{one_of(*NUMBERS, 'awards')} ~ {one_of('ell', 'stype', 'stype * ell', 'ell + meals', '0 + stype', '1')}"
    formula = formula.replace("ell > 20 ~", "I(ell > 20) ~")
    rules = ("math", "school", "shahvaish", "hf1", "hf3", "hf4", "hf5", "hf6", "hf7", "hf8", "hf9")
    interval = one_of("woodruff-mean", "beta", "xlogit", "asin", "score", "quantile")
    expected = {"stype": {"E": 0.5, "H": 0.2, "M": 0.3}, "awards": {"Yes": 0.6, "No": 0.4}}
    of = one_of("stype", "awards")
    asked = one_of(
        {"statistic": "var", "of": number, "by": one_of([], ["awards"])},
        {"statistic": "quantile", "of": number, "q": [0, 0.5, 1], "qrule": one_of(*rules), "interval": interval},
        {"statistic": "ttest", "of": number, "by": kind},
        {"statistic": "ttest", "of": number, "mu": 600},
        {"statistic": "ranktest", "of": number, "by": kind, "kind": one_of("wilcoxon", "median", "vanderwaerden")},
        {"statistic": "gof", "of": of, "expected": expected[of]},
        {"statistic": "alpha", "of": [number, one_of(*NUMBERS)]},
        {"statistic": "custom", "expression": "total(api00 * ell) / enroll"},
        {"statistic": "regression", "formula": formula, "family": one_of("gaussian", "binomial", "poisson", "ordinal")},
    )
    return {**asked, **shared}


@some.composite
def sound_requests(draw: Any) -> dict[str, Any]:
    def one_of(*choices: Any) -> Any:
        return draw(some.sampled_from(choices))

    strata = one_of([], ["stype"], ["str2"])
    design = {
        "weights": one_of("pw", None),
        "strata": strata,
        "clusters": one_of([], ["str3"], ["dnum"]),
        "fpc": one_of([], ["fpc"], ["fraction"]) if strata == ["stype"] else [],
        "nest": True,
        "lonely": one_of("fail", "remove", "adjust", "average", "certainty"),
        "lonely_domain": one_of(True, False),
    }
    asked = [{"id": f"ask {i}", **draw(drawn)} for i, drawn in enumerate([sound_asks(), further_asks()])]
    if asked[1]["statistic"] == "regression":
        terms = one_of("ell", "stype", "meals")
        asked += [
            {"id": "test", "statistic": "term-test", "from": "ask 1", "terms": terms, "kind": one_of("wald", "lrt")}
        ]
        asked += [{"id": "at", "statistic": "predict", "from": "ask 1", "at": [{"ell": 3, "meals": 4, "stype": "E"}]}]
    more = {"disclosure": one_of(None, "public"), "scale_weights": one_of("none", "mean1"), "basis": one_of("A", "D")}
    return {"data": "apistrat.csv", "design": design, "ask": asked, **more}


@pytest.mark.filterwarnings("error::RuntimeWarning")
@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(request=sound_requests())
def test_any_sound_request_is_answered(request: dict[str, Any]) -> None:
    answer = run(request, FOLDER)
    assert answer.sound, answer.document
    json.dumps(answer.document, allow_nan=False)


TOTALS: dict[str, dict[Any, int]] = {
    "stype": {"E": 4421, "H": 755, "M": 1018},
    "awards": {"Yes": 4000, "No": 2194},
    "str3": {0: 2000, 1: 2000},
}


@some.composite
def steps(draw: Any) -> dict[str, Any]:
    """Draw a step of weighting, sound or nearly so."""

    def one_of(*choices: Any) -> Any:
        return draw(some.sampled_from(choices))

    def margin(name: str) -> dict[str, Any]:
        totals = [{name: category, "total": total} for category, total in TOTALS[name].items()]
        return {
            "by": [name],
            "totals": totals,
            "confidence": one_of(None, "low", "high"),
            "unit": one_of(None, "a", "b"),
        }

    names = draw(some.lists(some.sampled_from(list(TOTALS)), min_size=1, max_size=3, unique=True))
    formula = one_of("~ stype", "~ stype + api99", "~ 0 + stype", "~ log(api99)", "~ factor(str3) * stype", "~ nothing")
    totals = {"(Intercept)": 6194, "stypeH": 755, "stypeM": 1018, "stypeE": one_of(0, 4421), "api99": 3914069}
    wanted = {"~ stype": 3, "~ stype + api99": 3, "~ 0 + stype": 0}.get(formula, 5)
    named = dict(list(totals.items())[:wanted]) | ({"api99": 3914069} if "api99" in formula else {})
    if formula == "~ 0 + stype":
        named = {name: totals[name] for name in ("stypeE", "stypeH", "stypeM")}
    bounds = one_of(None, [0.5, 2], [0.99, 1.01], [None, 3], [2, 3])
    return one_of(
        {"method": "rake", "margins": [margin(name) for name in names], "totals_are": one_of("counts", "shares")},
        {"method": "poststratify", **margin(names[0])},
        {
            "method": "calibrate", "formula": formula, "totals": named, "bounds": bounds,
            "distance": one_of("linear", "raking", "logit"), "aggregate_stage": one_of(None, None, 1, 4),
        },
        {"method": "trim", "lower": one_of(None, 0, 30), "upper": one_of(None, 31, 40), "strict": one_of(True, False)},
    )  # fmt: skip


@some.composite
def weighted_requests(draw: Any) -> dict[str, Any]:
    request = draw(sound_requests())
    kind = draw(some.sampled_from(["stages", "pps", "replicates"]))
    design: dict[str, Any] = request["design"]
    if kind == "pps":
        method = draw(some.sampled_from(["brewer", "overton", "hartley-rao", "horvitz-thompson"]))
        column = draw(some.sampled_from(["fraction", "pw", "nothing"]))
        design = {"pps": {"probabilities": [column], "method": method}}
    if kind == "replicates":
        columns = draw(some.lists(some.sampled_from(["pw", "fraction", "ell", "acs.core", "stype"]), max_size=4))
        design = {"weights": "pw", "replicates": {"columns": columns, "type": "other", "scale": 0.1, "rscales": 1}}
        design["replicates"]["combined"] = draw(some.booleans())
    request["weighting"] = draw(some.lists(steps(), max_size=2))
    request["variance_of_raking"] = draw(some.sampled_from(["exact", "r-rake"]))
    return {**request, "design": design}


@pytest.mark.filterwarnings("error::RuntimeWarning")
@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(request=weighted_requests())
def test_any_weighting_is_answered_or_sent_back(request: dict[str, Any]) -> None:
    answer = run(request, FOLDER)
    json.dumps(answer.document, allow_nan=False)
    assert answer.sound or answer.document["problems"]
