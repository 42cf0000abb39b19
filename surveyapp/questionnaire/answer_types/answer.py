"""State what every kind of answer says of itself; the defaults suit a kind that is one value in one column."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, Self, TypeAlias

from babel import Locale

from surveyapp.questionnaire.answer_types.asked import Fault, Shown
from surveyapp.questionnaire.choices import Choice, Choices
from surveyapp.questionnaire.conditions import Condition, Expression, Values
from surveyapp.questionnaire.model import Model, Text
from surveyapp.questionnaire.problems import Sentence

ChoicesOf: TypeAlias = Callable[[Choices], tuple[Choice, ...]]
"""Look choices up where they are the name of a list."""
ChangeText: TypeAlias = Callable[[str, Text], Text]
ChangeChoices: TypeAlias = Callable[[str, Choices], Choices]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of data: named as its question, then `__` and `part` where it has one.

    `kind` is that of its values where they are not of the question's kind; `values` are the codes it may hold beside
    the missing codes; `unit` is what its numbers count.
    """

    part: str = ""
    label: Text | None = None
    kind: str | None = None
    row: str | None = None
    choice: str | None = None
    place: str | None = None
    values: tuple[Choice, ...] = ()
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Impossible:
    """A limit that no answer can meet, or a mark that means nothing; `part` is the field concerned, if it is one."""

    code: str
    text: str
    part: str = ""
    severity: Literal["error", "warning"] = "error"


class Answer(Model):
    """Be one kind of answer, told apart by `kind`.

    Fields called `rows` and `choices` are what is chosen from; `shuffle`, `only_in` and `not_in` order and narrow the
    first of them; fields of type `Text` are wording. No method raises, whatever JSON it is given.
    """

    kind: str
    asks: ClassVar[bool] = True
    """Whether anything is asked: not by information, nor by a calculation."""
    example: ClassVar[str] = ""
    """An answer as it is typed, for a kind that is shown as a line to write on."""

    def typed(self, text: str) -> Any:
        """Return what a typed text means, or the text itself where it cannot be read."""
        return text

    def faults(self, value: Any, shown: Shown) -> list[Fault]:
        """Return everything wrong with one given value that is neither empty nor a way not to answer."""
        raise NotImplementedError

    def counted(self, value: Any, shown: Shown) -> Any:
        """Return what is stored of a value without faults, or with nothing but gaps; None where nothing is left."""
        return value

    def reading(self, name: str, value: Any) -> Values:
        """Return the names that a counted value gives, and what each reads as in conditions."""
        return {name: tuple(value) if isinstance(value, list | tuple) else value}

    def names(self, name: str, choices_of: ChoicesOf) -> tuple[str, ...]:
        """Return the names beside its own that conditions may use."""
        return ()

    def needs(self) -> Iterator[tuple[str, Condition | Expression]]:
        """Yield what refers to earlier answers, by field."""
        yield from ()

    def bounds(self, values: Values) -> Mapping[str, Any]:
        """Return the limits that follow from earlier answers and the day of the interview, by field."""
        return {}

    def sources(self) -> Mapping[str, Choices]:
        """Return what is chosen from, by field: `rows` (of a grid, first) and `choices`."""
        fields = type(self).model_fields
        return {name: getattr(self, name) for name in ("rows", "choices") if name in fields}

    def worded(self, place: str, change: ChangeText, change_choices: ChangeChoices) -> Self:
        """Return a copy with every wording replaced by what `change` gives for its place."""
        update: dict[str, object] = {
            name: change_choices(f"{place}.{name}", source) for name, source in self.sources().items()
        }
        for name in texts_within(type(self)):
            text = getattr(self, name)
            update[name] = None if text is None else change(f"{place}.{name}", text)
        return self.model_copy(update=update)

    def data_columns(self, choices_of: ChoicesOf) -> Iterator[Column]:
        """Yield the columns of data it fills."""
        yield Column()

    def cells(self, value: Any, shown: Shown) -> Mapping[str, Any]:
        """Return what a counted value puts into the columns that were asked, by their `part`; None is unanswered.

        A value of None, or one that says why there is no answer, goes into every column.
        """
        return {"": value}

    def words(self, value: Any, locale: Locale) -> str | None:
        """Return a counted value as people of a locale write it; None where it is written as it stands."""
        return None

    def impossible(self, choices_of: ChoicesOf) -> Iterator[Impossible]:
        """Yield limits that cross or that nobody can meet."""
        yield from ()


def texts_within(model: type[Model]) -> tuple[str, ...]:
    """Return the fields of a model that are wording."""
    fields = model.model_fields.items()
    return tuple(name for name, field in fields if field.annotation in (Text, Text | None))


def crossed(text: Sentence, part: str = "") -> Impossible:
    """Say that two limits cross."""
    return Impossible("limits-crossed", text, part)
