"""A folder of questionnaires becomes a table of what is kept and lost of each, and the one in the documents is true."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from surveyapp.cli.main import contents
from surveyapp.formats.overview import overview
from tests.formats.writing import lss
from tests.reference_data import reference_folder

DOCUMENT = Path(__file__).parents[2] / "docs" / "formats-kept-and-lost.md"


def write_folder(folder: Path) -> None:
    (folder / "good").mkdir()
    asked = {"type": "D", "title": "born", "question": "Born?"}
    (folder / "good" / "a.lss").write_bytes(lss([{"type": "S", "title": "q1", "question": "Name?"}, asked]))
    (folder / "good" / "b|<b>.json").write_text('{"format": "surveyapp-1"}')
    (folder / "good" / "README.md").write_text("about")
    (folder / "good" / ".hidden").write_text("x")


def test_a_folder_becomes_a_section_with_a_row_a_file(tmp_path: Path) -> None:
    write_folder(tmp_path)
    lines = list(overview(tmp_path))
    assert f"## {tmp_path.name}/good" in lines
    rows = [line for line in lines if line.startswith("| ")]
    assert rows[2].startswith("| a.lss | 1 | ") and "limesurvey" in rows[2]
    assert rows[3] == "| b\\|&lt;b>.json | – | – | – | – | refused (native) |"
    assert len(rows) == 4


def test_the_command_prints_the_table_of_a_folder(tmp_path: Path) -> None:
    write_folder(tmp_path)
    result = CliRunner().invoke(contents, ["convert", str(tmp_path)])
    assert result.exit_code == 0
    assert result.output.splitlines() == list(overview(tmp_path))


def test_the_table_in_the_documents_is_what_the_command_prints() -> None:
    printed = "\n".join(overview(reference_folder("questionnaires"))).strip()
    assert DOCUMENT.read_text(encoding="utf-8").strip() == printed, "surveyapp convert FOLDER > docs/…"
