"""Make questionnaires by lot: kinds of answers, conditions, repeats in repeats, shuffles, carried choices."""

from __future__ import annotations

import random
from typing import Any

from surveyapp.questionnaire.answer_types.asked import Shown
from surveyapp.questionnaire.instances import plain_name
from surveyapp.questionnaire.path import Asked
from surveyapp.questionnaire.rehearsal.inventing import Inventor
from surveyapp.questionnaire.schema import Questionnaire

CODES = "abcdef"
MISSING = ("dont_know", "refused", "not_applicable")
Document = dict[str, Any]


class Maker:
    """Make one questionnaire; `names` are the ids a condition may read, by what they hold."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.names: dict[str, str] = {}
        self.repeats: list[Document] = []
        self.count = 0

    def some(self, share: float) -> bool:
        return self.chance.random() < share

    def name(self, prefix: str) -> str:
        self.count += 1
        return f"{prefix}{self.count}"

    def choices(self, least: int = 2) -> list[Document]:
        made: list[Document] = [
            {"code": code, "text": {"en": code.upper()}}
            for code in self.chance.sample(CODES, self.chance.randint(least, 5))
        ]
        for choice in made:
            if self.some(0.2):
                choice["show_if"] = self.condition()
            if self.some(0.1):
                choice["fixed"] = True
        if self.some(0.2):
            made.append({"code": "none", "text": {"en": "None"}, "exclusive": True})
        if self.some(0.2):
            made.append({"code": "other", "text": {"en": "Other"}, "other": True})
        return made

    def condition(self, depth: int = 0) -> str:
        """Make a condition over what was asked before; always true before anything was."""
        known = list(self.names.items())
        if not known:
            return "1 == 1"
        if depth < 2 and self.some(0.3):
            sign = self.chance.choice(["and", "or"])
            return f"({self.condition(depth + 1)} {sign} not ({self.condition(depth + 1)}))"
        name, holds = self.chance.choice(known)
        code, number = self.chance.choice(CODES), self.chance.randint(0, 9)
        tests = [f"{name} is missing", f"{name} is not missing", f"{name} is refused", f"count_chosen({name}) > 1"]
        if holds == "number":
            tests += [f"{name} >= {number}", f"{name} + 1 < {number}"]
        elif holds == "repeat":
            tests += [f"sum of {name} ({name}) > {number}", f"any of {name} ({name} == '{code}')"]
        else:
            tests += [f"{name} == '{code}'", f"'{code}' in {name}"] * 2
        return self.chance.choice(tests)

    def answer(self) -> tuple[str, Document]:
        kind = self.chance.choice(
            ["one", "several", "number", "text", "grid", "ranking", "sum", "date", "calculated", "information"]
        )
        answer: Document = {"kind": kind}
        if kind in ("one", "several", "ranking", "sum"):
            answer["choices"] = self.choices()
        if kind == "grid":
            answer |= {"rows": self.choices(1), "choices": self.choices(), "per_screen": self.chance.randint(1, 6)}
        if kind in ("one", "several", "ranking", "grid") and self.some(0.4):
            answer["shuffle"] = True
        listed = [name for name, holds in self.names.items() if holds == "list"]
        if kind in ("one", "several", "ranking") and listed and self.some(0.2):
            answer[self.chance.choice(["only_in", "not_in"])] = self.chance.choice(listed)
        if kind == "number":
            answer |= {"minimum": 0, "maximum": 9}
        if kind == "sum":
            answer |= {"total": "10"}
        if kind == "calculated":
            answer |= {"cases": [{"when": self.condition(), "value": "1"}], "otherwise": "2"}
        return kind, answer

    def question(self) -> Document:
        kind, answer = self.answer()
        made: Document = {"id": self.name("q"), "text": {"en": "Q {q1}?"}, "answer": answer, "sensitivity": "basic"}
        if self.some(0.3):
            made["show_if"] = self.condition()
        if kind != "calculated":
            made["required"] = self.some(0.5)
            made["missing"] = self.chance.sample(MISSING, self.chance.randint(0, 3)) if kind != "information" else []
        if self.some(0.1):
            made["fixed"] = True
        holds = {"number": "number", "sum": "number", "calculated": "number", "several": "list", "ranking": "list"}
        if kind != "information":
            self.names[made["id"]] = holds.get(kind, "code")
        return made

    def page(self, repeat: str = "") -> Document:
        made: Document = {
            "id": self.name("p"),
            "questions": [self.question() for _ in range(self.chance.randint(1, 3))],
            "shuffle": self.some(0.3),
        }
        if repeat:
            made["repeat"] = repeat
        if self.some(0.2):
            made["show_if"] = self.condition()
        return made

    def repeated(self, inside: str = "") -> list[Document]:
        """Make a repeat with its pages, perhaps with another in it."""
        name = self.name("r")
        lists = [one for one, holds in self.names.items() if holds == "list"]
        numbers = [one for one, holds in self.names.items() if holds == "number"]
        made: Document = {"id": name, "most": self.chance.randint(1, 4)}
        if inside:
            made["inside"] = inside
        if lists and self.some(0.6):
            made["over"] = self.chance.choice(lists)
        elif numbers and self.some(0.5):
            made["count"] = self.chance.choice(numbers)
        else:
            made["again"] = ""
        self.repeats.append(made)
        pages = [self.page(name)]
        if not inside and self.some(0.5):
            pages += self.repeated(name)
            pages.append(self.page(name))
        if "again" in made:
            made["again"] = self.condition()
        self.names[name] = "repeat"
        return pages

    def questionnaire(self) -> Questionnaire:
        pages = [self.page()]
        for _ in range(self.chance.randint(1, 4)):
            pages += self.repeated() if self.some(0.4) else [self.page()]
        made: Document = {"id": "lot", "languages": ["en"], "title": {"en": "Lot"}, "pages": pages}
        made["repeats"] = self.repeats
        made["missing_texts"] = {kind: {"en": kind} for kind in MISSING}
        return Questionnaire.model_validate(made)


def questionnaire_by(seed: int) -> Questionnaire:
    """Return the questionnaire of a seed; lint may find fault with it, the engine must not."""
    return Maker(random.Random(seed)).questionnaire()


class Respondent:
    """Answer as asked: a plausible value, a way not to answer, or nothing."""

    def __init__(self, questionnaire: Questionnaire, seed: int) -> None:
        self.chance = random.Random(seed)
        self.inventor = Inventor(self.chance, questionnaire)

    def __call__(self, asked: Asked, values: Any) -> dict[str, Any]:
        question, shown = asked.question, asked.shown
        if not question.answer.asks or self.chance.random() < 0.15:
            return {}
        if shown.missing and self.chance.random() < 0.3:
            return {question.id: {"missing": self.chance.choice(shown.missing)}}
        return {question.id: self._invent(plain_name(question.id), question.answer, shown)}

    def _invent(self, name: str, answer: Any, shown: Shown) -> Any:
        return self.inventor.invent(name, answer, shown)
