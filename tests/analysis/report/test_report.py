"""The report as a whole: one file a language, complete, honest, the same bytes every time."""

import hashlib
import itertools
import json
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from analysis.dataset import Package, PackageError, read_package
from analysis.plan import Plan
from analysis.plan_default import default_plan
from analysis.plan_reading import plan_as_json
from analysis.report.builder import build_report
from analysis.report.document import ChartBlock, Document
from analysis.report.evidence import Evidence, gather
from analysis.report.html.page import render
from analysis.report.run import write_report
from analysis.weighting.margins import read_margins
from tests.analysis.report.catalogues import english, words
from tests.analysis.report.package import write_package

VOID = {"meta", "line", "circle", "rect", "path", "br"}


class Page(HTMLParser):
    """Gather what a page holds, and fail on tags that do not close."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag


@pytest.fixture(scope="module")
def written(package_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a report in a place of its own, whose ledger no other report shares."""
    out = tmp_path_factory.mktemp("out") / "report"
    write_report(package_folder, out, words=words)
    return out


@pytest.fixture(scope="module")
def document(evidence: Evidence) -> Document:
    return build_report(evidence, english())


def gathered(package: Package) -> Evidence:
    return gather(package, Plan(), read_margins(), lambda share, step: None)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_page_stands_alone(written: Path, language: str) -> None:
    html = (written / f"report.{language}.html").read_text("utf-8")
    page = Page(html)
    names = [tag for tag, _ in page.tags]
    assert names.count("style") == 1
    assert not {"script", "link", "img", "iframe", "object"} & set(names)
    assert not any("style" in attributes for _, attributes in page.tags)
    assert not re.search(r"https?://|url\(|@import", html)
    root = next(attributes for tag, attributes in page.tags if tag == "html")
    assert root == {"lang": language, "dir": "ltr"}


def test_ids_are_unique_and_every_link_leads_somewhere(written: Path) -> None:
    page = Page((written / "report.en.html").read_text("utf-8"))
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    links = [str(attributes["href"]) for tag, attributes in page.tags if tag == "a"]
    assert links
    assert {link.removeprefix("#") for link in links} <= set(ids)


def test_headings_never_skip_a_level(written: Path) -> None:
    page = Page((written / "report.vi.html").read_text("utf-8"))
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(second <= first + 1 for first, second in itertools.pairwise(levels))


def test_every_chart_has_its_table_and_its_method_line(document: Document) -> None:
    charts = [block for section in document.sections for block in section.blocks if isinstance(block, ChartBlock)]
    assert len(charts) > 15
    for chart in charts:
        assert chart.table.rows
        assert "basis" in chart.meta
        assert chart.chart.title
        assert chart.chart.description


def test_simulated_data_are_labelled_in_every_section(written: Path) -> None:
    html = (written / "report.en.html").read_text("utf-8")
    assert html.count('class="demo">Simulated data<') == len(re.findall('class="part( own)?"', html)) + 2


def test_real_data_carry_no_such_label(tmp_path: Path) -> None:
    folder = write_package(tmp_path / "real", simulated=False)
    html = render(build_report(gathered(read_package(folder)), english()))
    assert "Simulated data" not in html
    assert "Still to be stated: Purpose; Sponsor; Conducted by" in html


def test_the_answer_comes_first(document: Document) -> None:
    assert "Nationality and identity papers" in document.title
    assert document.findings[0].id == "V.N03.U"
    assert document.findings[-1].meta.endswith("describes those who answered, no interval")


def test_measures_cite_findings_of_the_page(document: Document) -> None:
    assert document.follows is not None
    cited = [measure.finding for block in document.follows.blocks for measure in getattr(block, "measures", ())]
    assert cited
    assert set(cited) <= {headline.id for headline in document.findings}


def test_the_refusals_are_said(document: Document) -> None:
    html = render(document)
    for refusal in ("No total.", "No forecast.", "No causes.", "No means compared across languages."):
        assert refusal in html
    assert "margin of error" not in html


def test_deviations_of_the_weighting_are_printed(document: Document) -> None:
    html = render(document)
    assert "no usable margin for Taiwan" in html
    assert "the margin counts all ages" in html
    assert "more than three years before fieldwork" in html


def test_without_a_sample_of_known_probabilities_nothing_is_concluded(tmp_path: Path) -> None:
    folder = write_package(tmp_path / "foreigners", diaspora=0)
    document = build_report(gathered(read_package(folder)), english())
    assert document.title == "What those who answered said, and what cannot be concluded from it"
    html = render(document)
    assert "95% interval" not in html
    assert "No difference between" not in html


def test_a_handful_of_answers_prints_no_figure(tmp_path: Path) -> None:
    folder = write_package(tmp_path / "few", diaspora=12, foreigners=3)
    document = build_report(gathered(read_package(folder)), english())
    assert document.findings == ()
    assert document.follows is None
    assert Page(render(document))


def test_the_same_package_gives_the_same_bytes(package_folder: Path, written: Path, tmp_path: Path) -> None:
    again = tmp_path / "report"
    write_report(package_folder, again, words=words)
    for name in ("report.vi.html", "report.en.html", "manifest.json"):
        assert (again / name).read_bytes() == (written / name).read_bytes()


def test_the_manifest_tells_what_the_report_was_made_from(package_folder: Path, written: Path) -> None:
    manifest: dict[str, Any] = json.loads((written / "manifest.json").read_text("utf-8"))
    for name, digest in {**manifest["hashes"], **manifest["reports"]}.items():
        folder = package_folder if name in manifest["hashes"] else written
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    assert manifest["plan"] == json.loads(json.dumps(plan_as_json(default_plan(read_package(package_folder).codebook))))
    assert manifest["weights"][0]["deviations"]
    ids = [figure["id"] for figure in manifest["figures"]]
    assert len(ids) == len(set(ids)) > 500


def test_figures_that_are_not_printed_have_no_values_in_the_manifest(written: Path) -> None:
    manifest = json.loads((written / "manifest.json").read_text("utf-8"))
    hidden = [figure for figure in manifest["figures"] if figure["suppressed"]]
    assert hidden
    assert all(figure["estimate"] is None and figure["se"] is None for figure in hidden)


def test_progress_names_each_step_and_ends(package_folder: Path, tmp_path: Path) -> None:
    heard: list[tuple[float, str]] = []
    write_report(
        package_folder, tmp_path, ("en",), words=words, progress=lambda share, step: heard.append((share, step))
    )
    shares = [share for share, _ in heard]
    assert shares == sorted(shares)
    assert heard[-1] == (1.0, "done")
    assert "needs V" in {step for _, step in heard}


def test_a_broken_package_writes_nothing(package_folder: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(package_folder, broken)
    (broken / "design.json").unlink()
    with pytest.raises(PackageError):
        write_report(broken, tmp_path / "out", words=words)
    assert not (tmp_path / "out").exists()
