"""The campaigns start by name, and their table says what broke."""

import random
from pathlib import Path

import pytest

from tests.formats.writing import lss, xlsform
from tests.reference_data import reference_folder
from tests.torture.__main__ import main
from tests.torture.finding import Finding, table
from tests.torture.formats import FOLDERS, campaign, outcome_of
from tests.torture.killing import kill_again_and_again
from tests.torture.mutations import mutated


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


def test_spoilt_files_of_every_format_are_read_or_refused_with_a_reason() -> None:
    paths = [path for folder in FOLDERS for path in reference_folder("questionnaires", folder).iterdir()]
    files, speed, _ = campaign(random.Random(1).sample(sorted(paths), 60), lambda trials: trials < 60, seed=2026)
    assert files.kept and speed.kept, (files, speed)


def test_a_spoilt_file_is_another_file_and_the_same_one_again_from_the_same_seed() -> None:
    for name, data in (
        ("form.xlsx", xlsform([["type", "name", "label"], ["text", "q", "Why?"], ["integer", "n", "How many?"]])),
        ("survey.lss", lss([{"type": "S", "title": "q", "question": "Why?"}])),
        ("survey.json", b'{"pages": [{"elements": [{"type": "text", "name": "q"}]}]}'),
    ):
        made = {mutated(data, name, random.Random(seed)) for seed in range(6)}
        assert len(made) > 3
        if not name.endswith("xlsx"):
            assert mutated(data, name, random.Random(5)) in made


def test_a_reader_that_raises_or_refuses_without_a_reason_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(data: bytes, name: str) -> None:
        raise KeyError(name)

    monkeypatch.setattr("tests.torture.formats.read", failing)
    assert "KeyError" in outcome_of(b"{}", "x.json").fault
