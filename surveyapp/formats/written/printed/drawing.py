"""Draw the field of every kind of answer: boxes with their codes, lines to write on, tables."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from surveyapp.formats.written.printed.markup import box, put
from surveyapp.formats.written.printed.routing import Routing
from surveyapp.formats.written.printed.words import Word, say
from surveyapp.questionnaire.answer_types import BestWorst, Grid, Number, One, OpenText, Ranking, Several, Sum
from surveyapp.questionnaire.choices import Choice
from surveyapp.questionnaire.codebook import MISSING_CODES
from surveyapp.questionnaire.model import Text, wording
from surveyapp.questionnaire.piping import piped_names, without_pipes
from surveyapp.questionnaire.schema import Question, Questionnaire

_PARTS = {
    "date": "YYYY–MM–DD",
    "month": "YYYY–MM",
    "time": "HH:MM",
    "datetime": "YYYY–MM–DD HH:MM",
    "duration": "HH:MM",
}
_WIDEST_SCALE = 11
_USUAL_COLUMNS = 6


@dataclass(frozen=True, slots=True)
class Drawing:
    questionnaire: Questionnaire
    language: str
    routing: Routing

    def words(self, text: Text | None) -> str:
        """Return the wording in the language, the base one where it lacks; an earlier answer becomes a line."""
        said = wording(text, self.language, self.questionnaire.base_language)[0]
        for name in dict.fromkeys(piped_names(said)):
            said = said.replace(f"{{{name}}}", "______").replace(f"{{`{name}`}}", "______")
        return without_pipes(said)

    def say(self, word: Word, *values: object) -> str:
        return say(word, self.language, *values)

    def choices(self, question: Question) -> tuple[Choice, ...]:
        return self.questionnaire.choices_of(getattr(question.answer, "choices", ()))

    def field(self, parent: Element, question: Question) -> None:
        """Draw how the question is answered, and the ways not to answer below it."""
        match question.answer:
            case One(layout="scale") if len(self.choices(question)) <= _WIDEST_SCALE:
                self._scale(parent, question)
            case One():
                self._list(parent, question, round_=True)
            case Several():
                self._list(parent, question, round_=False)
            case Ranking() | Sum():
                self._numbered(parent, question)
            case Grid() as answer:
                self._grid(parent, question, answer)
            case Number() as answer:
                self._number(parent, answer)
            case OpenText(lines=lines):
                for _ in range(max(1, min(lines, 12))):
                    put(parent, "div", "\u200b", "line")
            case BestWorst():
                self._best_worst(parent, question)
            case answer if answer.kind == "consent":
                self._consent(parent)
            case answer if answer.kind in _PARTS:
                self._parts(parent, _PARTS[answer.kind])
            case answer if answer.asks:
                put(parent, "div", "\u200b", "line")
                if answer.example:
                    put(parent, "div", f"({answer.example})", "routing small")
        self._beside(parent, question)

    def _list(self, parent: Element, question: Question, *, round_: bool) -> None:
        choices = self.choices(question)
        short = len(choices) > 12 and all(len(self.words(choice.text)) < 34 for choice in choices)
        layout = "choices columns many" if len(choices) > 40 else "choices columns" if short else "choices"
        found = put(parent, "ul", kind=layout)
        for choice in choices:
            self._choice(found, choice, round_)

    def _choice(self, parent: Element, choice: Choice, round_: bool, kind: str = "") -> None:
        item = put(parent, "li", kind=" ".join(filter(None, (kind, "apart" if choice.apart else ""))))
        box(item, round_)
        label = put(item, "span", self.words(choice.text), "label")
        put(item, "span", choice.code, "code")
        if choice.other or choice.comment:
            put(label, "span", "\u200b", "write")
        self._shown_only(label, choice)

    def _shown_only(self, label: Element, choice: Choice) -> None:
        condition = self.routing.where(choice.show_if)
        if condition:
            put(label, "span", condition, "routing small")

    def _scale(self, parent: Element, question: Question) -> None:
        table = put(parent, "table", kind="scale")
        labels, boxes = put(table, "tr"), put(table, "tr")
        for choice in self.choices(question):
            put(labels, "th", self.words(choice.text), scope="col")
            cell = put(boxes, "td")
            box(cell, True)
            put(cell, "span", choice.code, "code")

    def _numbered(self, parent: Element, question: Question) -> None:
        found = put(parent, "ul", kind="choices")
        for choice in self.choices(question):
            item = put(found, "li")
            put(item, "span", "\u200b", "number short")
            label = put(item, "span", self.words(choice.text), "label")
            put(item, "span", choice.code, "code")
            self._shown_only(label, choice)
        if isinstance(question.answer, Sum):
            item = put(found, "li", kind="apart")
            put(item, "span", "\u200b", "number short")
            put(item, "span", self.say("total"), "label")

    def _grid(self, parent: Element, question: Question, answer: Grid) -> None:
        columns = [(choice.text, choice.code) for choice in self.choices(question)]
        written = not columns
        columns = columns or [(column.text, column.code) for column in answer.columns] or [({}, "")]
        table = put(parent, "table", kind="grid wide" if len(columns) > _USUAL_COLUMNS else "grid")
        head = put(put(table, "thead"), "tr")
        put(head, "td")
        for text, code in columns:
            cell = put(head, "th", self.words(text), scope="col")
            put(cell, "span", code, "code")
        body = put(table, "tbody")
        for row in self.questionnaire.choices_of(answer.rows):
            line = put(body, "tr")
            heading = put(line, "th", self.words(row.text), scope="row")
            put(heading, "span", row.code, "code")
            self._shown_only(heading, row)
            for _ in columns:
                cell = put(line, "td")
                if written:
                    put(cell, "span", "\u200b", "write")
                else:
                    box(cell, True)

    def _number(self, parent: Element, answer: Number) -> None:
        line = put(parent, "div", kind="typed")
        put(line, "span", "\u200b", "number")
        if answer.unit:
            put(line, "span", self.words(answer.unit), "unit")

    def _parts(self, parent: Element, pattern: str) -> None:
        line = put(parent, "div", kind="typed parts", dir="ltr")
        for sign in pattern:
            put(line, "span", "\u200b" if sign.isalpha() else sign, "digit" if sign.isalpha() else "between")

    def _consent(self, parent: Element) -> None:
        found = put(parent, "ul", kind="choices")
        for code in ("yes", "no"):
            item = put(found, "li")
            box(item, True)
            put(item, "span", self.say("yes" if code == "yes" else "no"), "label")
            put(item, "span", code, "code")

    def _best_worst(self, parent: Element, question: Question) -> None:
        answer = question.answer
        labels = {choice.code: choice for choice in self.choices(question)}
        for screen in answer.designs[0] if isinstance(answer, BestWorst) else ():
            table = put(parent, "table", kind="grid best-worst")
            head = put(put(table, "thead"), "tr")
            put(head, "th", self.say("best"), scope="col")
            put(head, "td")
            put(head, "th", self.say("worst"), scope="col")
            body = put(table, "tbody")
            for code in screen:
                line = put(body, "tr")
                box(put(line, "td"), True)
                heading = put(line, "th", self.words(labels[code].text), scope="row")
                put(heading, "span", code, "code")
                box(put(line, "td"), True)

    def _beside(self, parent: Element, question: Question) -> None:
        if question.missing:
            found = put(parent, "ul", kind="choices missing")
            for way in question.missing:
                item = put(found, "li")
                box(item, True)
                own = self.words(self.questionnaire.missing_texts.get(way))
                put(item, "span", own or self.say(way), "label")
                put(item, "span", MISSING_CODES[way], "code")
        if question.comment:
            line = put(parent, "div", self.say("comment"), "comment")
            put(line, "span", "\u200b", "write")
