"""A written system file says to PSPP what it says to SPSS: labels, missing codes, levels, weight, response sets."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pyreadstat
import pytest

from analysis.exports.spss_dictionary import SystemFileError, with_dictionary
from analysis.exports.writing import write_data
from tests.questionnaire.building import page, question, questionnaire
from tests.tasks.packages import choices, rows_of, write

PSPP = shutil.which("pspp")
SIX = ("T01", "T02", "T03", "T04", "T05", "T06")
REFUSED = ["dont_know", "refused", "not_applicable"]
SURVEY = questionnaire(
    page(
        question("HAPPY", {"kind": "one", "choices": choices(("1", "2", "3"), apart=True)}, missing=REFUSED),
        question("MEDIA", {"kind": "several", "choices": choices(("tv", "web", "radio"))}),
        question("TOP", {"kind": "ranking", "choices": choices(("1", "2", "3")), "top": 2}),
        question("WHERE", {"kind": "one", "choices": choices(("VN", "KR", "JP"))}, missing=REFUSED),
        question("AGE", {"kind": "number", "minimum": 0, "maximum": 99}),
        question("WORDS", {"kind": "text", "max_length": 2000}),
        question("LONG", {"kind": "one", "choices": choices(("a_long_code", "another_code"))}, missing=REFUSED),
        question(
            "BEST", {"kind": "best-worst", "choices": choices(SIX), "designs": [[SIX[:4], SIX[2:]]]}, missing=REFUSED
        ),
    )
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("spss")
    write(SURVEY, made / "package", 60, ["ế" * 700, "short"], 11)
    write_data(made / "package", "sav", made / "out", "vi")
    return made


def said_by_pspp(folder: Path, *commands: str) -> str:
    if PSPP is None:
        pytest.skip("needs PSPP (Debian's pspp)")
    syntax = folder / "check.sps"
    syntax.write_text("\n".join(["GET FILE='out/data.sav'.", *commands]) + "\n", "utf-8")
    found = subprocess.run(
        [PSPP, "-O", "format=csv", "check.sps"], cwd=folder, capture_output=True, text=True, check=False
    )
    assert found.returncode == 0, found.stdout
    assert "warning" not in found.stdout.casefold() and "error" not in found.stdout.casefold()
    return found.stdout


def test_pspp_counts_what_was_answered_and_what_was_not(folder: Path) -> None:
    rows = rows_of(folder / "package" / "data.csv")
    said = said_by_pspp(folder, "WEIGHT OFF.", "FREQUENCIES HAPPY.").splitlines()
    for code in ("1", "2", "3", "-7", "-8", "-9"):
        n = sum(row["HAPPY"] == code for row in rows)
        label = {"-7": "Từ chối trả lời", "-8": "Không biết", "-9": "Không áp dụng"}.get(code, f"Lựa chọn {code}")
        (at,) = (at for at, line in enumerate(said) if f",{label},{n}," in line)
        part = next(line.partition(",")[0] for line in said[at::-1] if line.startswith(("Valid", "Missing")))
        assert n and part == ("Missing" if code.startswith("-") else "Valid")


def test_pspp_weighs_by_the_design_weight(folder: Path) -> None:
    assert "design_weight" in said_by_pspp(folder, "SHOW WEIGHT.")


def test_pspp_knows_the_response_sets(folder: Path) -> None:
    said = said_by_pspp(folder, "MRSETS /DISPLAY NAME=ALL.")
    assert "$MEDIA" in said and "$TOP" in said and "Dichotomies" in said and "Categories" in said
    assert "MEDIA__tv" in said and "TOP_1" in said.replace("__", "_")


def test_pspp_reads_levels_and_long_texts(folder: Path) -> None:
    said = said_by_pspp(folder, "DISPLAY DICTIONARY.", "COMPUTE bytes = LENGTH(RTRIM(WORDS)).", "DESCRIPTIVES bytes.")
    lines = said.splitlines()
    assert any(line.startswith("HAPPY,") and "Ordinal" in line and "F8.0" in line for line in lines)
    assert any(line.startswith("AGE,") and "Scale" in line for line in lines)
    assert any(line.startswith("WHERE,") and "Nominal" in line for line in lines)
    assert "2100.00" in said


def test_a_reader_that_is_not_ours_finds_sets_labels_and_missing_codes(folder: Path) -> None:
    meta: Any = pyreadstat.read_sav(folder / "out" / "data.sav", user_missing=True)[1]
    sets = {name: (one["type"], one["counted_value"], one["variable_list"]) for name, one in meta.mr_sets.items()}
    assert sets["MEDIA"] == ("D", 1, ["MEDIA__tv", "MEDIA__web", "MEDIA__radio"])
    assert sets["TOP"][0] == "C" and meta.mr_sets["MEDIA"]["label"] == "MEDIA?"
    assert meta.missing_ranges["HAPPY"] == [{"lo": -9.0, "hi": -6.0}]
    assert {one["lo"] for one in meta.missing_ranges["WHERE"]} == {"-7", "-8", "-9"}
    assert meta.variable_value_labels["LONG"]["a_long_code"] == "Lựa chọn a_long_code"


def test_a_file_of_another_layout_is_refused() -> None:
    with pytest.raises(SystemFileError):
        with_dictionary(b"no system file" + bytes(200), weight=None, sets=[])
