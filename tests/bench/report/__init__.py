"""The full report, all sections in five formats, with a progress bar; and the tables of its segments by R's survey.

R computes some of the items on the same people, with the design's weights; its seconds are scaled to all of them.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from tests.bench.report.package import write

HOUSE = Path(__file__).resolve().parents[3]
LIMITS = {100_000: (60.0, 2000.0), 1_000_000: (600.0, 8000.0)}
"""Processor seconds and MB above the interpreter that a report of so many responses must not exceed."""
ITEMS = 67
"""Topics, channels, needs, sources and the opinion that a report compares between groups."""
R_ITEMS, STEPS_SHOWN = 2, 8
AGES = {"3": "18-34", "4": "18-34", "5": "35-54", "6": "35-54", "7": "55-", "8": "55-", "9": "55-"}
Measures = Mapping[str, Any]


def main(arguments: Sequence[str]) -> None:
    """Write a package of each size, make its report in a process of its own, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench report", description=__doc__)
    parser.add_argument("--responses", type=int, nargs="+", default=list(LIMITS))
    parser.add_argument("--languages", nargs="+", default=["en"])
    parser.add_argument("--r-items", type=int, default=R_ITEMS, help="items R is given; 0 for none")
    asked = parser.parse_args(list(arguments))
    for responses in asked.responses:
        with tempfile.TemporaryDirectory(prefix="bench-") as place:
            package = write(Path(place) / "package", responses)
            ours = measured([sys.executable, "-m", "tests.bench.report.ours", str(package), *asked.languages])
            by_r = None
            if asked.r_items and shutil.which("Rscript"):
                file = for_r(package, asked.r_items)
                script = str(Path(__file__).with_name("survey.R"))
                by_r = measured(["Rscript", script, str(file), str(asked.r_items)])
        print("\n".join(table(responses, ours, by_r, asked.r_items)), flush=True)


def measured(command: Sequence[str]) -> Measures:
    """Run a command that prints its measures last; what it writes to stderr is seen at once."""
    environment = {**os.environ, "PYTHONPATH": str(HOUSE), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, env=environment, cwd=HOUSE, check=True)
    found: Measures = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def for_r(package: Path, items: int) -> Path:
    """Write what R needs of the people drawn from the frame: design, groups, and the first topics as 0 and 1."""
    data = pq.read_table(package / "data.parquet").filter(pc.field("sample_source") == "simulated-frame")
    texts = {name: data[name].cast(pa.string()) for name in ("SCR1", "SCR2", "stratum", "cluster", "design_weight")}
    columns = {
        "weight": texts["design_weight"].cast(pa.float64()),
        "stratum": texts["stratum"],
        "cluster": texts["cluster"],
        "country": texts["SCR2"],
        "age": pa.array([AGES[code] for code in texts["SCR1"].to_pylist()]),
    }
    for at in range(1, items + 1):
        answer = data[f"INT2__T{at:02}"].cast(pa.string()).cast(pa.int64())
        columns[f"item{at}"] = pc.if_else(pc.less(answer, 0), None, answer)
    file = package / "for_r.csv"
    pa_csv.write_csv(pa.table(columns), file)
    return file


def table(responses: int, ours: Measures, by_r: Measures | None, r_items: int) -> list[str]:
    """Lay out what the report took, by step, against what it may take and what R takes for its tables of segments."""
    lines = [f"\n{responses:,} responses, the full report in five formats: {ours['figures']:,} figures and facts"]
    lines.append(
        f"  {ours['cpu']:.1f} processor s, {ours['clock']:.1f} s on the clock, {ours['peak_mb']:.0f} MB at most"
    )
    if responses in LIMITS:
        seconds, room = LIMITS[responses]
        kept = "kept" if ours["cpu"] <= seconds and ours["peak_mb"] <= room else "NOT KEPT"
        lines.append(f"  must: at most {seconds:.0f} s and {room:.0f} MB: {kept}")
    slowest = sorted(ours["steps"].items(), key=lambda step: -step[1])[:STEPS_SHOWN]
    lines.append("  " + ", ".join(f"{step} {took:.1f} s" for step, took in slowest))
    if by_r is None:
        return [*lines, "  R is not here, or was not asked"]
    scaled, segments = by_r["cpu"] * ITEMS / r_items, ours["steps"].get("segments V", float("nan"))
    lines.append(
        f"  R survey, the shares of {ITEMS} items for everybody, by age and by country: {scaled:.1f} s ({r_items} run, "
        f"{by_r['cpu']:.1f} s), {by_r['peak_mb']:.0f} MB; our segments with everyone else, differences and tests "
        f"{segments:.1f} s: 1/{scaled / segments:.1f} of R; the whole report 1/{scaled / ours['cpu']:.1f} of R"
    )
    return lines
