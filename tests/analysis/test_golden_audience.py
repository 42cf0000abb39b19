"""Families K, KP, LC, MCA, MD, Q and X: the audience methods agree with the R packages that define them."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.disclosure import risk
from analysis.quality import indices
from analysis.segments.latent import latent_classes
from analysis.segments.prototypes import prototypes
from analysis.topics import bestworst, correspondence, drivers
from tests.analysis.golden import ask, cases, column
from tests.reference_data import reference_folder


def data(name: str) -> pd.DataFrame:
    return pd.read_csv(reference_folder("golden", "data", f"{name}.csv"))


def everyone(frame: pd.DataFrame) -> np.ndarray[Any, Any]:
    return np.ones(len(frame), dtype=np.bool_)


# Outcome, predictors and weights of the regressions of family K.
REGRESSIONS: dict[str, tuple[str, str, list[str], str | None]] = {
    "K01": ("swiss", "Fertility", ["Agriculture", "Examination", "Education", "Catholic", "Infant.Mortality"], None),
    "K03": ("bfi", "A5", ["A1", "A2", "A3", "A4", "C1", "C2", "C3"], None),
    "K05": ("apistrat", "api00", ["meals", "ell", "mobility"], "pw"),
}
NAMES: dict[str, drivers.Measure] = {"lmg": "shapley", "genizi": "johnson"}


@pytest.mark.parametrize("name", REGRESSIONS)
def test_drivers_share_out_the_variance_as_r_does(name: str) -> None:
    value = cases("K_drivers")[name]["value"]
    source, outcome, predictors, weights = REGRESSIONS[name]
    frame = data(source)
    if name == "K03":
        frame = frame.dropna(subset=[outcome, *predictors, "age"])
    given = np.ones(len(frame)) if weights is None else frame[weights].to_numpy(float)
    y, x = frame[outcome].to_numpy(float), frame[predictors].to_numpy(float)
    for measure in value:
        if measure == "R2":
            found = drivers.drivers(given, y, x, everyone(frame)).explained.values[0]
            assert found == pytest.approx(value["R2"], rel=1e-7)
            continue
        kind = measure.removesuffix("_share")
        made = drivers.drivers(given, y, x, everyone(frame), NAMES.get(kind, kind), relative=measure.endswith("_share"))
        np.testing.assert_allclose(made.shares.values, [value[measure][p] for p in predictors], rtol=1e-7)


def test_gaps_between_paired_means_have_their_joint_error() -> None:
    value = cases("K_drivers")["K06"]["value"]
    (stated,) = ask(
        "dstrat", {"statistic": "mean", "of": ["meals", "ell", "mobility"], "df": "inf", "covariance": True}
    )
    np.testing.assert_allclose(column(stated, "se"), value["stated"]["se"], rtol=1e-8)
    np.testing.assert_allclose(stated["covariance"], value["stated"]["vcov"]["values"], rtol=1e-8)


def rice() -> tuple[bestworst.Choices, list[str]]:
    frame, design = data("ricebws1"), data("ricebws1_design").iloc[:, 1:].to_numpy(int) - 1
    best = np.stack([design[screen][frame[f"b{screen + 1}"].to_numpy(int) - 1] for screen in range(7)], axis=1)
    worst = np.stack([design[screen][frame[f"w{screen + 1}"].to_numpy(int) - 1] for screen in range(7)], axis=1)
    respondent = np.repeat(np.arange(len(frame)), 7)
    made = bestworst.Choices(respondent, np.tile(design, (len(frame), 1)), best.ravel(), worst.ravel(), 7)
    return made, ["origin", "variety", "price", "taste", "safety", "washfree", "milling"]


def test_best_worst_counts_agree_with_r() -> None:
    choices, names = rice()
    best, worst, _ = bestworst.counts(choices)
    for row in cases("MD_maxdiff")["MD1"]["value"]:
        at = names.index(row["item"])
        assert (best[at], worst[at], best[at] - worst[at]) == (row["B"], row["W"], row["BW"])


def test_best_worst_utilities_agree_with_r() -> None:
    value = cases("MD_maxdiff")["MD2"]["value"]
    choices, names = rice()
    people = np.ones(int(choices.respondent.max()) + 1)
    scale = bestworst.scale(people, choices, people > 0)
    against_last = np.eye(7)[:6] - np.eye(7)[6]
    np.testing.assert_allclose(against_last @ scale.utilities.values, list(value["coef"].values()), rtol=1e-6)
    errors = np.sqrt(np.diag(against_last @ scale.model_covariance @ against_last.T))
    np.testing.assert_allclose(errors, list(value["se"].values()), rtol=1e-6)
    np.testing.assert_allclose(scale.log_likelihood, value["loglik"], rtol=1e-8)
    np.testing.assert_allclose(scale.shares.values, [value["shares"][name] for name in names], rtol=1e-6)


def coded(frame: pd.DataFrame) -> tuple[np.ndarray[Any, Any], list[list[str]]]:
    """Return codes by category in order of its name, as R's factors have them."""
    columns = [pd.Categorical(frame[name].astype(str)) for name in frame]
    codes = np.stack([column.codes.astype(np.int64) for column in columns], axis=1)
    return codes, [list(column.categories) for column in columns]


