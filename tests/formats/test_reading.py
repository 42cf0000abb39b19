"""Any bytes give a result with a sentence, never a traceback, within bounds."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.formats.native import write_native
from surveyapp.formats.reading import read
from tests.formats.writing import lss, read_form, read_survey, xlsform
from tests.questionnaire.building import page, question, questionnaire

_CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_SHEET = "xl/worksheets/sheet1.xml"


def only_problem(data: bytes) -> str:
    result = read(data, "file")
    assert result.questionnaire is None
    (problem,) = result.problems
    assert (problem.code, problem.severity) == ("unreadable", "error")
    return problem.text


def repacked(data: bytes, name: str, content: bytes) -> bytes:
    """Return a workbook with one of its parts replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            new.writestr(entry, content if entry == name else old.read(entry))
    return out.getvalue()


def sheet_with(cells: str) -> bytes:
    whole = xlsform([["type", "name"], ["text", "q"]])
    namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return repacked(
        whole, _SHEET, f'<worksheet xmlns="{namespace}"><sheetData>{cells}</sheetData></worksheet>'.encode()
    )


def test_native_json_is_read_as_it_is() -> None:
    whole = questionnaire(page(question("A")))
    result = read(write_native(whole).encode(), "a.json")
    assert (result.format, result.questionnaire, result.lost) == ("native", whole, ())


def test_native_json_is_known_by_its_questions_where_it_does_not_name_its_format() -> None:
    document = json.loads(write_native(questionnaire(page(question("A")))))
    del document["format"]
    result = read(json.dumps(document).encode(), "a.json")
    assert result.format == "native" and result.questionnaire is not None
    assert [one.id for one in result.questionnaire.questions()] == ["A"]


def test_pages_whose_questions_bear_no_answer_are_not_taken_for_native() -> None:
    result = read(b'{"pages": [{"questions": [{"type": "text", "name": "a"}]}]}', "a.json")
    assert result.format == "surveyjs" and result.questionnaire is not None
    assert [one.id for one in result.questionnaire.questions()] == ["a"]


def test_a_file_that_is_not_there_is_unreadable(tmp_path: Path) -> None:
    result = read(tmp_path / "nothing.xlsx")
    assert [problem.code for problem in result.problems] == ["unreadable"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"\x00" * 100,
        b"PK\x03\x04rubbish",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000,
        b"<html/>",
    ],
)
def test_what_nobody_can_read_is_one_problem(data: bytes) -> None:
    assert len(only_problem(data)) > 20


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", _CONTENT_TYPES)
    assert "no .xlsx workbook" in only_problem(out.getvalue())


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    assert "unpacks to" in only_problem(repacked(xlsform([["type"]]), _SHEET, b" " * 90_000_000))


def test_a_cell_in_the_far_corner_does_not_cost_the_whole_sheet() -> None:
    far = sheet_with('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    assert "too much memory" in only_problem(far)


def test_a_hundred_thousand_rows_are_refused() -> None:
    rows = "".join(f'<row r="{at}"><c r="A{at}"><v>1</v></c></row>' for at in range(1, 100_001))
    assert "rows" in only_problem(sheet_with(rows))


def test_a_hundred_thousand_choices_are_refused_in_either_format() -> None:
    many = {f"A{number}": "x" for number in range(25_000)}
    assert "at most" in only_problem(lss([{"type": "L", "title": "q", "answers": many}]))
    rows = "".join(
        f'<row r="{at}"><c r="A{at}"><v>1</v></c><c r="B{at}"><v>{at}</v></c></row>' for at in range(2, 25_000)
    )
    names = (("A1", "list_name"), ("B1", "name"))
    head = "".join(f'<c r="{cell}" t="inlineStr"><is><t>{name}</t></is></c>' for cell, name in names)
    whole = xlsform([["type", "name"], ["text", "q"]], [["list_name"], ["a"]])
    namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    body = f'<worksheet xmlns="{namespace}"><sheetData><row r="1">{head}</row>{rows}</sheetData></worksheet>'
    assert "at most" in only_problem(repacked(whole, "xl/worksheets/sheet2.xml", body.encode()))


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE d SYSTEM "http://example.org/d.dtd">',
    ],
)
def test_xml_with_entities_is_refused(declaration: str) -> None:
    assert "entities" in only_problem(f"<?xml version='1.0'?>{declaration}<document>x</document>".encode())


@pytest.mark.parametrize(
    "body", ["<a>" * 200_000, "<questions><rows><row>" + "<a/>" * 200_000, "<a/>" * 200_000, "<a></b>"]
)
def test_xml_of_an_odd_shape_is_refused(body: str) -> None:
    only_problem(f"<document>{body}".encode())


def test_json_nested_a_hundred_thousand_deep_is_refused() -> None:
    only_problem(b'{"a":' * 100_000)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of memory is read from /proc")
def test_bombs_stay_within_300_megabytes_and_ten_seconds(tmp_path: Path) -> None:
    far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="60000"><c r="ALL60000"><v>1</v></c></row>'
    bombs = {
        "far.xlsx": sheet_with(far),
        "long.xlsx": sheet_with(
            '<row r="1"><c r="A1" t="inlineStr"><is><t>' + "x" * 60_000_000 + "</t></is></c></row>"
        ),
        "wide.lss": b"<document><questions><rows><row>" + b"<a/>" * 4_000_000,
        "many.lss": b"<document><answers><rows>" + b"<row><code>1</code></row>" * 500_000,
    }
    for name, data in bombs.items():
        (tmp_path / name).write_bytes(data)
        script = (
            "import re, resource, sys; from pathlib import Path; from surveyapp.formats.reading import read\n"
            "result = read(Path(sys.argv[1]))\n"
            "own = int(re.search(r'VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text())[1])\n"
            "child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss\n"
            "print(len(result.problems), max(own, child) // 1024)"
        )
        done = subprocess.run(
            [sys.executable, "-c", script, str(tmp_path / name)], capture_output=True, text=True, timeout=90, check=True
        )
        problems, megabytes = map(int, done.stdout.split())
        assert problems == 1
        assert megabytes < 300, name


@given(st.binary(max_size=300), st.sampled_from([b"", b"PK\x03\x04", b"<", b"<document>", b"{", b'{"format":']))
def test_no_bytes_make_it_fail(tail: bytes, head: bytes) -> None:
    result = read(head + tail, "x")
    assert result.questionnaire is not None or result.problems


@given(st.integers(0, 2_000), st.integers(0, 255))
def test_a_survey_with_one_byte_changed_is_read_or_refused(at: int, byte: int) -> None:
    data = bytearray(lss([{"type": "L", "title": "q", "answers": {"1": "a"}, "relevance": "1"}]))
    data[at % len(data)] = byte
    result = read(bytes(data), "x.lss")
    assert result.questionnaire is not None or result.problems


def test_results_are_json_all_through() -> None:
    for result in (
        read_form([["type", "name", "label"], ["text", "q", "Q"]]),
        read_survey([{"type": "S", "title": "q"}]),
    ):
        assert result.questionnaire is not None
        assert json.loads(write_native(result.questionnaire))["pages"]
