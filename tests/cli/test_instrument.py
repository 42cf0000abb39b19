"""The bundled questionnaire can be taken out as a file."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from surveyapp.cli.main import contents
from surveyapp.formats.native import read_native
from surveyapp.instruments import bundled, bundled_cut


@pytest.mark.parametrize("cut", [None, "kiosk", "pulse"])
def test_the_file_holds_the_whole_or_the_cut(tmp_path: Path, cut: str | None) -> None:
    file = tmp_path / "out.json"
    done = CliRunner().invoke(contents, ["instrument", *(["--cut", cut] if cut else []), "--out", str(file)])
    assert done.exit_code == 0, done.output
    assert ("th 3.8" in done.output) is (cut == "kiosk"), "the slowest language at a kiosk"
    assert read_native(file.read_text("utf-8")) == (bundled_cut(cut) if cut else bundled())
