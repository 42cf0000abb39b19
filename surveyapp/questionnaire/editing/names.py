"""Know which ids and codes had a meaning before, so that none is given another one unseen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from surveyapp.questionnaire.answer_types import sources_of
from surveyapp.questionnaire.schema import Questionnaire


@dataclass(frozen=True, slots=True)
class Names:
    """Words by id of a question, and by place of a list and code: `Q1.choices`, `lists.countries`."""

    ids: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def without(self, others: Names) -> Names:
        """Return the names that the others do not have."""
        ids = {name: words for name, words in self.ids.items() if name not in others.ids}
        codes = {
            place: left
            for place, known in self.codes.items()
            if (left := {code: words for code, words in known.items() if code not in others.codes.get(place, {})})
        }
        return Names(ids, codes)

    def as_json(self) -> dict[str, Any]:
        return {"ids": dict(self.ids), "codes": {place: dict(known) for place, known in self.codes.items()}}


def names_of(questionnaire: Questionnaire) -> Names:
    """Return every id and code of a questionnaire with its words in the base language."""
    base = questionnaire.base_language
    codes = {
        f"lists.{name}": {choice.code: choice.text.get(base, "") for choice in choices}
        for name, choices in questionnaire.lists.items()
    }
    for question in questionnaire.questions():
        for part, source in sources_of(question.answer).items():
            if not isinstance(source, str):
                codes[f"{question.id}.{part}"] = {choice.code: choice.text.get(base, "") for choice in source}
    return Names({question.id: question.text.get(base, "") for question in questionnaire.questions()}, codes)


def united(names: Iterable[Names]) -> Names:
    """Return all names; of several words for one name the last."""
    ids: dict[str, str] = {}
    codes: dict[str, dict[str, str]] = {}
    for one in names:
        ids |= one.ids
        for place, known in one.codes.items():
            codes.setdefault(place, {}).update(known)
    return Names(ids, codes)


@dataclass(frozen=True, slots=True)
class Reused:
    """A name that stood for other words before; `place` is "" for the id of a question."""

    place: str
    name: str
    words: str


def reused(before: Questionnaire, after: Questionnaire, known: Names) -> tuple[Reused, ...]:
    """Return the names that a change brings in and that stood for other words once."""
    new, base = names_of(after).without(names_of(before)), known
    found = [
        Reused("", name, base.ids[name])
        for name, words in new.ids.items()
        if name in base.ids and not _alike(words, base.ids[name])
    ]
    for place, codes in new.codes.items():
        past = base.codes.get(place, {})
        found += [
            Reused(place, code, past[code])
            for code, words in codes.items()
            if code in past and not _alike(words, past[code])
        ]
    return tuple(found)


def _alike(words: str, before: str) -> bool:
    return " ".join(words.split()).casefold() == " ".join(before.split()).casefold()
