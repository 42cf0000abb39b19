"""Say limits and checks of an answer as one constraint with one message."""

from __future__ import annotations

from collections.abc import Iterator

from surveyapp.formats.expressions.tree import Untranslatable
from surveyapp.formats.result import Ledger
from surveyapp.formats.written.xlsform.names import Names
from surveyapp.formats.xlsform.limits import Limits, count_limits, number_limits, text_limits
from surveyapp.formats.xlsform.xpath import parse_xpath
from surveyapp.questionnaire.answer_types import AnswerType, Number, OpenText, Several
from surveyapp.questionnaire.checking.answers import asks_whether_answered
from surveyapp.questionnaire.model import Text
from surveyapp.questionnaire.schema import Question, Questionnaire

USUAL_LENGTH = OpenText.model_fields["max_length"].default


def constraint_of(question: Question, questionnaire: Questionnaire, names: Names, ledger: Ledger) -> tuple[str, Text]:
    """Return the constraint (empty where there is none) and its message; what cannot be said is listed."""
    checks, messages = [], list[Text]()
    writer = names.writer(question.id if question.id in names.answers else None)
    for at, check in enumerate(question.checks):
        place = f"{question.id}.checks.{at}"
        try:
            checks.append(writer.where_not_false(check.condition))
        except Untranslatable as error:
            ledger.lose(place, " / ".join(check.text.values()), str(error))
            continue
        if asks_whether_answered(check.condition, question.id):
            ledger.lose(place, "its hold on an empty answer", "a form tries a constraint only on what was answered")
        if check.severity == "soft":
            ledger.lose(place, "a soft check", "a constraint cannot be overridden, so this one always blocks")
        messages.append(check.text)
    for message in messages[1:]:
        ledger.lose(question.id, " / ".join(message.values()), "a question has one constraint message")
    limits = list(_limits(question.answer, questionnaire, names, question, ledger))
    said = [limit for limit in limits if not _implied(limit, checks, question.answer)]
    parts = [*said, *checks]
    if len(parts) > 1:
        parts = [f"({part})" if " or " in part else part for part in parts]
    return " and ".join(parts), messages[0] if messages else {}


def _implied(limit: str, checks: list[str], answer: AnswerType) -> bool:
    """Tell whether a check says the limit already, as the reader understands it."""
    return any(_found(limit, answer) == _found(check, answer) for check in checks)


def _found(text: str, answer: AnswerType) -> Limits:
    node = parse_xpath(text)
    match answer:
        case Number():
            found = number_limits(node, whole=answer.decimals == 0)
        case Several():
            found = count_limits(node)
        case _:
            found = text_limits(node)
    return Limits(found.least, found.most, found.pattern)


def _limits(
    answer: AnswerType, questionnaire: Questionnaire, names: Names, question: Question, ledger: Ledger
) -> Iterator[str]:
    match answer:
        case Number(minimum=least, maximum=most):
            yield from _between(".", least, most)
        case OpenText(pattern=pattern, max_length=longest):
            if pattern is not None:
                yield from _pattern(pattern, question.id, ledger)
            if longest != USUAL_LENGTH:
                yield f"string-length(.) <= {longest}"
        case Several(at_least=least_count, at_most=most_count):
            yield from _between("count-selected(.)", least_count if least_count > 1 else None, most_count)
            codes = names.answers[question.id].codes
            for choice in questionnaire.choices_of(answer.choices):
                if choice.exclusive:
                    yield f"not(selected(., '{codes[choice.code]}') and count-selected(.) > 1)"


def _between(what: str, least: float | None, most: float | None) -> Iterator[str]:
    bounds = [
        f"{what} {sign} {number_text(limit)}" for sign, limit in ((">=", least), ("<=", most)) if limit is not None
    ]
    if bounds:
        yield " and ".join(bounds)


def _pattern(pattern: str, place: str, ledger: Ledger) -> Iterator[str]:
    quote = "'" if "'" not in pattern else '"'
    whole = pattern if "|" not in pattern and not pattern.startswith("(?:") else f"(?:{pattern})"
    if quote in pattern or any(sign in pattern for sign in "‘’“”\u00a0"):
        ledger.lose(f"{place}.pattern", pattern, "a text with both kinds of quotation marks cannot be written there")
        return
    yield f"regex(., {quote}^{whole}${quote})"


def number_text(value: float) -> str:
    """Return a number as it is written in a form."""
    return str(int(value)) if float(value).is_integer() else f"{value:.12f}".rstrip("0")
