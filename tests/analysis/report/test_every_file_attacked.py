"""Whatever file of a second report is opened, with the first it tells nothing of the one person who left."""

import io
import json
import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import docx
import numpy as np
import pptx
import pytest

from analysis.dataset import read_package
from analysis.plan import Plan
from analysis.plan_default import default_plan
from analysis.report.run import FORMATS, Format, write_report
from tests.analysis.disclosure.appearances import (
    UNCERTAIN,
    told_by_appearance,
    told_by_differences,
    told_by_many_at_once,
)
from tests.analysis.disclosure.files import numbers_in, page_of
from tests.analysis.disclosure.succession import package_of, people_of, scenario
from tests.analysis.report.catalogues import words

FEWEST = Plan().thresholds.public_n
SCENE = scenario("one leaves a sample drawn at random", 150, leave=1, cuts=(0, 0), seed=5)
PAPER: tuple[Format, ...] = ("xlsx",)


@dataclass(frozen=True)
class Two:
    """Two folders with reports, what each says of its figures by id, and who was there."""

    folders: tuple[Path, Path]
    figures: tuple[dict[str, Any], dict[str, Any]]
    packages: tuple[Path, Path]


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Two:
    made = tmp_path_factory.mktemp("two")
    rows = people_of(SCENE, made / "all")
    packages, folders = [], []
    for at, present in enumerate(SCENE.present):
        packages.append(package_of(made, at, present, rows, SCENE))
        plan = replace(default_plan(read_package(packages[at]).codebook), audiences=("F",), weighted="")
        folders.append(made / f"report{at}")
        formats, languages = (FORMATS, ("en", "vi")) if at else (PAPER, ("en",))
        write_report(packages[at], folders[at], languages, words=words, formats=formats, plan=plan)
    told = [json.loads((one / "manifest.json").read_text("utf-8"))["figures"] for one in folders]
    first, second = ({one["id"]: one for one in figures} for figures in told)
    return Two((folders[0], folders[1]), (first, second), (packages[0], packages[1]))


def is_known(name: str) -> bool:
    return name in ("evidence.json", "manifest.json")


def test_no_file_holds_a_number_that_evidence_and_manifest_do_not(two: Two) -> None:
    folder = two.folders[1]
    told = {number for name in ("evidence.json", "manifest.json") for number in numbers_in(folder / name)}
    told |= {round(100 * number, 6) for number in told} | {round(number / 100, 6) for number in told}
    files = [file for file in sorted(folder.iterdir()) if not is_known(file.name)]
    assert {file.suffix for file in files} == {".html", ".pdf", ".docx", ".pptx", ".xlsx", ".json"}
    for file in files:
        assert not (rest := sorted(numbers_in(file) - told)), (file.name, rest)
    assert sum(len(numbers_in(file)) for file in files) > 500


