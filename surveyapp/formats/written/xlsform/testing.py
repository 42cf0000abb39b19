"""Say our tests of one thing, such as `contains` and `matches`, in the XPath of XLSForms."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from surveyapp.formats.expressions.tree import Untranslatable
from surveyapp.formats.written.xlsform.calls import is_date, is_numeric
from surveyapp.formats.written.xlsform.texts import text_literal
from surveyapp.questionnaire.conditions import (
    AllOf,
    Comparison,
    Condition,
    Constant,
    Membership,
    Name,
    Node,
    Not,
    Test,
)

if TYPE_CHECKING:
    from surveyapp.formats.written.xlsform.knowledge import Known
    from surveyapp.formats.written.xlsform.xpath import XPathWriter

_TEXT_TESTS = {"contains": "contains", "starts_with": "starts-with", "ends_with": "ends-with"}
MOST_COMPARED = 12


def rewritten(test: Test, writer: XPathWriter) -> Condition | None:
    """Return a condition without this test that is true, false and open where it is; None where there is none."""
    match test:
        case Test("contains_all", (Name() as listed, Constant(value))):
            codes = value if isinstance(value, tuple) else (value,)
            return AllOf(tuple(Membership(Constant(code), listed) for code in codes))
        case Test("all_different", values) if len(values) <= MOST_COMPARED:
            same = (Test("is_true", (_same(*pair, writer),)) for pair in combinations(values, 2))
            return AllOf(tuple(Not(pair) for pair in same))
        case Test("is_number", (Name() as value,)) if is_numeric(value, writer):
            return Comparison("==", value, value)
        case Test("is_date", (Name() as value,)) if is_date(value, writer):
            return Comparison("==", value, value)
    return None


def test_text(test: Test, writer: XPathWriter, known: Known) -> str:
    """Return an XPath that is true exactly where the test is, given that what it is about is answered."""
    match test:
        case Test("matches", (text, Constant(str(pattern)))):
            return f"regex({writer.written(text, known, 0)}, {text_literal(_whole(pattern))})"
        case Test(function, (text, piece)) if function in _TEXT_TESTS:
            return f"{_TEXT_TESTS[function]}({writer.written(text, known, 0)}, {writer.written(piece, known, 0)})"
        case Test("is_whole", (number,)) if is_numeric(number, writer):
            return f"int({writer.written(number, known, 0)}) = {writer.written(number, known, 1)}"
    raise Untranslatable(f"the test {test.function}() has no XPath")


def needs_answer(test: Test) -> bool:
    """Tell whether the XPath could be true of an empty text."""
    match test:
        case Test("contains" | "starts_with" | "ends_with", (_, Constant(str(piece)))):
            return not piece
    return True


def _same(first: Node, second: Node, writer: XPathWriter) -> Condition:
    if not (isinstance(first, Name) and isinstance(second, Name)):
        raise Untranslatable("it compares more than the answers of questions")
    if any(writer.answers(name).several or writer.answers(name).rows for name in (first.name, second.name)):
        raise Untranslatable("it compares the elements of lists")
    return Comparison("==", first, second)


def _whole(pattern: str) -> str:
    if any(sign in pattern for sign in "‘’“”\u00a0"):
        raise Untranslatable("its pattern holds quotation marks or spaces that a form writes otherwise")
    if pattern.startswith("^") and pattern.endswith("$"):
        return pattern
    return f"^(?:{pattern})$" if "|" in pattern else f"^{pattern}$"
