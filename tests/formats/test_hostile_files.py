"""Workbooks with merged cells or macros, and texts in other encodings, are read rightly or refused in a sentence."""

from __future__ import annotations

import io
import json
import zipfile

import openpyxl
import pytest

from surveyapp.formats.reading import read
from tests.formats.writing import lss, xlsform

ROWS = [["type", "name", "label"], ["text", "q", "Wie heißen Sie?"], ["note", "n", "Ende"]]


def merged(area: str) -> bytes:
    workbook = openpyxl.load_workbook(io.BytesIO(xlsform(ROWS)))
    workbook["survey"].merge_cells(area)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def with_macros(data: bytes) -> bytes:
    """Return the workbook as Excel marks one that holds macros, with something in their place."""
    out = io.BytesIO()
    plain, macros = b"spreadsheetml.sheet.main+xml", b"ms-excel.sheet.macroEnabled.main+xml"
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.namelist():
            content = old.read(entry)
            if entry == "[Content_Types].xml":
                content = content.replace(b"openxmlformats-officedocument." + plain, macros)
            new.writestr(entry, content)
        new.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0not a macro")
    return out.getvalue()


def test_a_merged_title_beside_a_cell_keeps_the_first_cell_and_loses_no_question() -> None:
    result = read(merged("C2:D2"), "form.xlsx")
    assert result.questionnaire is not None
    assert [question.id for question in result.questionnaire.questions()] == ["q", "n"]


def test_a_name_that_is_merged_away_is_refused_or_listed_with_its_row() -> None:
    result = read(merged("B2:B3"), "form.xlsx")
    said = [f"{lost.place} {lost.what}" for lost in result.lost] + [one.place for one in result.problems]
    assert any("row 3" in one for one in said)


def test_a_workbook_with_macros_is_read_like_any_other() -> None:
    plain, macros = xlsform(ROWS), with_macros(xlsform(ROWS))
    assert macros != plain
    found = read(macros, "form.xlsm")
    assert found.questionnaire is not None
    assert found.questionnaire == read(plain, "form.xlsm").questionnaire


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1", "cp1258"])
@pytest.mark.parametrize("kind", ["json", "xml"])
def test_a_text_in_another_encoding_is_read_rightly_or_refused_in_one_sentence(kind: str, encoding: str) -> None:
    question = {"type": "text", "name": "q", "title": "Größe"}
    if kind == "json":
        text = json.dumps({"pages": [{"name": "p", "elements": [question]}]}, ensure_ascii=False)
    else:
        text = lss([{"type": "S", "title": "q", "question": "Größe"}]).decode()
    result = read(text.encode(encoding), f"form.{kind}")
    if result.questionnaire is None:
        assert len(result.problems) == 1 and result.problems[0].text.endswith(".")
    else:
        (asked,) = result.questionnaire.questions()
        assert all(wording.startswith("Größe") for wording in asked.text.values())
