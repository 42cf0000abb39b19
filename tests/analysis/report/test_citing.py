"""Every figure in a sentence leads to the evidence it was printed from."""

import json
import math
import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pptx
import pytest
from babel.numbers import parse_decimal

from analysis.report.builder import build_report
from analysis.report.citing import Cite, Cited, Sentence, marked, runs_of, sentences_in, settled, unmarked
from analysis.report.document import Column, Document, Row, Table
from analysis.report.evidence import Evidence, findings_in
from analysis.report.evidence_file import evidence_file
from analysis.report.html.page import render
from analysis.report.slides import write_slides
from analysis.report.word import write_word
from analysis.report.words import Words
from analysis.topics.findings import Finding
from tests.analysis.report.catalogues import words

DIGIT = re.compile(r"\d")
NUMBER = re.compile(r"[+\N{MINUS SIGN}]?\d[\d.,\N{NO-BREAK SPACE}]*")
CODE = re.compile(r"\b[A-Z]{1,3}\.[\w.@=:-]+|\b[A-Z]{1,4}\d+\b|\b[MP]\d+\b")
LANGUAGES = ("vi", "en")


def without_digits(language: str) -> Words:
    """Return words whose own sentences hold no digit, so that every digit left was put in as a figure or a name."""
    usual = words(language)
    return Words(
        language,
        lambda sentence: DIGIT.sub("", usual.gettext(sentence)),
        lambda one, many, n: DIGIT.sub("", usual.ngettext(one, many, n)),
    )


@pytest.fixture(scope="module", params=LANGUAGES)
def document(request: pytest.FixtureRequest, evidence: Evidence) -> Document:
    return build_report(evidence, without_digits(request.param))


@pytest.fixture(scope="module")
def found(evidence: Evidence) -> dict[str, Finding]:
    return {finding.id: finding for finding in findings_in(evidence)}


def names(evidence: Evidence, language: str) -> Iterator[str]:
    """Yield what is called by a name that may hold digits: titles, labels, groups of ages, dates, sources."""
    codebook = evidence.package.codebook
    yield "ISO 20252"
    texts = [codebook.title]
    for variable in codebook.variables:
        texts += [variable.text, variable.label, *(value.text for value in variable.values)]
    yield from (text[language] for text in texts if language in text)
    for segment in evidence.plan.segments:
        for group in segment.groups:
            low, _, high = group.id.partition("-")
            yield f"{low}\N{EN DASH}{high}" if high else low
    usual = words(language)
    margins = [audience.sample.weighting for audience in evidence.audiences if audience.sample.weighting]
    days = [evidence.package.fieldwork.first, evidence.package.fieldwork.last]
    days += [weighting.about.date.isoformat() for weighting in margins if weighting.about]
    yield from (usual.day(day) for day in days)
    yield from (weighting.about.source for weighting in margins if weighting.about)


def is_a_code(sentence: Sentence) -> bool:
    return sentence.place.rpartition(".")[2] in ("id", "finding", "direction", "language", "layout", "code")


def test_no_number_of_a_sentence_comes_from_nowhere(document: Document, evidence: Evidence) -> None:
    known = {name for name in names(evidence, document.language) if DIGIT.search(name) and len(name) > 1}
    named = re.compile("|".join(rf"(?<!\d){re.escape(name)}(?!\d)" for name in sorted(known, key=len, reverse=True)))
    sentences = [sentence for sentence in sentences_in(document) if not is_a_code(sentence)]
    assert len(sentences) > 300
    astray = []
    for sentence in sentences:
        if ".chart." in sentence.place and not sentence.place.endswith((".title", ".description")):
            continue
        left = "".join(run for run, cite in runs_of(sentence.text) if cite is None)
        if DIGIT.search(CODE.sub("", named.sub("", left))):
            astray.append((sentence.place, left))
    assert not astray


def parsed(text: str, language: str) -> list[float]:
    return [
        float(parse_decimal(one.rstrip(".,").replace("\N{MINUS SIGN}", "-").lstrip("+"), locale=language))
        for one in NUMBER.findall(text)
    ]


def as_printed(finding: Finding, cite: Cite) -> tuple[list[float], float]:
    """Return the numbers that a cite must print, and half of the last digit printed."""
    scale = 1 if finding.kind == "mean" else 100
    match cite.part:
        case "value":
            return [scale * finding.value], 0.005 if finding.kind == "mean" else 0.5
        case "interval":
            return [scale * finding.low, scale * finding.high], 0.5
        case "n":
            return [finding.base_n], 2.5
        case "effective_n":
            return [finding.effective_n], 2.5
        case _:
            return [finding.deff], 0.05


