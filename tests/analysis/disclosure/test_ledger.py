"""A ledger says what readers of the reports know, and comes back as it was written."""

from pathlib import Path

import pytest

from analysis.disclosure.ledger import Cell, Ledger, LedgerError, Published, ledger_name, read_ledger

PART = Cell("V.x@age=18-34", "x", "share", (18, 22), (0.295, 0.305), "SCR1", ("3", "4"), ("5",))
REPORT = Published("abc", 100, "2026-11-20", (Cell("V.x", "x", "share", (98, 102), (0.5, 0.51)), PART))


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
        ('{"format": "other"}', "needs disclosure-ledger-1"),
        (
            '{"format": "disclosure-ledger-1", "survey": "another", "reports": []}',
            "ledger of 'another', not of 'study'",
        ),
        ('{"format": "disclosure-ledger-1", "survey": "study", "reports": [{"data": "a"}]}', "cannot be read"),
    ],
)
def test_a_broken_ledger_is_refused_in_one_sentence(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "ledger.json").write_text(text, "utf-8")
    with pytest.raises(LedgerError, match=said):
        read_ledger(tmp_path / "ledger.json", "study")


def test_the_name_of_a_ledger_is_safe_for_any_survey() -> None:
    assert ledger_name("../../x y") == "ledger..._.._x_y.json"
