"""The jobs of the speed table, done by `analysis`: `python -m tests.bench.estimation.ours JOB FOLDER REPEATS`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from analysis.design import Design
from analysis.engine import tables
from analysis.engine.columns import partition
from analysis.engine.grouping import group
from analysis.engine.regressing import fit_in_blocks
from analysis.engine.replicated import bootstrap, replicate_se
from analysis.engine.sums import Sums
from analysis.sampling import build_design
from analysis.tables.from_sums import association_of_sums, lines_of_sums
from analysis.tables.letters import LetterRule, in_families, marks_of, pairs_of
from analysis.weighting.raking import Target, rake
from tests.bench.estimation.file import COLUMNS, File, read, totals
from tests.bench.estimation.measuring import measured, resident_mb

REPLICATES = 200


def design_of(file: File) -> Design:
    return build_design(file.weights, strata=[file.stratum], clusters=[file.cluster])


def floor(file: File, design: Design) -> None:
    """Read every code once, which nothing can be faster than."""
    file.codes.max()


def designing(file: File, design: Design) -> None:
    design_of(file)


def raking(file: File, design: Design) -> None:
    targets = [
        Target(f"q{i}", file.codes[i], wanted, tuple(map(str, range(len(wanted)))))
        for i, wanted in enumerate(totals(file))
    ]
    rake(design.weights, targets, tolerance=1e-10)


def _questions(file: File, design: Design) -> Iterator[Sums]:
    grouping = group(design, partition(file.column, COLUMNS))
    for codes, k in zip(file.codes, file.k, strict=True):
        yield grouping.answers(codes, k)


def banner(file: File, design: Design) -> None:
    for sums in _questions(file, design):
        shares = tables.column_shares(sums)
        np.stack([shares.values, shares.se, shares.deff, shares.effective_n])


def lettered(file: File, design: Design) -> None:
    rule, df = LetterRule(), float(design.df())
    for sums in _questions(file, design):
        shares = tables.column_shares(sums)
        np.stack([shares.values, shares.se, shares.deff, shares.effective_n])
        association_of_sums(sums, df)
        lines = lines_of_sums(sums)
        marks_of(lines, in_families(pairs_of(lines, df, rule), rule), rule)


def bootstrapped(file: File, design: Design) -> None:
    replicates = bootstrap(design, REPLICATES, 1)
    for sums in _questions(file, design):
        replicate_se(tables.column_shares(sums), replicates)


def logistic(file: File, design: Design) -> None:
    known = np.all(file.codes[10:18] >= 0, axis=0) & (file.codes[1] >= 0)
    fit_in_blocks(design, file.codes[1], list(file.codes[10:18]), known, "binomial")


JOBS: dict[str, Callable[[File, Design], None]] = {
    "floor": floor,
    "design": designing,
    "rake": raking,
    "banner": banner,
    "letters": lettered,
    "bootstrap": bootstrapped,
    "logistic": logistic,
}


def main(job: str, folder: str, repeats: str) -> None:
    """Run one job and print what it took; reading the file counts as memory and not as time."""
    above = resident_mb()
    file = read(Path(folder))
    design = design_of(file)
    measured(lambda: JOBS[job](file, design), int(repeats), above)


if __name__ == "__main__":
    main(*sys.argv[1:])
