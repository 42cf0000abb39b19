"""Describe the columns of a data package: what was asked, of whom, how it is coded, and what was drawn by lot."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

from surveyapp.questionnaire.condition_text import parse
from surveyapp.questionnaire.conditions import ALWAYS, Condition
from surveyapp.questionnaire.problems import sentence

Text: TypeAlias = Mapping[str, str]
"""Wording by language tag."""

FORMAT = "codebook-1"


class CodebookError(ValueError):
    """The codebook cannot be read; `text` says what to do."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


@dataclass(frozen=True)
class Value:
    """One code of a variable; `apart` stands off the scale ("never looked")."""

    code: str
    text: Text
    apart: bool = False


@dataclass(frozen=True)
class Variable:
    """One column of the data."""

    name: str
    question: str
    kind: str
    text: Text
    label: Text
    values: tuple[Value, ...] = ()
    row: str | None = None
    choice: str | None = None
    place: str | None = None
    base: str = "always"
    assignment: str | None = None
    role: str = "answer"
    sensitivity: str = "basic"
    locked: bool = False
    missing: Text = field(default_factory=dict)
    """Wording by code of what means no answer in this column alone, beside the codes of the whole codebook."""

    @property
    def is_sensitive(self) -> bool:
        return self.sensitivity.startswith("sensitive")

    @cached_property
    def scale(self) -> tuple[Value, ...]:
        """Return the values that are points of the scale."""
        return tuple(value for value in self.values if not value.apart)


@dataclass(frozen=True)
class Pool:
    """The chance of each code being drawn, for the responses where the condition holds."""

    when: Condition
    probability: Mapping[str, float]


@dataclass(frozen=True)
class Codebook:
    survey: str
    title: Text
    languages: tuple[str, ...]
    simulated: bool
    missing_codes: Mapping[str, str]
    variables: tuple[Variable, ...]
    assignments: Mapping[str, tuple[Pool, ...]]

    @cached_property
    def by_name(self) -> Mapping[str, Variable]:
        return {variable.name: variable for variable in self.variables}

    def of_question(self, question: str) -> tuple[Variable, ...]:
        """Return the columns of a question, in the questionnaire's order, without the texts beside it."""
        found = self._by_question.get(question, ())
        return tuple(variable for variable in found if variable.kind != "text" or variable.name == question)

    def asked_as(self, question: str, languages: frozenset[str]) -> tuple[object, ...]:
        """Return how every column of a question was worded and coded in these languages, to be held against another."""
        key = (question, languages)
        if key not in self._asked_as:
            self._asked_as[key] = tuple(_asked(one, sorted(languages)) for one in self.of_question(question))
        return self._asked_as[key]

    @cached_property
    def _asked_as(self) -> dict[tuple[str, frozenset[str]], tuple[object, ...]]:
        return {}

    @cached_property
    def _by_question(self) -> Mapping[str, list[Variable]]:
        grouped: dict[str, list[Variable]] = {}
        for variable in self.variables:
            grouped.setdefault(variable.question, []).append(variable)
        return grouped


def _asked(variable: Variable, languages: list[str]) -> tuple[object, ...]:
    texts = (variable.text, variable.label, *(value.text for value in variable.values))
    worded = tuple(tuple((tag, text[tag]) for tag in languages if tag in text) for text in texts)
    return variable.name, tuple(value.code for value in variable.values), worded


def read_codebook(path: Path) -> Codebook:
    """Read codebook.json; raise CodebookError where it is missing, broken or of another format."""
    try:
        raw = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        text = sentence("There is no {file} in the data package; export it again.", file=path.name)
        raise CodebookError(text) from None
    except ValueError as broken:
        raise CodebookError(sentence("{file} is not valid JSON: {why}.", file=path.name, why=str(broken))) from broken
    return codebook_from(raw)


def codebook_from(raw: Mapping[str, Any]) -> Codebook:
    """Build a codebook from its JSON; raise CodebookError where it is of another format or lacks a part."""
    if raw.get("format") != FORMAT:
        text = sentence(
            "The codebook’s format is {name}; this version reads {known}.",
            name=repr(raw.get("format")),
            known=repr(FORMAT),
        )
        raise CodebookError(text)
    try:
        return Codebook(
            survey=raw["survey"],
            title=raw["title"],
            languages=tuple(raw["languages"]),
            simulated=bool(raw["simulated"]),
            missing_codes=dict(raw["missing_codes"]),
            variables=tuple(_variable(part) for part in raw["variables"]),
            assignments={name: tuple(_pools(pools)) for name, pools in raw.get("assignments", {}).items()},
        )
    except KeyError as missing:
        raise CodebookError(sentence("The codebook lacks {name}.", name=str(missing))) from missing


def _variable(raw: Mapping[str, Any]) -> Variable:
    values = (Value(str(value["code"]), value["text"], bool(value.get("apart"))) for value in raw.get("values") or ())
    return Variable(
        name=raw["name"],
        question=raw["question"],
        kind=raw["kind"],
        text=raw["text"] or {},
        label=raw.get("label") or {},
        values=tuple(values),
        row=raw.get("row"),
        choice=raw.get("choice"),
        place=None if raw.get("place") is None else str(raw["place"]),
        base=raw.get("base") or "always",
        assignment=raw.get("assignment"),
        role=raw.get("role") or "answer",
        sensitivity=raw.get("sensitivity") or "basic",
        locked=bool(raw.get("locked")),
    )


def _pools(raw: list[Mapping[str, Any]]) -> Iterator[Pool]:
    for pool in raw:
        when = pool.get("when") or "always"
        yield Pool(ALWAYS if when == "always" else parse(when), dict(pool["probability"]))