LATENT = {"LC_carc_2": 2, "LC_carc_3": 3, "LC_carc_4": 4, "LC_values_2": 2, "LC_cheat_2": 2}
SOURCES = {"carc": "carcinoma", "values": "values", "cheat": "cheating"}


@pytest.mark.parametrize(("name", "classes"), LATENT.items())
def test_latent_classes_agree_with_r(name: str, classes: int) -> None:
    value = cases("LC_latent_class")[name]["value"]
    # poLCA stops short of the maximum in two cases: its likelihood is lower than ours.
    tolerance = 4e-5 if name in ("LC_carc_4", "LC_cheat_2") else 1e-5
    frame = data("lca_" + SOURCES[name.split("_")[1]])
    frame = frame[list(value["probs"])]
    codes = frame.to_numpy(np.int64) - 1
    sizes = tuple(int(size) for size in codes.max(axis=0) + 1)
    found = latent_classes(codes, sizes, classes, np.ones(len(frame)), everyone(frame))
    for ours, theirs in (
        (found.log_likelihood, "llik"),
        (found.aic, "aic"),
        (found.bic, "bic"),
        (found.g_squared, "Gsq"),
        (found.chi_squared, "Chisq"),
        (found.parameters, "npar"),
        (found.df, "resid_df"),
        (found.n, "N"),
        (found.entropy, "entropy_R2"),
    ):
        assert ours == pytest.approx(value[theirs], rel=tolerance), theirs
    np.testing.assert_allclose(found.shares, value["P"], rtol=tolerance)
    for profile, question in zip(found.profiles, value["probs"].values(), strict=True):
        np.testing.assert_allclose(profile, question["values"], rtol=tolerance, atol=tolerance)
    np.testing.assert_allclose(found.shares_se, value["P_se"], rtol=tolerance)
    assert found.log_likelihood >= value["llik"] - 1e-9


def test_prototypes_agree_with_r() -> None:
    value = cases("KP_kprototypes")["KP1"]["value"]
    frame = data("apistrat")
    codes, labels = coded(frame[["stype", "sch.wide", "awards"]])
    numbers = frame[["meals", "ell", "api00"]].to_numpy(float)
    ones, first = np.ones(len(frame)), np.array([0, 100, 150])
    found = prototypes(numbers, codes, 3, ones, everyone(frame), exchange=500, first=first)
    assert (found.cluster + 1).tolist() == value["cluster"]
    np.testing.assert_allclose(found.within, value["within"], rtol=1e-7)
    assert found.total_within == pytest.approx(value["tot"], rel=1e-7)
    for at, centre in enumerate(value["centers"]):
        np.testing.assert_allclose(found.numbers[at], [centre[name] for name in ("meals", "ell", "api00")], rtol=1e-7)
        assert [labels[q][code] for q, code in enumerate(found.categories[at])] == [
            centre[name] for name in ("stype", "sch.wide", "awards")
        ]


@pytest.mark.parametrize("name", ["MCA1", "MCA3"])
def test_the_layout_of_categories_agrees_with_r(name: str) -> None:
    value = cases("MCA")[name]["value"]
    frame = data("tea")
    questions = 18 if name == "MCA1" else 16
    codes, labels = coded(frame.iloc[:, :questions])
    weights = np.ones(300) if name == "MCA1" else np.tile([1.0, 2.0, 3.0], 100)
    found = correspondence.lay_out(codes, tuple(len(names) for names in labels), weights, 3)
    order = [category for names in labels for category in names]
    places = [
        order.index(category.split("_", 1)[-1] if category not in order else category)
        for category in value["abs_coord"]["rows"]
    ]
    np.testing.assert_allclose(np.abs(found.categories[places]), value["abs_coord"]["values"], rtol=1e-6)
    if name == "MCA3":
        np.testing.assert_allclose(found.eigenvalues[:4], list(value["eig"].values()), rtol=1e-6)
        return
    np.testing.assert_allclose(found.eigenvalues[:6], [row[0] for row in value["eig"]["values"]], rtol=1e-6)
    np.testing.assert_allclose(found.percentages[:6], [row[1] for row in value["eig"]["values"]], rtol=1e-6)
    np.testing.assert_allclose(found.contributions[places], value["contrib"]["values"], rtol=1e-6)
    np.testing.assert_allclose(found.quality[places], value["cos2"]["values"], rtol=1e-6)
    np.testing.assert_allclose(np.abs(found.respondents[:5]), value["ind_first5_abs"]["values"], rtol=1e-6)


