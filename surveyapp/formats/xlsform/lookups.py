"""Look values up in the lists of a form: the wording of a chosen choice, a column of the row that a filter finds."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from surveyapp.formats.expressions.functions import call
from surveyapp.formats.expressions.scope import Scope
from surveyapp.formats.expressions.symbols import Single
from surveyapp.formats.expressions.tree import Call, Literal, Node, Reference, Untranslatable
from surveyapp.formats.expressions.truth import Translator
from surveyapp.questionnaire.conditions import Comparison, Condition, Constant, Expression, Name

ITEM = "instance-item"
"""How a path into a list is written as a call: of the list, the column, and the filter."""
InColumns = Callable[[Node, Mapping[str, str]], Node]
"""Put the cells of one row in place of the names of columns."""
MOST_ROWS = 150
_INSTANCE = re.compile(r"""instance\(\s*['"]([^'"]+)['"]\s*\)/\w+/item\s*\[""")
_QUESTION = re.compile(r"\s*\$\{\s*([^{}\s]+)\s*\}\s*")
_COLUMN = re.compile(r"\s*/\s*([\w.:-]+)")


def with_lookups_as_calls(text: str) -> str:
    """Return an expression in which paths into lists are calls, so that the rest is read as usual."""
    found = _INSTANCE.search(text)
    if found is None:
        return text
    end = _closing(text, found.end())
    column = _COLUMN.match(text, end + 1)
    if column is None:
        return text
    inner = with_lookups_as_calls(text[found.end() : end])
    rest = with_lookups_as_calls(text[column.end() :])
    return f"{text[: found.start()]}{ITEM}('{found[1]}', '{column[1]}', {inner}){rest}"


def _closing(text: str, at: int) -> int:
    """Return where the bracket closes that was opened before; the end of the text where none does."""
    depth, quote = 1, ""
    for place in range(at, len(text)):
        sign = text[place]
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "'\"":
            quote = sign
        else:
            depth += (sign == "[") - (sign == "]")
            if depth == 0:
                return place
    return len(text)


def looked_up(node: Call, scope: Scope, translator: Translator, in_columns: InColumns) -> Expression | None:
    """Return what a call finds in a list; None where it looks nothing up. The first row that fits counts."""
    match node:
        case Call("jr:choice-name", (Reference(name), _)):
            symbol = translator.dialect.symbol(Reference(name))
            rows = scope.tables.get(scope.offered.get(symbol.name, ""), ())
            if not rows or not isinstance(symbol, Single):
                raise Untranslatable("it shows the wording of something other than one choice of a list")
            chosen = [(Comparison("==", Name(symbol.name), Constant(row["name"])), row["label"]) for row in rows]
            return _first(chosen)
        case Call("jr:choice-name", (value, Literal(str(question)))) if named := _QUESTION.fullmatch(question):
            symbol = translator.dialect.symbol(Reference(named[1]))
            code = translator.expression(value)
            rows = scope.tables.get(scope.offered.get(symbol.name, ""), ())
            return _first([(Comparison("==", code, Constant(row["name"])), row["label"]) for row in rows])
        case Call(function, (Literal(str(name)), Literal(str(column)), where)) if function == ITEM:
            rows = scope.tables.get(name, ())
            if not rows or any(column.lower() not in row for row in rows):
                raise Untranslatable(f"there is no list {name!r} with a column {column!r}")
            return _first([(translator.condition(in_columns(where, row)).yes, row[column.lower()]) for row in rows])
    return None


def _first(cases: Sequence[tuple[Condition, str]]) -> Expression:
    """Return the text of the first case that holds; nothing where none does."""
    if len(cases) > MOST_ROWS:
        raise Untranslatable(f"it looks something up in more than {MOST_ROWS} rows")
    return call("coalesce", *(call("if", condition, Constant(text)) for condition, text in cases))
