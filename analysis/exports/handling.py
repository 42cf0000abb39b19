"""Say beside handed-out data who may have them, and how easily people could be recognised in them."""

from __future__ import annotations

import json

import numpy as np

from analysis.dataset import Package
from analysis.disclosure.risk import ANY, frequencies
from analysis.plan_default import default_plan

FORMAT, FILE = "data-handling-1", "handling.json"
SMALL = (2, 3, 5)
FOR_WHOM = {
    "en": "For those who may see the answers, under the agreement by which they were collected. Not for publication: "
    "the rows are not made anonymous. Publish tables, by a report that is judged with those before it.",
    "vi": "Dành cho người được phép xem câu trả lời, theo thỏa thuận khi thu thập. Không được công bố: các dòng chưa "
    "được ẩn danh. Hãy công bố bảng số liệu, bằng một báo cáo đã được đối chiếu với các báo cáo trước.",
}


def keys_of(package: Package) -> tuple[str, ...]:
    """Return what others may know of a person: the background questions of the usual plan, gender and language."""
    plan, known = default_plan(package.codebook), package.codebook.by_name
    named = (*(one.variable for one in plan.segments), plan.margins.sex)
    return tuple(dict.fromkeys([*(name for name in named if name in known), "language"]))


def handling_of(package: Package) -> str:
    """Return the file: for whom the data are, the keys, and how many rows are alike in them.

    `expected_recognised` is how many a reader who knows of everybody that they answered, and their keys, would pick
    rightly if they named for each person one of the rows alike: the number of different rows.
    """
    keys, data = keys_of(package), package.dataset
    columns = [np.where(data.answered(name), data.column(name), "") if name in package.codebook.by_name else
               data.column(name) for name in keys]  # fmt: skip
    codes = [np.unique(column, return_inverse=True)[1].reshape(-1) for column in columns]
    known = [np.where(column == "", ANY, code) for column, code in zip(columns, codes, strict=True)]
    alike = frequencies(np.stack(known, axis=1), np.ones(data.n)) if data.n else None
    told = {
        "format": FORMAT,
        "survey": package.codebook.survey,
        "for": FOR_WHOM,
        "responses": data.n,
        "keys": list(keys),
        "fewest_alike": int(alike.sample.min()) if alike else 0,
        "rows_alike_fewer_than": {str(k): alike.violations(k) if alike else 0 for k in SMALL},
        "expected_recognised": round(float((1 / alike.sample).sum()), 1) if alike else 0.0,
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"
