"""What waits or is held back leaves a line in its place, and no number of the people it is about."""

import pytest

from analysis.dataset import read_package
from analysis.plan import Plan
from analysis.report.builder import build_report
from analysis.report.document import ChartBlock, Document, Paragraph, Table
from analysis.report.evidence import Evidence, findings_in, gather
from analysis.report.marks import Panels
from analysis.report.protecting import with_withheld
from analysis.report.successive import Held
from analysis.weighting.margins import read_margins
from tests.analysis.report.catalogues import words
from tests.analysis.report.package import write_package

PLAN = Plan(drivers=(), kinds=(), maps=(), open_ends=())
LANGUAGES = ("en", "vi", "zh-Hans", "ar")
GROUP = "age=35-54"


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    folder = write_package(tmp_path_factory.mktemp("one"), seed=4, diaspora=240, foreigners=0)
    return gather(read_package(folder), PLAN, read_margins(), lambda share, step: None)


def lines_of(document: Document) -> list[str]:
    blocks = [block for section in document.sections for block in section.blocks]
    return [str(block.text) for block in blocks if isinstance(block, Paragraph)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_part_that_waits_leaves_a_line_that_says_why(evidence: Evidence, language: str) -> None:
    say = words(language).say
    moved = build_report(with_withheld(evidence, Held(moved=frozenset({"V"}))), words(language))
    why = say(
        "waits, since fewer than {least} people left or came after an earlier report: with it, this would tell of "
        "them.",
        least=words(language).number(10),
    )
    told = [text for text in lines_of(moved) if why in text]
    for what in ("Ranks", "Reach of platforms together", "Reach of sources together", "Tests between groups"):
        assert [text for text in told if text.startswith(say(what))], what
    assert [text for text in told if text.startswith(say("Quality of answers"))]
    usual = build_report(with_withheld(evidence, Held()), words(language))
    assert not [text for text in lines_of(usual) if why in text]


def held_of_group(evidence: Evidence) -> Evidence:
    """Return evidence in which everything of one group is held back beside others."""
    names = {one.id for one in findings_in(evidence) if f"@{GROUP}" in one.id}
    return with_withheld(evidence, Held(frozenset(names), out=frozenset(names)))


def test_no_text_tells_how_many_people_a_withheld_group_has(evidence: Evidence) -> None:
    audience = evidence.audiences[0]
    (n,) = {one.segment.n for one in audience.contrasts if one.segment.id == GROUP}
    assert n > 30
    people = str(5 * round(n / 5))
    assert people in bases_of_group(with_withheld(evidence, Held()))
    assert people not in bases_of_group(held_of_group(evidence))


def bases_of_group(evidence: Evidence) -> set[str]:
    """Return the numbers of people that panels and profiles of the report give the group."""
    blocks = [block for section in build_report(evidence, words("en")).sections for block in section.blocks]
    panels = [block.chart for block in blocks if isinstance(block, ChartBlock) and isinstance(block.chart, Panels)]
    told = [panel.note.removeprefix("n ") for chart in panels for panel in chart.panels if "35" in panel.heading]
    (profiles,) = [block for block in blocks if isinstance(block, Table) and "higher and lower" in block.caption]
    return {*told, *(row.cells[0] for row in profiles.rows if "35" in row.head)}


def test_a_group_of_which_something_is_printed_has_a_base(evidence: Evidence) -> None:
    some = {one.id for one in findings_in(evidence) if f"@{GROUP}" in one.id and "INT2" in one.id}
    bases = bases_of_group(with_withheld(evidence, Held(frozenset(some), out=frozenset(some))))
    assert bases and all(base.isdigit() for base in bases)
