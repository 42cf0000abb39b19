"""Topics are estimated for one audience at a time, each on its own basis."""

import math
from dataclasses import replace

import numpy as np
import pytest

from analysis.cells import cells_of
from analysis.dataset import Dataset, Package
from analysis.plan import Plan
from analysis.report.evidence import Evidence
from analysis.sampling import build_design
from analysis.topics.findings import finding, share
from analysis.topics.interest import best_worst_counts, interest
from analysis.topics.needs import item_statistic, need_items, needs, rated_base, scores
from analysis.topics.ratings import points, ratings, unknown
from analysis.topics.samples import Sample, sample_of
from analysis.weighting.margins import read_margins

PLAN, MARGINS = Plan(), read_margins()


def sample_in(package: Package, audience: str) -> Sample:
    found = sample_of(package, PLAN, audience, MARGINS)
    assert found is not None
    return found


def test_the_diaspora_is_described_by_the_frame_and_foreigners_by_themselves(evidence: Evidence) -> None:
    bases = {audience.id: (audience.sample.basis, audience.sample.n) for audience in evidence.audiences}
    assert bases == {"V": ("A", 420), "F": ("D", 160)}


def test_opt_in_responses_never_join_a_frame(package: Package) -> None:
    cells = dict(package.dataset.cells)
    cells["sample_source"] = cells_of(np.where(np.arange(package.dataset.n) < 20, "web", cells["sample_source"].texts))
    cells["basis"] = cells_of(np.where(np.arange(package.dataset.n) < 20, "D", cells["basis"].texts))
    mixed = replace(package, dataset=replace(package.dataset, cells=cells))
    sample = sample_in(mixed, "V")
    assert (sample.n, sample.left_out) == (400, 20)


def test_without_a_frame_everyone_is_described_unweighted(package: Package) -> None:
    bare = replace(package, fieldwork=replace(package.fieldwork, frames=()))
    sample = sample_in(bare, "V")
    assert (sample.basis, sample.weighting) == ("D", None)
    assert set(sample.design.weights) == {0.0, 1.0}


def test_a_described_audience_has_no_errors_and_no_ranks(evidence: Evidence) -> None:
    foreign = evidence.of("F")
    assert foreign is not None
    assert foreign.interest is not None
    assert foreign.interest.ranks is None
    assert all(math.isnan(topic.chosen.se) for topic in foreign.interest.topics)


def test_topics_are_ordered_by_share_and_none_of_these_is_no_topic(evidence: Evidence) -> None:
    home = evidence.of("V")
    assert home is not None
    assert home.interest is not None
    values = [topic.chosen.value for topic in home.interest.topics]
    assert values == sorted(values, reverse=True)
    assert len(values) == 20


def test_best_worst_counts_cancel_out_over_a_screen(package: Package) -> None:
    counted = best_worst_counts(package.dataset, PLAN.best_worst)
    assert counted is not None
    _, net, shown = counted
    assert np.all(net.sum(axis=1) == 0)
    assert set(shown.sum(axis=1)) == {0.0, 40.0}


def test_best_worst_agrees_with_the_shares_on_the_leader(evidence: Evidence) -> None:
    home = evidence.of("V")
    assert home is not None
    assert home.interest is not None
    scored = {t.variable.choice: t.score.value for t in home.interest.topics if t.score}
    assert max(scored, key=lambda code: scored[code]) == home.interest.topics[0].variable.choice


def test_the_planted_need_comes_first_with_a_gap(evidence: Evidence) -> None:
    home = evidence.of("V")
    assert home is not None
    assert home.needs is not None
    first = home.needs.needs[0]
    assert first.variable.row == "N03"
    assert first.gap.shown
    assert 0 < first.gap.low < first.gap.value < first.gap.high


def test_a_gap_is_not_shown_where_importance_may_equal_availability(evidence: Evidence) -> None:
    home = evidence.of("V")
    assert home is not None
    assert home.needs is not None
    hidden = [need for need in home.needs.needs if not need.gap.shown]
    assert hidden
    assert all(need.gap.low == 0 for need in hidden)


def test_never_looked_is_neither_hard_nor_unavailable(package: Package) -> None:
    rated, looked = need_items(package.dataset, PLAN)[0]
    never = package.dataset.holds_code(looked.name, ["6"])
    assert never.any()
    assert np.isnan(scores(package.dataset, looked, PLAN.ease)[never]).all()
    sample = sample_in(package, "F")
    assert np.any(rated_base(sample, rated, looked) & sample.dataset.holds_code(looked.name, ["6"]))


