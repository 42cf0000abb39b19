"""No file of a public report holds a number more exactly than it is printed, nor one that may not be printed."""

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pptx
import pytest

from analysis.dataset import read_package
from analysis.plan import Plan
from analysis.plan_default import kept
from analysis.report.run import write_report
from tests.analysis.report.catalogues import words
from tests.analysis.report.package import write_package

PLAN = replace(Plan(), audiences=("F", "V"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a report of 40 foreigners, who answered of their own accord, and 120 people drawn at random."""
    made = tmp_path_factory.mktemp("printed")
    package = write_package(made / "package", seed=11, diaspora=120, foreigners=40)
    plan = kept(PLAN, read_package(package).codebook)
    write_report(package, made / "out", ("en",), words=words, formats=("html", "pptx"), plan=plan)
    return made / "out"


def decimals(value: float) -> int:
    return len(repr(round(float(value), 12)).partition(".")[2].rstrip("0"))


def numbers(value: Any) -> Iterator[float]:
    if isinstance(value, dict):
        for part in value.values():
            yield from numbers(part)
    elif isinstance(value, list):
        for part in value:
            yield from numbers(part)
    elif isinstance(value, float):
        yield value


@pytest.mark.parametrize("name", ["evidence.json", "measures.json", "items.json"])
def test_files_of_data_hold_two_decimals(folder: Path, name: str) -> None:
    every = list(numbers(json.loads((folder / name).read_text("utf-8"))))
    assert not [value for value in every if decimals(value) > 2]


def test_what_the_report_says_of_itself_is_kept_without_the_marks_of_its_figures(folder: Path) -> None:
    items = json.loads((folder / "items.json").read_text("utf-8"))["items"]
    told = next(one["text"]["en"] for one in items if one["id"] == "sizes")
    assert "n 40" in told.replace("\u00a0", " ")
    assert not [sign for one in items for sign in one["text"]["en"] if 0xFDD0 <= ord(sign) <= 0xFDEF]


def test_the_manifest_holds_what_is_printed(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    figures = manifest["figures"]
    assert len(figures) > 400
    assert not [value for value in numbers(figures) if decimals(value) > 2]
    assert not [one["id"] for one in figures if one["base_n"] and one["base_n"] % 5]
    secret = [one for one in figures if one["suppressed"] in ("disclosure", "complement")]
    assert secret and all(value is None for one in secret for value in (one["estimate"], one["se"], one["base_n"]))


def test_charts_of_slides_hold_whole_per_cent(folder: Path) -> None:
    deck = pptx.Presentation(io.BytesIO((folder / "report.en.pptx").read_bytes()))
    charts = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    assert len(charts) > 5
    held = [value for chart in charts for plot in chart.plots for one in plot.series for value in one.values]
    assert not [value for value in held if value is not None and decimals(value) > 2]
