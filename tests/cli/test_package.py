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


def packaged(tmp_path: Path, *arguments: str) -> tuple[int, str]:
    file = tmp_path / "wave.csv"
    rows = [f"{at % 2},{at % 3},{1 + at % 4},{at % 5},{at % 7}" for at in range(40)]
    file.write_text("\n".join(["read,music,w,rw_1,rw_2", *rows]) + "\n", "utf-8")
    run = CliRunner().invoke(
        command, [str(file), "--from", "2025-03-01", "--out", str(tmp_path / "out"), *arguments], catch_exceptions=False
    )
    return run.exit_code, run.output


def test_replicate_weights_sets_and_languages_are_declared_beside_the_file(tmp_path: Path) -> None:
    drawn = ["--population", "All", "--weights", "w", "--replicates", "rw", "--replicate-type", "JK1", "--scale", "0.5"]
    code, said = packaged(tmp_path, *drawn, "--several", "free=read,music", "--language", "en", "--language", "vi")
    assert code == 0, said
    read = read_package(tmp_path / "out")
    frame = read.fieldwork.frames[0].replicates
    assert frame is not None
    assert (frame["columns"], frame["scale"], frame["rscales"]) == (["replicate_1", "replicate_2"], 0.5, [1.0, 1.0])
    assert read.codebook.languages == ("en", "vi")
    assert {one.question for one in read.codebook.variables if one.kind == "several"} == {"free"}


def test_nothing_about_replicates_is_inferred(tmp_path: Path) -> None:
    code, said = packaged(tmp_path, "--population", "All", "--replicates", "rw")
    assert (code, "nothing about them is inferred" in said) == (2, True)
    code, said = packaged(tmp_path, "--population", "All", "--scale", "0.5")
    assert (code, "Name the replicate weights with --replicates." in said) == (2, True)
    code, said = packaged(tmp_path, "--several", "free")
    assert (code, "--several is like hobbies=reading,music, not 'free'." in said) == (2, True)
