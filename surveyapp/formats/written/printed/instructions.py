"""Say how a question is answered on paper, in the words of the language."""

from __future__ import annotations

from surveyapp.formats.written.printed.drawing import Drawing
from surveyapp.formats.written.printed.words import Word
from surveyapp.questionnaire.answer_types import Number, Ranking, Several
from surveyapp.questionnaire.schema import Question

_OF_KIND: dict[str, Word] = {
    "one": "one", "text": "text", "grid": "each_row", "date": "date", "month": "month", "time": "time",
    "datetime": "datetime", "duration": "duration", "sum": "sum", "best-worst": "best_worst", "consent": "one",
}  # fmt: skip


def instruction(question: Question, drawing: Drawing) -> str:
    """Return one sentence or two: how to answer, and whether the answer is required where others are not."""
    match question.answer:
        case Several(at_least=least, at_most=most):
            return _several(least, most, drawing)
        case Number(minimum=minimum, maximum=maximum):
            limits = (("from", minimum), ("up_to", maximum))
            said = [
                drawing.say("from" if word == "from" else "up_to", f"{at:g}") for word, at in limits if at is not None
            ]
            return " ".join(said) or drawing.say("number")
        case Ranking(top=top):
            return drawing.say("rank") if top is None else drawing.say("rank_some", top)
        case answer if answer.kind in _OF_KIND:
            return drawing.say(_OF_KIND[answer.kind])
    return ""


def _several(least: int, most: int | None, drawing: Drawing) -> str:
    if least > 1 and most is not None:
        return drawing.say("between", least, most)
    if most is not None:
        return drawing.say("up_to_count", most)
    return drawing.say("from_count", least) if least > 1 else drawing.say("several")