def items(name: str) -> np.ndarray[Any, Any]:
    return data("careless_dataset").to_numpy(float) if name != "Q08" else data("bfi").iloc[:200, 1:26].to_numpy(float)


def test_strings_of_answers_agree_with_r() -> None:
    family = cases("Q_data_quality")
    assert indices.longest_string(items("Q01")).tolist() == family["Q01"]["value"]["longstring"]
    averages = [row["avgstr"] for row in family["Q01"]["value"]["avg"]]
    np.testing.assert_allclose(indices.average_string(items("Q01")), averages, rtol=1e-8)
    assert indices.longest_string(items("Q08")).tolist() == family["Q08"]["value"]["longstring"]


def test_variability_and_distance_agree_with_r() -> None:
    family = cases("Q_data_quality")
    np.testing.assert_allclose(indices.variability(items("Q02")), family["Q02"]["value"], rtol=1e-8)
    np.testing.assert_allclose(indices.squared_distances(items("Q03")), family["Q03"]["value"], rtol=1e-6)
    missing = family["Q08"]["value"]
    np.testing.assert_allclose(indices.variability(items("Q08")), list(missing["irv"].values()), rtol=1e-8)
    np.testing.assert_allclose(indices.squared_distances(items("Q08")), missing["mahad"], rtol=1e-6)


def test_even_odd_consistency_agrees_with_r() -> None:
    value = np.array(cases("Q_data_quality")["Q04"]["value"], dtype=float)
    # R turns the sign round, so that high values mean carelessness.
    np.testing.assert_allclose(-indices.even_odd(items("Q04"), (5,) * 10), value, rtol=1e-6, atol=1e-9)


def test_risks_of_recognition_agree_with_r() -> None:
    value = cases("X_disclosure")["X01"]["value"]
    frame = data("sdc_francdat")
    codes, _ = coded(frame[["Key1", "Key2", "Key3", "Key4"]])
    found = risk.frequencies(codes, frame["w"].to_numpy(float))
    chances = risk.reidentification(found)
    assert found.sample.tolist() == value["fk"]
    np.testing.assert_allclose(found.population, value["Fk"])
    np.testing.assert_allclose(chances, value["risk"], rtol=1e-7)
    assert chances.sum() == pytest.approx(value["exp_reid"], rel=1e-7)
    assert [found.violations(k) for k in (2, 3, 5)] == [value["k2"], value["k3"], value["k5"]]


KEYS = ["urbrur", "roof", "walls", "water", "electcon", "relat", "sex"]


def test_risks_in_a_large_file_agree_with_r() -> None:
    value = cases("X_disclosure")["X02"]["value"]
    frame = data("sdc_testdata")
    codes, _ = coded(frame[KEYS])
    found = risk.frequencies(codes, frame["sampling_weight"].to_numpy(float))
    chances = risk.reidentification(found)
    assert found.sample.sum() == value["sum_fk"]
    np.testing.assert_allclose(found.population[:50], value["Fk_first50"])
    np.testing.assert_allclose(chances[:50], value["risk_first50"], rtol=1e-6)
    assert chances.sum() == pytest.approx(value["exp_reid"], rel=1e-6)
    assert [found.violations(k) for k in (2, 3, 5, 10)] == [value[f"k{k}"] for k in (2, 3, 5, 10)]


def test_the_diversity_of_a_sensitive_answer_agrees_with_r() -> None:
    value = cases("X_disclosure")["X05"]["value"]
    frame = data("sdc_testdata")
    keys, _ = coded(frame[["urbrur", "roof", "sex"]])
    sensitive, _ = coded(frame[["relat"]])
    found = risk.diversity(keys, sensitive[:, 0])
    assert found.distinct[:50].tolist() == value["distinct_first50"]
    lowest, means = value["summary"]["values"]
    for at, column_of in enumerate((found.distinct, found.entropy, found.recursive)):
        assert column_of.min() == pytest.approx(lowest[at], rel=1e-8)
        assert column_of.mean() == pytest.approx(means[at], rel=1e-8)