def test_every_figure_printed_is_the_figure_computed(document: Document, found: dict[str, Finding]) -> None:
    checked = 0
    for sentence in sentences_in(document):
        for cite in sentence.cites:
            text = sentence.text[cite.start : cite.end]
            if cite.part == "fact":
                assert cite.value is not None
                wanted, slack = [cite.value], 0.5
                if "%" in text or cite.id == "plan.smallest_difference":
                    wanted = [100 * cite.value]
            else:
                finding = found[cite.id]
                if text == "\N{DOUBLE DAGGER}":
                    assert not finding.shown
                    continue
                wanted, slack = as_printed(finding, cite)
            seen = parsed(text, document.language)
            if text.startswith(("<", ">")):
                assert abs(wanted[0] - seen[0]) <= max(1.0, seen[0])
                continue
            assert len(seen) == len(wanted), (cite, text)
            assert all(abs(a - b) <= slack + 1e-9 for a, b in zip(seen, wanted, strict=True)), (cite, text, wanted)
            checked += 1
    assert checked > 250


def test_every_figure_has_one_place_that_links_lead_to(document: Document) -> None:
    html = render(document)
    places = re.findall(r'id="at-([^"]+)"', html)
    leads = set(re.findall(r'href="#at-([^"]+)"', html))
    assert len(places) == len(set(places))
    assert len(leads) > 40
    assert leads <= set(places)


def test_a_word_file_leads_from_figures_to_bookmarks(document: Document) -> None:
    with zipfile.ZipFile(BytesIO(write_word(document))) as file:
        xml = file.read("word/document.xml").decode()
    leads, places = set(re.findall(r'w:anchor="(at_\w+)"', xml)), re.findall(r'w:name="(at_\w+)"', xml)
    assert leads
    assert leads <= set(places)
    assert len(places) == len(set(places))


def test_slides_name_the_evidence_in_their_notes(document: Document) -> None:
    deck = pptx.Presentation(BytesIO(write_slides(document)))
    notes = [slide.notes_slide.notes_text_frame.text for slide in deck.slides if slide.has_notes_slide]
    for headline in document.findings:
        assert any(f"← {headline.id}" in note for note in notes)


@pytest.fixture(scope="module")
def told(evidence: Evidence) -> dict[str, Any]:
    documents = {language: build_report(evidence, words(language)) for language in LANGUAGES}
    made = evidence_file(evidence, documents)
    assert made == evidence_file(evidence, documents)
    read: dict[str, Any] = json.loads(made)
    return read


def test_the_evidence_file_answers_for_every_sentence(told: dict[str, Any]) -> None:
    records = {record["id"]: record for record in told["records"]}
    assert len(records) == len(told["records"])
    for language in LANGUAGES:
        sentences = told["sentences"][language]
        assert len(sentences) > 50
        for sentence in sentences:
            for name, part, printed in sentence["cites"]:
                assert printed in sentence["text"]
                record = records[name]
                if part in ("value", "fact", "n") and record["estimate"] is not None and printed[0] not in "<>":
                    figure = record["estimate" if part != "n" else "n"]
                    near = [figure, 100 * figure]
                    assert any(abs(parsed(printed, language)[0] - one) <= 0.56 for one in near), (name, printed)


def test_the_evidence_file_publishes_nothing_that_the_report_holds_back(
    told: dict[str, Any], found: dict[str, Finding]
) -> None:
    figures = [record for record in told["records"] if record["kind"] != "fact"]
    hidden = [record for record in figures if not found[record["id"]].shown]
    assert hidden
    assert all(record["estimate"] is record["low"] is record["high"] is None for record in hidden)
    assert all(record["n"] is None or record["n"] % 5 == 0 for record in figures)
    few = [record for record in figures if found[record["id"]].base_n < 10]
    assert all(record["n"] is None for record in few)


def test_a_figure_in_a_table_names_its_cell(told: dict[str, Any]) -> None:
    need = next(record for record in told["records"] if record["id"] == "V.N03.U")
    assert need["cell"]["en"]["row"] == "Nationality and identity papers"
    assert need["cell"]["en"]["column"] == "Estimate"


def test_marks_survive_joining_and_are_gone_when_settled() -> None:
    share = marked("41%", "V.N03.U", "value")
    joined = " · ".join(["“" + share + "”", f"{marked('5', 'k', 'fact', 5)} of 9"])
    text = settled(joined, set())
    assert text == unmarked(joined) == "“41%” · 5 of 9"
    assert isinstance(text, Cited)
    assert [text[cite.start : cite.end] for cite in text.cites] == ["41%", "5"]
    assert text.cites[1] == Cite(8, 9, "k", "fact", 5.0)


def test_only_the_first_cell_that_prints_a_figure_alone_is_its_place() -> None:
    share = marked("41%", "V.N03.U", "value")
    rows = (Row("a", (f"{share} {share}",)), Row("b", (share,)), Row("c", (share,)))
    placed: set[str] = set()
    table = settled(Table("t", (Column("x"), Column("y")), rows), placed)
    anchors = [getattr(row.cells[0], "anchor", "") for row in table.rows]
    assert anchors == ["", "V.N03.U", ""]
    assert placed == {"V.N03.U"}


def test_what_is_missing_in_a_fact_is_not_a_number() -> None:
    assert settled(marked("–", "x", "fact", math.nan), set()) == "–"


def test_the_workbook_and_the_file_say_the_same_ids(evidence: Evidence, told: dict[str, Any], tmp_path: Path) -> None:
    assert {finding.id for finding in findings_in(evidence)} <= {record["id"] for record in told["records"]}
