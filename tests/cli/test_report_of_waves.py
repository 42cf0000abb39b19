"""A report with an earlier wave, written twice, tells nothing of those who left the earlier wave in between."""

import csv
import json
import math
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from surveyapp.cli.report import command
from tests.analysis.report.package import write_package

GONE = 3


def report(package: Path, out: Path, *previous: Path) -> dict[str, Any]:
    """Write a report as page and return its manifest."""
    waves = [argument for folder in previous for argument in ("--previous", str(folder))]
    told = ["--data", str(package), *waves, "--lang", "en", "--format", "html", "--out", str(out)]
    done = CliRunner().invoke(command, told)
    assert done.exit_code == 0, done.output
    manifest: dict[str, Any] = json.loads((out / "manifest.json").read_text("utf-8"))
    return manifest


def rows_of(package: Path) -> list[dict[str, str]]:
    with (package / "data.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def without(package: Path, gone: int) -> list[dict[str, str]]:
    """Take the first people out of a package, and return them."""
    rows = rows_of(package)
    with (package / "data.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows[gone:])
    return rows[:gone]


def test_of_those_who_left_an_earlier_wave_two_reports_of_the_next_say_nothing(tmp_path: Path) -> None:
    first, second = (
        write_package(
            tmp_path / name, seed=at, diaspora=0, foreigners=140, last=f"{2025 + at}-11-20", survey=f"study-{at}"
        )
        for at, name in enumerate(("first", "second"))
    )
    out = tmp_path / "reports"
    report(first, out / "first")
    before = report(second, out / "second", first)
    everybody = rows_of(first)
    left = without(first, GONE)
    after = report(second, out / "again", first)
    ledgers = [json.loads((out / f"ledger.study-{at}.json").read_text("utf-8"))["reports"] for at in (0, 1)]
    assert [len(reports) for reports in ledgers] == [3, 1], "the second report of the second wave prints the same of it"
    assert before["held"][1]["moved"] == [] and after["held"][1]["moved"] == ["F"]
    assert after["held"][0]["moved"] == [] and after["held"][1]["told"] == []
    now = {cell["id"]: cell["value"] for cell in ledgers[0][2]["cells"] if cell["id"].startswith("F.INT2.")}
    assert len(now) > 5
    for name, (low, high) in now.items():
        column = name.removeprefix("F.").replace(".", "__")
        known = sum(row[column] == "1" for row in everybody)
        answered, gone = (sum(row[column] in ("0", "1") for row in rows) for rows in (everybody, left))
        n = answered - gone
        fits = range(math.ceil(n * low - 1e-9), math.floor(n * high + 1e-9) + 1)
        possible = {known - chose for chose in fits} & set(range(min(gone, known) + 1))
        assert sum(row[column] == "1" for row in left) in possible, name
        assert len(possible) >= min(3, gone + 1, known + 1), name
