"""Compare lists of codes, and look for codes in them, in the XPath of XLSForms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from surveyapp.formats.expressions.tree import Untranslatable
from surveyapp.formats.written.xlsform.texts import plain, scalar, text_literal
from surveyapp.questionnaire.conditions import Comparison, Constant, Expression, Membership, Name, Scalar, same_code

if TYPE_CHECKING:
    from surveyapp.formats.written.xlsform.xpath import Answers, XPathWriter


def list_comparison(condition: Comparison, writer: XPathWriter) -> str:
    """Return whether a list is the same as a constant one."""
    match condition:
        case Comparison("==" | "!=" as comparator, Name(name), Constant(value)):
            codes = value if isinstance(value, tuple) else (value,)
            answers, reference = writer.answers(name), writer.reference(name)
            if len(codes) == 1:  # a list of one code is that code
                return f"{reference} {comparator.replace('==', '=')} {text_literal(code_there(answers, codes[0]))}"
            chosen = [f"selected({reference}, {text_literal(code_there(answers, code))})" for code in codes]
            same = " and ".join([f"count-selected({reference}) = {len(codes)}", *chosen])
            return same if comparator == "==" else f"not({same})"
    raise Untranslatable("it compares two lists")


def among(condition: Membership, writer: XPathWriter) -> list[str]:
    """Return the alternatives of which one is true where the left is among the right, without its negation."""
    match condition:
        case Membership(Constant(value), Name(name)):
            codes = value if isinstance(value, tuple) else (value,)
            return [_chosen(name, code, writer) for code in codes]
        case Membership(Name(name), Constant(tuple(codes))):
            return [_chosen(name, code, writer) for code in codes]
        case Membership(Name(first), Name(second)):
            if writer.answers(second).several and not writer.answers(first).several:
                return [f"selected({writer.reference(second)}, {writer.reference(first)})"]
    raise Untranslatable("it looks for one list in another")


def is_list(expression: Expression, writer: XPathWriter) -> bool:
    """Tell whether an expression is a list, by its own kind or its answer's."""
    match expression:
        case Constant(value):
            return isinstance(value, tuple)
        case Name(name):
            return writer.answers(name).several
    return False


def code_there(answers: Answers, code: Scalar) -> str:
    """Return what a code of ours is called in the form."""
    return next((theirs for ours, theirs in answers.codes.items() if same_code(ours, code)), plain(code))


def _chosen(name: str, code: Scalar, writer: XPathWriter) -> str:
    answers = writer.answers(name)
    if answers.rows:
        return f"${{{writer.answers(_row(name, code, writer)).name}}} != ''"
    if answers.several:
        return f"selected({writer.reference(name)}, {text_literal(code_there(answers, code))})"
    value = text_literal(code_there(answers, code)) if answers.codes else scalar(code)
    return f"{writer.reference(name)} = {value}"


def _row(grid: str, code: Scalar, writer: XPathWriter) -> str:
    found = next((name for row, name in writer.rows_of(grid).items() if same_code(row, code)), None)
    if found is None:
        raise Untranslatable(f"`{grid}` has no row {code!r}")
    return found