def test_a_scale_written_top_first_still_runs_to_its_top(package: Package) -> None:
    variable = package.codebook.by_name["NED1__N01"]
    flipped = replace(variable, values=variable.values[::-1])
    up = scores(package.dataset, variable, PLAN.importance)
    assert np.array_equal(up, scores(package.dataset, flipped, PLAN.importance), equal_nan=True)
    assert np.nanmax(up) == 1


def test_items_drawn_with_unequal_chances_weigh_the_inverse(package: Package) -> None:
    sample = sample_in(package, "F")
    rated, _ = need_items(sample.dataset, PLAN)[0]
    base = sample.answered(rated.name)
    x = np.arange(sample.dataset.n, dtype=np.float64)
    rare = np.where(np.arange(sample.dataset.n) % 2, 0.25, 0.5)
    uneven = replace(sample, dataset=_Drawn(sample.dataset, rare))  # type: ignore[arg-type]
    expected = np.average(x[base], weights=1 / rare[base])
    assert item_statistic(uneven, x, base, rated).values[0] == pytest.approx(expected)


class _Drawn:
    """A dataset whose items were drawn with the chances given."""

    def __init__(self, inner: object, chances: np.ndarray) -> None:
        self.inner, self.chances = inner, chances

    def probability(self, variable: object) -> np.ndarray:
        return self.chances


def test_not_knowing_a_source_is_outside_the_rating_and_beside_it(package: Package) -> None:
    sample = sample_in(package, "V")
    variable = package.codebook.by_name["TRU1__R1"]
    found = next(r for r in ratings(sample, PLAN, PLAN.trust) if r.variable.row == "R1")
    aside = unknown(sample, PLAN.trust, variable)
    assert found.unknown.base_n == found.top.base_n + int(aside.sum())


def test_a_dont_know_to_a_single_question_counts_as_not_knowing(package: Package) -> None:
    sample = sample_in(package, "V")
    variable = package.codebook.by_name["IMG2"]
    assert np.array_equal(unknown(sample, PLAN.image, variable), sample.base & (sample.dataset.column("IMG2") == "-8"))


def test_what_would_give_a_withheld_point_away_is_withheld_too(package: Package) -> None:
    cells = dict(package.dataset.cells)
    opinions = cells["IMG2"].texts
    opinions[np.flatnonzero(opinions == "1")[3:]] = "2"
    cells["IMG2"] = cells_of(opinions)
    sample = sample_in(replace(package, dataset=replace(package.dataset, cells=cells)), "V")
    hidden = {point.value.code: point.share.suppressed for point in points(sample, PLAN, PLAN.image)}
    assert hidden == {"1": "disclosure", "2": "complement", "3": None, "4": None}


def test_an_audience_that_was_not_asked_has_no_figures(package: Package) -> None:
    sample = sample_in(package, "V")
    absent = replace(PLAN, interest="XXX", importance=replace(PLAN.importance, question="XXX"))
    assert interest(sample, absent) is None
    assert needs(sample, absent) is None


def test_the_interval_of_a_need_drawn_by_lot_is_korn_and_graubards_of_the_weights_over_the_chances(
    package: Package, monkeypatch: pytest.MonkeyPatch
) -> None:
    sample = sample_in(package, "V")
    rated, looked = need_items(sample.dataset, PLAN)[0]
    base, chance = rated_base(sample, rated, looked), np.where(sample.dataset.holds_code("DEM1", ("1",)), 0.5, 0.2)
    monkeypatch.setattr(Dataset, "probability", lambda dataset, variable: chance)
    flags = sample.dataset.holds_code(rated.name, PLAN.importance.top)
    plain = replace(sample, design=build_design(sample.design.weights))
    found = finding(plain, "x", "share", item_statistic(plain, flags.astype(float), base, rated), PLAN.thresholds)
    by_lot = replace(sample, design=build_design(sample.design.weights / chance))
    same = share(by_lot, "x", flags, base, PLAN.thresholds)
    assert (found.value, found.low, found.high) == pytest.approx((same.value, same.low, same.high), rel=1e-9)
    assert found.value - found.low > found.high - found.value
