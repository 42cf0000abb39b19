"""A sample of the simulated fieldworks keeps every promise, and what is wrong on purpose is caught."""

import numpy as np
import pytest

from analysis.arrays import BoolArray, FloatArray
from analysis.design import Design
from analysis.segments import contrasts
from tests.torture.simulation import alarms, intervals, methods
from tests.torture.simulation.fields import BEGIN, END, PAGE, in_page, lines_of, run_all
from tests.torture.simulation.promises import Experiment, Promise, Shown, Trial, repeated, shown

SAMPLE, SEED = 20, 5
EXPERIMENTS = (*intervals.EXPERIMENTS, *methods.EXPERIMENTS, *alarms.EXPERIMENTS)


def named(name: str) -> Experiment:
    return next(one for one in EXPERIMENTS if one.name == name)


@pytest.mark.parametrize("experiment", EXPERIMENTS, ids=lambda experiment: experiment.name)
def test_simulated_fieldworks_keep_every_promise(experiment: Experiment) -> None:
    broken = [line for line in lines_of(run_all([experiment], SAMPLE, SEED)) if "BROKEN" in line]
    assert broken == []


def test_standard_errors_that_are_half_of_what_they_should_be_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    right = Design.covariance
    monkeypatch.setattr(Design, "covariance", lambda self, *given, **named: right(self, *given, **named) / 4)
    assert not of("share in the middle", repeated(named("shares and means"), 60, SEED)).kept
    assert not of("share, raked", repeated(named("totals and raking"), 200, SEED)).kept


def test_standard_errors_that_are_twice_what_they_should_be_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    right = Design.covariance
    monkeypatch.setattr(Design, "covariance", lambda self, *given, **named: right(self, *given, **named) * 4)
    assert not of("total from probabilities", repeated(named("totals and raking"), 1000, SEED)).kept


def test_planned_missing_items_estimated_without_their_chances_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    from analysis.dataset import Dataset

    monkeypatch.setattr(Dataset, "probability", lambda self, variable: np.ones(self.n))
    assert not of("importance, asked of a part", repeated(named("needs"), 40, SEED)).kept


def test_differences_scanned_without_correction_for_their_number_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contrasts, "benjamini_hochberg", lambda p: p)
    found = repeated(named("groups"), 6, SEED)
    assert not of("a difference on page one where no group differs", found).kept


def of(name: str, found: list[Shown]) -> Shown:
    return next(one for one in found if one.promise.name == name)


def trial(hits: BoolArray, chances: FloatArray | None = None) -> Trial:
    return Trial(hits, chances)


def test_estimates_of_one_fieldwork_are_not_taken_for_independent() -> None:
    rng = np.random.default_rng(1)
    together = [trial(np.repeat(rng.random(1) < 0.9, 50)) for _ in range(100)]
    apart = [trial(rng.random(50) < 0.9) for _ in range(100)]
    promise = Promise("x", "covers", 0.9)
    assert shown(promise, together).error == pytest.approx(0.03, rel=0.4)
    assert shown(promise, apart).error == pytest.approx(0.03 / np.sqrt(50), rel=0.4)


@pytest.mark.parametrize(
    ("kind", "rate", "kept"),
    [
        ("covers", 0.95, True),
        ("covers", 0.88, False),
        ("covers", 1.0, False),
        ("covers at least", 1.0, True),
        ("covers at least", 0.88, False),
        ("false alarms", 0.88, True),
        ("false alarms", 1.0, False),
        ("finds", 0.88, False),
    ],
)
def test_a_rate_outside_its_tolerance_breaks_its_promise(kind: str, rate: float, kept: bool) -> None:
    hits = np.zeros((2000, 1), dtype=np.bool_)
    hits[: round(2000 * rate)] = True
    found = shown(Promise("x", kind, 0.95), [trial(one) for one in hits])  # type: ignore[arg-type]
    assert found.kept == kept


def test_a_promise_that_is_never_put_to_the_test_is_an_error() -> None:
    idle = Experiment("idle", lambda rng: {}, (Promise("x", "covers", 0.95),))
    with pytest.raises(ValueError, match="promised or shown, but not both: x"):
        repeated(idle, 3, SEED)


def test_the_table_stands_in_the_page_between_its_marks() -> None:
    page = in_page(f"before\n{BEGIN}\nold\n{END}\nafter", ["new"])
    assert page.splitlines() == ["before", BEGIN, "", "new", "", END, "after"]
    with pytest.raises(ValueError, match="no place"):
        in_page("nothing", ["new"])


def test_the_page_holds_every_promise_and_none_is_broken() -> None:
    page = PAGE.read_text("utf-8")
    table = page.partition(BEGIN)[2].partition(END)[0]
    missing = [promise.name for one in EXPERIMENTS for promise in one.promises if f"| {promise.name} |" not in table]
    assert missing == []
    assert "BROKEN" not in table
