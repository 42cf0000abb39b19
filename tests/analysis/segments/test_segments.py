"""Segments are masks; differences are against everyone else, and named only where they stand."""

import math

import numpy as np

from analysis.plan import Group, Plan, Segmentation
from analysis.report.evidence import Evidence
from analysis.segments.contrasts import Contrast
from analysis.segments.declared import segments, segments_by
from analysis.topics.samples import Sample

PLAN = Plan()


def sample_of(evidence: Evidence, audience: str) -> Sample:
    found = evidence.of(audience)
    assert found is not None
    return found.sample


def contrasts_of(evidence: Evidence, audience: str) -> tuple[Contrast, ...]:
    found = evidence.of(audience)
    assert found is not None
    return found.contrasts


def test_a_segment_and_the_others_split_those_whose_group_is_known(evidence: Evidence) -> None:
    sample = sample_of(evidence, "V")
    for segment in segments(sample, PLAN):
        assert not np.any(segment.inside & segment.others)
        assert not np.any((segment.inside | segment.others) & ~sample.base)


def test_people_outside_every_declared_group_are_in_nobodys_others(evidence: Evidence) -> None:
    sample = sample_of(evidence, "V")
    cut = Segmentation("age", "SCR1", (Group("18-24", ("3",)), Group("25-34", ("4",))))
    young = sample.base & np.isin(sample.dataset.column("SCR1"), ["3", "4"])
    assert all(np.array_equal(s.inside | s.others, young) for s in segments_by(sample, cut))


def test_the_planted_difference_is_found_and_survives_the_whole_scan(evidence: Evidence) -> None:
    found = {(c.item.name, c.segment.id): c for c in contrasts_of(evidence, "V")}
    planted = found["INT2.T15", "age=18-34"]
    assert planted.differs(PLAN)
    assert planted.differs(PLAN, scan=True)
    assert planted.p <= planted.p_family <= 1


def test_few_of_the_many_empty_contrasts_are_called_differences(evidence: Evidence) -> None:
    called = [c for c in contrasts_of(evidence, "V") if c.differs(PLAN, scan=True) and c.item.name != "INT2.T15"]
    assert len(called) <= 2


def test_languages_are_never_compared(evidence: Evidence) -> None:
    by_language = [c for c in contrasts_of(evidence, "V") if c.segment.segmentation.id == "language"]
    assert by_language
    assert all(c.why_not == "language" and math.isnan(c.p) for c in by_language)


def test_described_audiences_are_never_compared(evidence: Evidence) -> None:
    found = contrasts_of(evidence, "F")
    assert found
    assert all(c.why_not == "basis" and not c.differs(PLAN) for c in found)


def test_a_difference_is_never_named_where_a_share_is_not_printed(evidence: Evidence) -> None:
    named = [c for c in contrasts_of(evidence, "V") if c.differs(PLAN)]
    assert all(c.inside.shown and c.others.shown for c in named)
    assert all(abs(c.difference.value) >= PLAN.thresholds.smallest_difference for c in named)
