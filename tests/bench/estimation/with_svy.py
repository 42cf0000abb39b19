"""The same jobs by svy (PyPI): `python -m tests.bench.estimation.with_svy JOB FOLDER QUESTIONS`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import polars
import svy

from tests.bench.estimation.file import MARGINS, File, attained, read, totals
from tests.bench.estimation.measuring import measured, resident_mb


def sample_of(file: File) -> svy.Sample:
    """Hand svy the data in the form it is made for, missing answers as nulls."""
    columns = {f"q{i}": polars.Series(codes).replace({-1: None}) for i, codes in enumerate(file.codes)}
    frame = polars.DataFrame(
        {**columns, "column": file.column, "stratum": file.stratum, "cluster": file.cluster, "weights": file.weights}
    )
    return svy.Sample(frame, svy.Design(stratum="stratum", psu="cluster", wgt="weights"))


def main(job: str, folder: str, questions: str) -> None:
    """Run one job, the banner on the first questions only; print what it took."""
    above = resident_mb()
    file = read(Path(folder))
    sample = sample_of(file)

    def banner() -> None:
        for i in range(int(questions)):
            sample.estimation.prop(f"q{i}", by="column", deff="wr", drop_nulls=True)

    def rake() -> svy.Sample:
        controls: Any = {f"q{i}": dict(enumerate(wanted.tolist())) for i, wanted in enumerate(totals(file))}
        assert len(controls) == MARGINS
        return sample.weighting.rake(controls=controls, tol=1e-10, max_iter=1000)

    def logistic() -> None:
        sample.glm.fit("q1", x=[f"q{i}" for i in range(10, 18)], family="binomial")

    def missed(raked: svy.Sample) -> float:
        data: Any = raked.data
        return attained(file, data["rk_wgt"].to_numpy())

    jobs = {"banner": banner, "rake": rake, "logistic": logistic}
    measured(jobs[job], 1, above, missed if job == "rake" else None)


if __name__ == "__main__":
    main(*sys.argv[1:])