def rows_of(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the ids and the printed value of every row of the pages in both languages."""
    for language in ("en", "vi"):
        for name, cells in page_of(folder / f"report.{language}.html").rows:
            yield name, cells[1]


def test_both_languages_print_the_same_and_nothing_finer(two: Two) -> None:
    figures, seen = two.figures[1], 0
    for name, text in rows_of(two.folders[1]):
        figure, number = figures.get(name), text.rstrip("°%")
        if figure is None or figure["kind"] != "share" or figure["estimate"] is None or not number.isdigit():
            continue
        assert int(number) == round(100 * figure["estimate"]), name
        seen += 1
    assert seen > 40


def test_charts_and_tables_of_office_files_print_values_of_the_evidence(two: Two) -> None:
    records = json.loads((two.folders[1] / "evidence.json").read_text("utf-8"))["records"]
    printed = {round(one["estimate"], 6) for one in records if one["estimate"] is not None}
    deck = pptx.Presentation(io.BytesIO((two.folders[1] / "report.en.pptx").read_bytes()))
    charts = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    values = [value for one in charts for plot in one.plots for part in plot.series for value in part.values]
    document = docx.Document(str(two.folders[1] / "report.en.docx"))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells[1:2]]
    shares = [int(text.rstrip("°%")) / 100 for text in cells if text.rstrip("°%").isdigit() and "%" in text]
    assert len(values) > 20 and len(shares) > 20
    limits = {
        round(one[side], 6) for one in two.figures[1].values() for side in ("low", "high") if one[side] is not None
    }
    near = printed | limits
    near |= {round(abs(a - b), 6) for one in two.figures[1].values() for a, b in spans(one)}
    assert not [value for value in values if value is not None and round(value, 6) not in near]
    assert not [share for share in shares if round(share, 6) not in printed]


def spans(figure: dict[str, Any]) -> Iterator[tuple[float, float]]:
    """Yield what the bars of a chart are as long as: from the estimate to either limit."""
    if figure["estimate"] is not None and figure["low"] is not None:
        yield figure["estimate"], figure["low"]
        yield figure["high"], figure["estimate"]


def test_nothing_but_shares_and_means_is_printed_again(two: Two) -> None:
    assert any(told_by_many_at_once(two.figures[0]))
    assert not list(told_by_many_at_once(two.figures[1]))


def test_no_share_follows_from_a_difference_and_the_other_side(two: Two) -> None:
    first, second = two.figures
    assert sum(name.endswith(":difference") and one["estimate"] is None for name, one in second.items()) > 100
    assert not [*told_by_differences(first), *told_by_differences(second)]


def test_lists_stand_in_the_order_of_what_is_printed(two: Two) -> None:
    names = [name for name, _ in page_of(two.folders[1] / "report.en.html").rows if "@" not in name]
    of_topics = list(dict.fromkeys(name for name in names if name.startswith("F.INT2.")))
    figures = two.figures[1]
    shown = [name for name in of_topics if figures[name]["estimate"] is not None]
    assert len(shown) > 5
    assert shown == sorted(shown, key=lambda name: (-figures[name]["estimate"], name))
    assert of_topics[len(shown) :] == sorted(of_topics[len(shown) :])


def test_no_share_goes_or_comes_because_of_what_one_person_answered(two: Two) -> None:
    assert any(one["suppressed"] in UNCERTAIN for one in two.figures[0].values())
    assert not list(told_by_appearance(*two.figures))


def test_means_leave_several_sums_of_who_left(two: Two) -> None:
    """A mean times its people is a sum; the sums of two reports differ by what the person who left answered."""
    first, second = two.figures
    tried = 0
    for name, later in second.items():
        earlier = first.get(name)
        if later["kind"] != "mean" or later["estimate"] is None or earlier is None or earlier["estimate"] is None:
            continue
        low, high = (people_before(two, name), people_after(two, name))
        half, now = 0.005, (later["step"] or 0.01) / 2
        least = low * (earlier["estimate"] - half) - high * (later["estimate"] + now)
        most = low * (earlier["estimate"] + half) - high * (later["estimate"] - now)
        if low == high:
            continue
        tried += 1
        assert math.floor(4 * min(most, 1)) - math.ceil(4 * max(least, 0)) + 1 >= 3, name
    assert tried


def people_before(two: Two, name: str) -> int:
    return _rated(two.packages[0], name)


def people_after(two: Two, name: str) -> int:
    return _rated(two.packages[1], name)


def _rated(package: Path, name: str) -> int:
    """Count who rated a need on both scales; who never looked for it gave no availability."""
    data = read_package(package).dataset
    row, kind = name.split(".")[1:3]
    rated, looked = f"NED1__{row}", f"NED2__{row}"
    both = data.answered(rated) & data.answered(looked)
    never = data.holds_code(looked, ("6",)) if kind == "A" else np.zeros(data.n, dtype=np.bool_)
    return int((both & ~never).sum())
