"""Say in plain English what is wrong with an answer, for programs and authors; respondents read their own language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from surveyapp.questionnaire.answer_types.asked import FaultCode
from surveyapp.questionnaire.model import wording
from surveyapp.questionnaire.path import AnswerProblem

_MESSAGES: Mapping[FaultCode, str] = {
    "required": "An answer is needed.",
    "not-a-choice": "This was not offered.",
    "too-few": "At least {limit} are needed.",
    "too-many": "At most {limit} are allowed.",
    "exclusive": "One of these stands alone.",
    "duplicate": "The same is given twice.",
    "out-of-range": "This is out of range (limit: {limit}).",
    "wrong-type": "This is not the kind of value that is asked for.",
    "pattern": "This is not written as it should be.",
    "unknown-question": "No question has this id.",
    "soft-check": "This is unusual; it counts, and is marked.",
}


def describe(problem: AnswerProblem, language: str, base: str, parts: Iterable[str] = ()) -> str:
    """Return one sentence, the author's own where a check failed; `parts` are the rows or screens concerned."""
    if problem.check is not None:
        written, _ = wording(problem.check.text, language, base)
        if written:
            return written
    limit = "set by a check" if problem.fault.limit is None else f"{problem.fault.limit:g}"
    sentence = _MESSAGES[problem.fault.code].format(limit=limit)
    where = ", ".join(parts)
    return f"{sentence} ({where})" if where else sentence
