"""Turn the matrices of SurveyJS, and its lists of short texts, into grids."""

from __future__ import annotations

from surveyapp.formats.implied import implied
from surveyapp.formats.json_source import Part
from surveyapp.formats.surveyjs.choices import Making, choices_of, items_of
from surveyapp.formats.surveyjs.elements import Element, is_multiple
from surveyapp.formats.surveyjs.validators import counts_of, number_of, text_of
from surveyapp.questionnaire.answer_types import AnswerType, Grid, GridColumn, One, Several
from surveyapp.questionnaire.answer_types.grid import CellAnswer
from surveyapp.questionnaire.choices import Choice

_SEVERAL = ("checkbox", "tagbox")
_NUMBERS = ("number", "range")


def grid_of(element: Element, making: Making) -> AnswerType | None:
    """Return a grid with one scale, or with boxes."""
    part, at = element.part, element.place
    rows = items_of(part, "rows", at, making)
    columns = tuple(items_of(part, "columns", at, making))
    if not rows or not columns:
        return None
    shuffle = part.text("rowsOrder") == "random" or part.text("rowOrder") == "random"
    if part.take("cellType") == "checkbox" or is_multiple(part):
        part.ignore("isMultiSelect", "multiSelect")
        return Grid(rows=tuple(rows), cell=Several(choices=columns), shuffle=shuffle)
    return Grid(rows=tuple(rows), choices=columns, shuffle=shuffle)


def matrix_of(element: Element, making: Making) -> AnswerType | None:
    """Return a grid with a column for each of the matrix."""
    part = element.part
    rows = items_of(part, "rows", element.place, making)
    columns = columns_of(element, making)
    return Grid(rows=tuple(rows), columns=columns) if rows and columns else None


def columns_of(element: Element, making: Making) -> tuple[GridColumn, ...]:
    """Return what a matrix asks of every row; a column without an equivalent is listed."""
    part, at = element.part, element.place
    usual = part.text("cellType") or "dropdown"
    shared = items_of(part, "choices", at, making)
    found: dict[str, GridColumn] = {}
    for column in part.each("columns"):
        code = column.text("name")
        answer = _cell(column, column.text("cellType") or usual, shared, element, making)
        if answer is None or not code or code in found:
            making.ledger.lose(column.place, code, "nothing is left of this column")
            column.ignore_all()
            continue
        text = making.wordings.take(column, "title", at) or {making.wordings.base: code}
        found[code] = GridColumn(code=code[:120], text=text, answer=answer, required=column.is_on("isRequired"))
    return tuple(found.values())


def _cell(column: Part, kind: str, shared: list[Choice], element: Element, making: Making) -> CellAnswer | None:
    if kind in ("text", "comment"):
        if column.peek("inputType") in _NUMBERS:
            column.ignore("inputType")
            return number_of(column, making)
        return text_of(column, 1, 1_000, making)
    if kind == "boolean":
        yes, no = (implied(name, making.wordings.languages) for name in ("yes", "no"))
        return One(choices=(Choice(code="true", text=yes), Choice(code="false", text=no)))
    if kind == "rating":
        points = [str(point) for point in range(1, int(column.number("rateMax") or 5) + 1)][:100]
        return One(choices=tuple(Choice(code=p, text=dict.fromkeys(making.wordings.languages, p)) for p in points))
    own = Element(column, element.id, element.place)
    offered = tuple(choices_of(own, making)) or tuple(shared)
    if not offered or kind not in (*_SEVERAL, "dropdown", "radiogroup", "default"):
        return None
    if kind in _SEVERAL:
        least, most = counts_of(column, len(offered), making)
        return Several(choices=offered, at_least=least or 1, at_most=most)
    return One(choices=offered, layout="select" if kind == "dropdown" else "list")


def texts_of(element: Element, making: Making) -> AnswerType | None:
    """Return a grid of short texts; of numbers where all of them are."""
    part, at = element.part, element.place
    items = [item for item in part.each("items") if item.text("name")]
    rows = {
        item.text("name"): Choice(
            code=item.text("name")[:120],
            text=making.wordings.take(item, "title", at) or {making.wordings.base: item.text("name")},
        )
        for item in items
    }
    if not rows:
        return None
    numbers = all(item.peek("inputType") in _NUMBERS for item in items)
    cells = [number_of(item, making) if numbers else text_of(item, 1, 1_000, making) for item in items]
    for item in items:
        item.ignore("inputType")
        if item.is_on("isRequired"):
            making.ledger.lose(f"{item.place}.isRequired", item.text("name"), "the fields are required together or not")
    if any(cell != cells[0] for cell in cells):
        making.ledger.lose(part.place, "limits of its fields", "the fields of a list have the limits of the first")
    return Grid(rows=tuple(rows.values()), cell=cells[0])
