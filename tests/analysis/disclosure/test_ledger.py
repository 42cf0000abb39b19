"""A ledger says what readers of the reports know, and comes back as it was written."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from analysis.disclosure.ledger import Asked, Cell, Ledger, LedgerError, Published, ledger_name, read_ledger

PART = Cell("V.x@age=18-34", "x", "share", (18, 22), (0.295, 0.305), "SCR1", ("3", "4"), ("5",))
REPORT = Published(
    "abc", 100, "2026-11-20", (Cell("V.x", "x", "share", (98, 102), (0.5, 0.51)), PART), {"V": Asked("rows", (98, 102))}
)
LATER = replace(REPORT, data="def", responses=120)


def test_a_ledger_comes_back_as_written(tmp_path: Path) -> None:
    written = Ledger("study").with_report(REPORT)
    (tmp_path / "ledger.json").write_text(written.as_json(), "utf-8")
    assert read_ledger(tmp_path / "ledger.json", "study") == written
    assert written.with_report(REPORT) is written


def test_a_survey_without_reports_has_an_empty_ledger(tmp_path: Path) -> None:
    assert read_ledger(tmp_path / "none.json", "study") == Ledger("study")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "cannot be read"),
        ("[]", "cannot be read"),
        ('{"format": "other"}', "needs disclosure-ledger-2"),
        (
            '{"format": "disclosure-ledger-2", "survey": "another", "reports": []}',
            "ledger of 'another', not of 'study'",
        ),
        ('{"format": "disclosure-ledger-2", "survey": "study", "reports": [{"data": "a"}]}', "cannot be read"),
    ],
)
def test_a_broken_ledger_is_refused_in_one_sentence(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "ledger.json").write_text(text, "utf-8")
    with pytest.raises(LedgerError, match=said):
        read_ledger(tmp_path / "ledger.json", "study")


def test_the_name_of_a_ledger_is_safe_for_any_survey() -> None:
    assert ledger_name("../../x y") == "ledger..._.._x_y.json"


def test_a_report_taken_out_or_changed_breaks_the_chain(tmp_path: Path) -> None:
    whole = json.loads(Ledger("study", (REPORT, LATER)).as_json())
    changed = json.loads(json.dumps(whole))
    changed["reports"][0]["responses"] = 99
    for broken in (whole | {"reports": whole["reports"][1:]}, changed):
        (tmp_path / "ledger.json").write_text(json.dumps(broken), "utf-8")
        with pytest.raises(LedgerError, match="from report 1 on its chain is broken"):
            read_ledger(tmp_path / "ledger.json", "study")


def test_a_report_taken_out_at_the_end_is_lacking_to_whoever_knows_its_mark() -> None:
    whole = Ledger("study", (REPORT, LATER))
    assert Ledger("study", (REPORT,)).lacks(whole.marks) == (LATER.mark,)
    assert not whole.lacks(whole.marks)


def test_a_ledger_from_before_there_was_a_chain_is_read(tmp_path: Path) -> None:
    told = json.loads(Ledger("study", (REPORT,)).as_json()) | {"format": "disclosure-ledger-1"}
    for report in told["reports"]:
        del report["chain"], report["audiences"]
    (tmp_path / "ledger.json").write_text(json.dumps(told), "utf-8")
    assert read_ledger(tmp_path / "ledger.json", "study").reports == (replace(REPORT, audiences={}),)
