"""Join the variants of a runner question: one question whose wording and choices follow from which variant holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from surveyapp.formats.expressions.combining import TRUE, Both, all_of
from surveyapp.formats.json_source import Part
from surveyapp.formats.ons.questions import Making, choices_in, questions_from, worded
from surveyapp.formats.ons.rules import both_of
from surveyapp.formats.ons.schema import Placed
from surveyapp.questionnaire.answer_types import AnswerType, Calculated
from surveyapp.questionnaire.answer_types.calculated import Case
from surveyapp.questionnaire.choices import Choice
from surveyapp.questionnaire.conditions import Condition, Constant, Membership, Name
from surveyapp.questionnaire.model import Text
from surveyapp.questionnaire.schema import Question

_MARKS = "#\u2060"
"""Signs that a form of a message would not show as they are."""


def titled_questions(question: Part, at: int, making: Making) -> tuple[str, list[Question]]:
    """Return the title of the page, empty where the one answer bears it, and the questions."""
    said = worded(question, at, making)
    questions = questions_from(question, said, at, making)
    if said.apart and questions and said.hint:
        first = questions[0]
        hint = "\n\n".join([said.hint, *(first.hint or {}).values()])
        questions[0] = first.model_copy(update={"hint": making.wordings.text(hint)})
    return said.title if said.apart else "", questions


def merged_variants(placed: Placed, at: int, making: Making) -> list[Question]:
    """Return the questions of all variants of a block, the same answer of several variants as one question.

    Which variant holds is calculated first, under the block's id; where that cannot be said, the first variant is kept.
    """
    parts = [part for part in placed.block.each("question_variants") if "question" in part]
    whens = [part.take("when") for part in parts]
    made = [_titled(part.part("question"), at, making) for part in parts]
    rules = [_rule(when, at, making) for when in whens[:-1]]
    if any(rule is None for rule in rules):
        for part in parts[1:]:
            why = "which variant holds cannot be said; the first is kept"
            making.ledger.lose(part.place, making.wordings.words(part.part("question").take("title"), "", at), why)
        return made[0]
    name = f"{placed.id}_variant"
    codes = [str(number) for number in range(1, len(parts) + 1)]
    cases = [Case(when=rule, value=Constant(code)) for code, rule in zip(codes, rules, strict=False) if rule]
    making.ledger.add(name)
    which = Question(id=name, text={}, answer=Calculated(cases=tuple(cases), otherwise=Constant(codes[-1])))
    return [which, *_Joining(name, dict(zip(codes, made, strict=True)), making).questions()]


def _titled(question: Part, at: int, making: Making) -> list[Question]:
    """Return the questions of a variant; the title of the page, which has no variants, stands over the first."""
    title, questions = titled_questions(question, at, making)
    if title and questions:
        text = "\n\n".join([title, *questions[0].text.values()])
        questions[0] = questions[0].model_copy(update={"text": making.wordings.text(text)})
    return questions


def _rule(when: Any, at: int, making: Making) -> Condition | None:
    try:
        return making.scope.usable(both_of(when, making.scope).yes, at)
    except ValueError:
        return None


class _Joining:
    """Join questions that stand in several variants, by the code of the variant."""

    def __init__(self, which: str, variants: Mapping[str, Sequence[Question]], making: Making) -> None:
        self.which = which
        self.variants = {code: {one.id: one for one in questions} for code, questions in variants.items()}
        self.making = making

    def questions(self) -> list[Question]:
        names = dict.fromkeys(name for questions in self.variants.values() for name in questions)
        return [self._joined({code: found[name] for code, found in self.variants.items() if name in found})
                for name in names]  # fmt: skip

    def _joined(self, found: Mapping[str, Question]) -> Question:
        first = next(iter(found.values()))
        answer = self._answer(first.id, {code: one.answer for code, one in found.items()})
        for other in found.values():
            if other.checks != first.checks or other.required != first.required:
                self.making.ledger.lose(first.id, other.id, "its variants differ in what is checked; the first is kept")
        return first.model_copy(
            update={
                "text": self._text({code: one.text for code, one in found.items()}),
                "hint": self._text({code: one.hint or {} for code, one in found.items()}) or None,
                "answer": answer,
                "show_if": all_of([first.show_if, *self._only_in(found)]),
            }
        )

    def _only_in(self, found: Mapping[str, Any]) -> list[Condition]:
        """Return the condition that one of these variants holds; none where all have it."""
        if len(found) == len(self.variants):
            return []
        return [Membership(Name(self.which), Constant(tuple(found)))]

    def _text(self, found: Mapping[str, Text]) -> Text:
        """Return a wording that has a form for each variant, where they differ."""
        words = {code: next(iter(text.values()), "") for code, text in found.items()}
        if len(set(words.values())) == 1:
            return next(iter(found.values()))
        if any(sign in text for text in words.values() for sign in _MARKS):
            self.making.ledger.lose(self.which, str(list(words.values())[1:]), "the first of these wordings is shown")
            return next(iter(found.values()))
        forms = " ".join(f"{code if at else 'other'} {{{text}}}" for at, (code, text) in enumerate(words.items()))
        return self.making.wordings.text(f"{{`{self.which}`, select, {forms}}}")

    def _answer(self, name: str, found: Mapping[str, AnswerType]) -> AnswerType:
        """Return the answer with the choices of all variants, each where its variant holds."""
        first = next(iter(found.values()))
        bare = {code: _without_choices(answer) for code, answer in found.items()}
        for code, answer in bare.items():
            if answer != next(iter(bare.values())):
                why = "its variants take different answers; that of the first is kept"
                self.making.ledger.lose(name, f"variant {code}: {answer}", why)
        offered = {code: {choice.code: choice for choice in choices_in(answer)} for code, answer in found.items()}
        codes = dict.fromkeys(code for choices in offered.values() for code in choices)
        if not codes:
            return first
        joined = tuple(self._choice({at: choices[code] for at, choices in offered.items() if code in choices})
                       for code in codes)  # fmt: skip
        return first.model_copy(update={"choices": joined})

    def _choice(self, found: Mapping[str, Choice]) -> Choice:
        first = next(iter(found.values()))
        show_if = all_of([first.show_if, *self._only_in(found)])
        text = self._text({code: choice.text for code, choice in found.items()})
        return first.model_copy(update={"text": text, "show_if": show_if})


def _without_choices(answer: AnswerType) -> AnswerType:
    return answer.model_copy(update={"choices": ()}) if choices_in(answer) else answer


def both_or_lost(rule: Any, place: str, at: int, making: Making, what: str) -> Both:
    """Return where a rule holds; always, and listed, where it cannot be said."""
    if rule is None:
        return TRUE
    try:
        both = both_of(rule, making.scope)
        making.scope.usable(both.yes, at)
        making.scope.usable(both.no, at)
    except ValueError as error:
        making.ledger.lose(place, str(rule), f"{error}; {what} is always shown")
        return TRUE
    return both
