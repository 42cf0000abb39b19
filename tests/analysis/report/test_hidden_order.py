"""A figure that may not be told is not told by its place among those that are."""

from analysis.report.evidence import Evidence
from analysis.report.protecting import with_withheld
from analysis.report.successive import Held


def test_topics_held_back_stand_last_with_their_ranks_and_without_a_value(evidence: Evidence) -> None:
    before = evidence.audiences[0].interest
    assert before is not None and before.ranks is not None
    first = before.topics[0].chosen.id
    after = with_withheld(evidence, Held(frozenset({first}))).audiences[0].interest
    assert after is not None and after.ranks is not None
    last = after.topics[-1]
    assert last.chosen.id == first and last.chosen.suppressed == "complement" and last.chosen.value != last.chosen.value
    assert after.ranks.best[-1] == before.ranks.best[0]
    assert [topic.chosen.id for topic in after.topics[:-1]] == [topic.chosen.id for topic in before.topics[1:]]
