"""The jobs of the speed table, done by `analysis`: `python -m tests.bench.estimation.ours JOB FOLDER REPEATS`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from analysis.arrays import BoolArray, FloatArray
from analysis.design import Design
from analysis.engine import tables
from analysis.engine.columns import partition
from analysis.engine.grouping import group
from analysis.engine.regressing import fit_in_blocks
from analysis.engine.replicated import bootstrap, replicate_se
from analysis.engine.sums import Sums
from analysis.sampling import build_design
from analysis.tables.banner.computing import compute
from analysis.tables.banner.layout import BannerColumn, BannerQuestion, TableQuestion, TableRow
from analysis.tables.banner.result import Wish
from analysis.tables.crosstab import Precision
from analysis.tables.from_sums import association_of_sums, lines_of_sums
from analysis.tables.letters import LetterRule, in_families, marks_of, pairs_of
from analysis.weighting.raking import Target, rake
from tests.bench.estimation.file import COLUMNS, File, attained, read, totals
from tests.bench.estimation.measuring import measured, resident_mb

REPLICATES = 200


def design_of(file: File) -> Design:
    return build_design(file.weights, strata=[file.stratum], clusters=[file.cluster])


def floor(file: File, design: Design) -> None:
    """Read every code once, which nothing can be faster than."""
    file.codes.max()


def designing(file: File, design: Design) -> None:
    design_of(file)


def raking(file: File, design: Design) -> FloatArray:
    targets = [
        Target(f"q{i}", file.codes[i], wanted, tuple(map(str, range(len(wanted)))))
        for i, wanted in enumerate(totals(file))
    ]
    return rake(design.weights, targets, tolerance=1e-10).weights


def _questions(file: File, design: Design) -> Iterator[Sums]:
    grouping = group(design, partition(file.column, COLUMNS))
    for codes, k in zip(file.codes, file.k, strict=True):
        yield grouping.answers(codes, k)


def banner(file: File, design: Design) -> None:
    for sums in _questions(file, design):
        shares = tables.column_shares(sums)
        np.stack([shares.values, shares.se, shares.deff, shares.effective_n])


def elements(file: File, design: Design) -> None:
    """Make the banner of a sample without clusters: as many of them as respondents."""
    banner(file, build_design(file.weights, strata=[file.stratum]))


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


def public(file: File, design: Design) -> None:
    """Make the banner as researchers do: Total, everyone else, intervals, tests, letters, and what is withheld."""
    columns = tuple(BannerColumn(i, str(i), file.column == i) for i in range(COLUMNS))
    everyone = np.ones(len(file.column), dtype=np.bool_)
    heads = [BannerQuestion("column", "Column", columns, everyone)]
    wish = Wish(Precision(), LetterRule(), float(design.df()), audience="public")
    compute(design, _table_questions(file, everyone), heads, wish)


def _table_questions(file: File, everyone: BoolArray) -> Iterator[TableQuestion]:
    for i, (codes, k) in enumerate(zip(file.codes, file.k, strict=True)):
        rows = tuple(TableRow(answer, str(answer), "category") for answer in range(k))
        yield TableQuestion(f"q{i}", f"Question {i}", "Everyone", everyone, codes >= 0, rows, codes)


JOBS: dict[str, Callable[[File, Design], Any]] = {
    "floor": floor,
    "design": designing,
    "rake": raking,
    "banner": banner,
    "elements": elements,
    "letters": lettered,
    "public": public,
    "bootstrap": bootstrapped,
    "logistic": logistic,
}


def main(job: str, folder: str, repeats: str) -> None:
    """Run one job and print what it took; reading the file counts as memory and not as time."""
    above = resident_mb()
    file = read(Path(folder))
    design = design_of(file)
    missed = (lambda weights: attained(file, weights)) if job == "rake" else None
    measured(lambda: JOBS[job](file, design), int(repeats), above, missed)


if __name__ == "__main__":
    main(*sys.argv[1:])
