"""The campaigns start by name, and their table says what broke."""

from pathlib import Path

import pytest

from tests.torture.__main__ import main
from tests.torture.finding import Finding, table
from tests.torture.killing import kill_again_and_again


def test_a_campaign_that_is_none_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nonsense"]) == 2
    assert "There is no campaign 'nonsense'; there are: properties" in capsys.readouterr().err


def test_the_table_names_what_is_broken() -> None:
    lines = table([Finding("holds", "3", 1000, kept=True), Finding("does not", "0.2 s", 7, kept=False)]).splitlines()
    assert lines[1].split() == ["holds", "3", "1,000", "kept"]
    assert lines[2].split()[-1] == "BROKEN"


def test_no_receipt_is_lost_and_no_response_doubled_by_killing_the_server(tmp_path: Path) -> None:
    found = kill_again_and_again(f"sqlite:///{tmp_path / 'kept.sqlite3'}", lambda kills: kills < 1)
    assert found.kept, found.figure
    assert found.trials > 0
