"""Say a condition in the words of a language, with the numbers of questions and the labels of choices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from surveyapp.formats.expressions.tree import Untranslatable
from surveyapp.formats.written.printed.words import Word, say
from surveyapp.questionnaire.answer_types import Grid, sources_of
from surveyapp.questionnaire.condition_text import to_text
from surveyapp.questionnaire.conditions import (
    ALWAYS,
    AllOf,
    AnyOf,
    Comparison,
    Condition,
    Constant,
    IsMissing,
    Membership,
    Name,
    Not,
    Scalar,
    same_code,
)
from surveyapp.questionnaire.model import wording
from surveyapp.questionnaire.schema import Question, Questionnaire

_COMPARED: dict[str, Word] = {
    "==": "is", "!=": "is_not", "<": "less", "<=": "at_most", ">": "more", ">=": "at_least"
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Routing:
    """`numbers` are the printed numbers of the questions."""

    questionnaire: Questionnaire
    language: str
    numbers: Mapping[str, str]

    def words(self, condition: Condition) -> str:
        """Return the condition in words; raise Untranslatable where it has none."""
        match condition:
            case AllOf(parts) if parts:
                return self._joined("and", parts)
            case AnyOf(parts) if parts:
                return self._joined("or", self._plainer(parts))
            case Not(operand):
                return say("not", self.language, self.words(operand))
            case IsMissing(Name(name), negated, None):
                return say("answered" if negated else "missing", self.language, self._question(name))
            case Comparison(comparator, Name(name), Constant(value)) if not isinstance(value, tuple):
                return say(_COMPARED[comparator], self.language, self._question(name), self._label(name, value))
            case Membership(Constant(value), Name(name), negated):
                return self._held("lacks" if negated else "includes", name, value)
            case Membership(Name(name), Constant(value), negated):
                return self._held("none_of" if negated else "one_of", name, value)
        raise Untranslatable("this condition has no words")

    def where(self, condition: Condition) -> str:
        """Return the instruction that says who answers; a formula where there are no words, empty for everybody."""
        if condition == ALWAYS:
            return ""
        try:
            return say("only_if", self.language, self.words(condition))
        except Untranslatable:
            return say("only_if", self.language, to_text(condition))

    def _plainer(self, parts: tuple[Condition, ...]) -> tuple[Condition, ...]:
        """Leave out the unanswered beside a comparison that differs: `q is not a` says both on paper."""
        differing = {part.left for part in parts if isinstance(part, Comparison) and part.comparator == "!="}
        plain = tuple(part for part in parts if not (isinstance(part, IsMissing) and part.operand in differing))
        return plain or parts

    def _joined(self, word: Word, parts: tuple[Condition, ...]) -> str:
        said = [self._bracketed(part, len(parts)) for part in parts]
        text = said[0]
        for more in said[1:]:
            text = say(word, self.language, text, more)
        return text

    def _bracketed(self, part: Condition, beside: int) -> str:
        text = self.words(part)
        return f"({text})" if beside > 1 and isinstance(part, AllOf | AnyOf) and len(part.parts) > 1 else text

    def _held(self, word: Word, name: str, value: Scalar | tuple[Scalar, ...]) -> str:
        values = value if isinstance(value, tuple) else (value,)
        labels = ", ".join(self._label(name, one) for one in values)
        return say(word, self.language, self._question(name), labels)

    def _question(self, name: str) -> str:
        question, row = self._found(name)
        if question is None:
            raise Untranslatable(f"`{name}` is no printed question")
        number = say("question", self.language, self.numbers[question.id])
        return f"{number} ({row})" if row else number

    def _found(self, name: str) -> tuple[Question | None, str]:
        question = self.questionnaire.question_by_id.get(name)
        if question is not None:
            return (question, "") if question.id in self.numbers else (None, "")
        head, _, code = name.partition(".")
        question = self.questionnaire.question_by_id.get(head)
        if question is None or question.id not in self.numbers or not isinstance(question.answer, Grid):
            return None, ""
        rows = {row.code: row for row in self.questionnaire.choices_of(question.answer.rows)}
        return question, self._text(rows[code].text) if code in rows else code

    def _label(self, name: str, value: Scalar) -> str:
        question, _ = self._found(name)
        if question is not None:
            for choice in self.questionnaire.choices_of(sources_of(question.answer).get("choices", ())):
                if same_code(choice.code, value):
                    return f"“{self._text(choice.text)}”"
            if question.answer.kind == "consent" and value in ("yes", "no"):
                return f"“{say('yes' if value == 'yes' else 'no', self.language)}”"
        return str(value)

    def _text(self, text: Mapping[str, str]) -> str:
        return wording(dict(text), self.language, self.questionnaire.base_language)[0]
