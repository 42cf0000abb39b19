"""The report prints the register of measures, what went stale and why, and candidates that nobody has decided."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from analysis.report.builder import build_report
from analysis.report.document import Document, Measures, Table
from analysis.report.evidence import Evidence
from analysis.report.evidence_file import confirmation_from
from analysis.report.html.page import render
from analysis.report.measures_found import figures_of, gaps_of, measures_file, proposals_of
from analysis.report.run import write_report
from analysis.report.verifying import verify
from surveyapp.stated.register import Confirmation, Figure, Register, RegisterError, confirm, register_from
from tests.analysis.report.catalogues import words
from tests.analysis.report.package import write_package

TODAY = date(2026, 11, 28)
MADE_FROM = {"data": "a", "weights": "b", "plan": "c"}


def register(*measures: Mapping[str, Any]) -> Register:
    usual = {"text": {"en": "Rewrite the pages", "vi": "Viết lại các trang"}, "lead": "Consular office"}
    return register_from({"format": "measures-1", "measures": [usual | dict(one) for one in measures]})


def with_measures(evidence: Evidence, made: Register, then: Mapping[str, Figure] | None = None) -> Evidence:
    figures = figures_of(evidence) if then is None else then
    told = Confirmation("Lan", TODAY, figures, MADE_FROM)
    ids = [one.id for one in made.measures]
    return replace(evidence, register=confirm(made, ids, told), made_from=MADE_FROM | {"data": "new"})


def measures_of(document: Document) -> str:
    return str(next(part for part in document.sections if part.id == "measures"))


@pytest.fixture
def one() -> Register:
    aim = {"evidence": "V.N03.U", "baseline": 0.53, "target": 0.4}
    return register({"id": "M1", "evidence": ["V.N03.U"], "deadline": "2027-03-31", "indicator": aim})


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_register_is_a_table_of_the_report(evidence: Evidence, one: Register, language: str) -> None:
    document = build_report(with_measures(evidence, one), words(language))
    printed = measures_of(document)
    usual = words(language)
    for told in ("V.N03.U 53%", "Consular office", usual.day("2027-03-31"), "Lan"):
        assert told in printed
    assert "→" in printed
    assert render(document)


def test_a_stale_measure_says_what_moved_and_what_changed(evidence: Evidence, one: Register) -> None:
    now = figures_of(evidence)
    then = now | {"V.N03.U": replace(now["V.N03.U"], estimate=0.61, n=180.0)}
    printed = measures_of(build_report(with_measures(evidence, one, then), words("en")))
    assert "M1 is stale: V.N03.U was 61% (n 180) and is 53% (n 200). Changed since: the data." in printed
    assert "stale: to be confirmed again" in printed


def test_overlapping_leads_and_gaps_without_a_measure_are_listed(evidence: Evidence, one: Register) -> None:
    second = replace(one.measures[0], id="M2", lead={"und": "Press office"})
    printed = measures_of(build_report(with_measures(evidence, Register((*one.measures, second))), words("en")))
    assert "Two leads for one gap, “Nationality and identity papers”: Consular office and Press office." in printed
    assert "Gaps that no measure takes up: " in printed
    left = printed.partition("Gaps that no measure takes up: ")[2].partition("'")[0]
    assert "Nationality" not in left


def test_candidates_cite_evidence_and_are_never_called_decided(evidence: Evidence) -> None:
    document = build_report(evidence, words("en"))
    section = next(part for part in document.sections if part.id == "measures")
    table = next(part for part in section.blocks if isinstance(part, Table) and "Candidates" in part.caption)
    assert "Nobody has decided them" in table.note
    known = figures_of(evidence)
    found = proposals_of(evidence)
    assert {"rewrite", "material", "channels"} <= {one.kind for one in found}
    for proposal in found:
        figure = known[proposal.evidence]
        assert figure.estimate is not None
        assert figure.basis != "D"
    assert "confirmed by" not in str(table)


def test_a_candidate_has_one_code_on_the_first_page_and_in_the_list(evidence: Evidence) -> None:
    document = build_report(evidence, words("en"))
    assert document.follows
    told = next(part for part in document.follows.blocks if isinstance(part, Measures)).measures
    listed = {f"P{at}": one.evidence for at, one in enumerate(proposals_of(evidence), start=1)}
    assert told
    assert [listed[one.code] for one in told] == [one.finding for one in told]


def test_a_candidate_disappears_once_a_measure_takes_its_gap_up(evidence: Evidence, one: Register) -> None:
    before = build_report(evidence, words("en"))
    after = build_report(with_measures(evidence, one), words("en"))
    proposed = "Rewrite the information on “Nationality and identity papers”"
    assert proposed in measures_of(before)
    assert proposed not in measures_of(after)


def test_the_file_beside_the_report_says_where_each_measure_stands(evidence: Evidence, one: Register) -> None:
    told = json.loads(measures_file(with_measures(evidence, one)))
    assert [(part["id"], part["status"]) for part in told["measures"]] == [("M1", "confirmed")]
    assert set(told["orphans"]) == set(gaps_of(evidence)) - {"V.N03"}


def test_a_measure_confirmed_on_a_report_goes_stale_with_new_data_and_the_report_is_made_again(tmp_path: Path) -> None:
    package = write_package(tmp_path / "package")
    write_report(package, tmp_path / "first", ("en",), words=words, formats=("html",))
    told = confirmation_from(tmp_path / "first" / "evidence.json", by="Lan", on=TODAY)
    made = confirm(register({"id": "M1", "evidence": ["V.N03.U"]}), ["M1"], told)
    write_package(package, seed=8)
    (package / "measures.json").write_text(json.dumps(made.as_json()), "utf-8")
    write_report(package, tmp_path / "second", ("en",), words=words, formats=("html",))
    standing = json.loads((tmp_path / "second" / "measures.json").read_text("utf-8"))["measures"][0]
    assert standing["status"] == "stale"
    assert "data" in standing["changed"]
    (package / "measures.json").unlink()
    assert verify(tmp_path / "second" / "manifest.json", package, words=words).holds


def test_a_measure_that_cites_nothing_of_the_report_is_refused(tmp_path: Path) -> None:
    package = write_package(tmp_path / "package", diaspora=60, foreigners=30)
    made = register({"id": "M1", "evidence": ["V.N77.U"]})
    (package / "measures.json").write_text(json.dumps(made.as_json()), "utf-8")
    with pytest.raises(RegisterError, match=r"M1 cites V\.N77\.U, which is no evidence of this report"):
        write_report(package, tmp_path / "out", ("en",), words=words, formats=("html",))


def test_what_is_no_evidence_file_confirms_nothing(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match="no file"):
        confirmation_from(tmp_path / "none.json", by="Lan", on=TODAY)
    (tmp_path / "other.json").write_text('{"format": "evidence-0"}', "utf-8")
    with pytest.raises(RegisterError, match="this version reads"):
        confirmation_from(tmp_path / "other.json", by="Lan", on=TODAY)
