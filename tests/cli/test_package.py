"""`surveyapp package` says how it read a labelled file, and what stays behind."""

from pathlib import Path

import pandas as pd
import pyreadstat
from click.testing import CliRunner

from analysis.dataset import read_package
from surveyapp.cli.package import command


def test_a_labelled_file_is_packaged_with_what_was_made_of_it(tmp_path: Path) -> None:
    file = tmp_path / "wave.sav"
    frame = pd.DataFrame({"id": range(1, 21), "q": [1.0, 2.0, 9.0, None] * 5, "w": [1.5] * 20})
    labels = {"q": {1.0: "Có", 2.0: "Không", 9.0: "Không biết"}}
    pyreadstat.write_sav(
        frame, str(file), column_labels=["Id", "Có quan tâm không?", "Trọng số"], variable_value_labels=labels
    )
    out = tmp_path / "package"
    drawn = ["--population", "Người lớn ở Đà Nẵng", "--weights", "w"]
    run = CliRunner().invoke(
        command, [str(file), "--from", "2025-03-01", "--language", "vi", "--mode", "phone", *drawn, "--out", str(out)]
    )
    assert run.exit_code == 0, run.output
    assert "q: 9 (Không biết) is don't know." in run.output
    assert "Left out: id, since every row has another whole number: it seems to number the records." in run.output
    read = read_package(out)
    assert read.codebook.by_name["q"].text == {"vi": "Có quan tâm không?"}
    assert read.dataset.column("q").tolist()[:4] == ["1", "2", "-8", ""]
    assert (read.fieldwork.frames[0].population, read.fieldwork.modes) == ({"vi": "Người lớn ở Đà Nẵng"}, ("phone",))


def test_a_codebook_and_a_questionnaire_together_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "x"
    file.write_text("{}")
    arguments = [str(file), "--codebook", str(file), "--questionnaire", str(file), "--from", "2025-03-01"]
    run = CliRunner().invoke(command, [*arguments, "--out", str(tmp_path)])
    assert run.exit_code == 2
    assert "one of the two" in run.output
