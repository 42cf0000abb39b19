"""Give a length of time, written as P1Y6M or PT1H30M; it counts in months or in minutes, never in both."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal

from babel import Locale
from babel.lists import format_list
from babel.units import format_unit
from pydantic import field_validator

from surveyapp.questionnaire.answer_types.answer import Answer, ChoicesOf, Column, Impossible, crossed
from surveyapp.questionnaire.answer_types.asked import Fault, Shown, missing_kind
from surveyapp.questionnaire.conditions import Values
from surveyapp.questionnaire.problems import sentence

Unit = Literal["years", "months", "weeks", "days", "hours", "minutes"]
_MONTHS: Final[Mapping[str, int]] = {"years": 12, "months": 1}
_MINUTES: Final[Mapping[str, int]] = {"weeks": 10_080, "days": 1_440, "hours": 60, "minutes": 1}
_LETTERS: Final[Mapping[Unit, str]] = {
    "years": "Y", "months": "M", "weeks": "W", "days": "D", "hours": "H", "minutes": "M"
}  # fmt: skip
_WRITTEN = re.compile(
    r"P(?:(?P<years>[0-9]{1,6})Y)?(?:(?P<months>[0-9]{1,6})M)?(?:(?P<weeks>[0-9]{1,6})W)?(?:(?P<days>[0-9]{1,6})D)?"
    r"(?:T(?:(?P<hours>[0-9]{1,6})H)?(?:(?P<minutes>[0-9]{1,8})M)?)?"
)


class Duration(Answer):
    kind: Literal["duration"] = "duration"
    units: tuple[Unit, ...] = ("hours", "minutes")
    """What is asked, the largest first: years and months, or weeks, days, hours and minutes."""
    minimum: str | None = None
    maximum: str | None = None

    @field_validator("units")
    @classmethod
    def _agree(cls, units: tuple[Unit, ...]) -> tuple[Unit, ...]:
        order = list(_LETTERS)
        if not units or list(units) != sorted(set(units), key=order.index):
            raise ValueError("name the units once each, the largest first")
        if 0 < sum(unit in _MONTHS for unit in units) < len(units):
            raise ValueError("a month has no fixed length: ask years and months, or weeks, days, hours and minutes")
        return units

    @field_validator("minimum", "maximum")
    @classmethod
    def _is_written_rightly(cls, limit: str | None) -> str | None:
        if limit is not None and parts_of(limit) is None:
            raise ValueError(f"{limit!r} is no duration; write P1Y6M or PT1H30M")
        return limit

    @property
    def counts_in(self) -> Literal["months", "minutes"]:
        """Return what its numbers count, in conditions and in data."""
        return "months" if self.units[0] in _MONTHS else "minutes"

    def count(self, value: Any) -> int | None:
        """Return a duration in months or minutes; None where it is none, or uses units of the other sort."""
        parts, worth = parts_of(value), _MONTHS if self.counts_in == "months" else _MINUTES
        if parts is None or any(unit not in worth for unit in parts):
            return None
        return sum(number * worth[unit] for unit, number in parts.items())

    def faults(self, value: Any, shown: Shown) -> list[Fault]:
        """Accept a duration in units of the sort that is asked, within the limits."""
        given = self.count(value)
        if given is None:
            return [Fault("wrong-type")]
        low, high = self.count(self.minimum), self.count(self.maximum)
        outside = (low is not None and given < low) or (high is not None and given > high)
        return [Fault("out-of-range")] if outside else []

    def reading(self, name: str, value: Any) -> Values:
        return {name: self.count(value)}

    def data_columns(self, choices_of: ChoicesOf) -> Iterator[Column]:
        yield Column(unit=self.counts_in)

    def cells(self, value: Any, shown: Shown) -> Mapping[str, Any]:
        return {"": value if value is None or missing_kind(value) else self.count(value)}

    def words(self, value: Any, locale: Locale) -> str | None:
        """Say each unit; a number is a count of what it counts in."""
        whole = isinstance(value, int | float) and not isinstance(value, bool) and value >= 0
        parts = self._apart(int(value)) if whole else parts_of(value)
        if parts is None:
            return None
        said = [format_unit(number, f"duration-{unit[:-1]}", locale=locale) for unit, number in parts.items() if number]
        return format_list(said or [format_unit(0, f"duration-{self.units[-1][:-1]}", locale=locale)], locale=locale)

    def _apart(self, count: int) -> dict[str, int]:
        worth = _MONTHS if self.counts_in == "months" else _MINUTES
        parts: dict[str, int] = {}
        for unit in self.units:
            parts[unit], count = divmod(count, worth[unit])
        return parts

    def impossible(self, choices_of: ChoicesOf) -> Iterator[Impossible]:
        counted = [self.count(limit) for limit in (self.minimum, self.maximum)]
        for field, limit, count in zip(("minimum", "maximum"), (self.minimum, self.maximum), counted, strict=True):
            if limit is not None and count is None:
                yield crossed(
                    sentence(
                        "No answer can be right: {limit} cannot be counted in {counts_in}.",
                        limit=limit,
                        counts_in=self.counts_in,
                    ),
                    field,
                )
        if None not in counted and counted != sorted(counted, key=lambda count: count or 0):
            yield crossed(
                sentence(
                    "No answer can be right: {minimum} is longer than {maximum}.",
                    minimum=self.minimum,
                    maximum=self.maximum,
                )
            )


def parts_of(value: Any) -> dict[str, int] | None:
    """Return the number of each unit written; None where it is no duration of ISO 8601 in whole units."""
    found = _WRITTEN.fullmatch(value) if isinstance(value, str) else None
    if found is None or value.endswith(("P", "T")):
        return None
    return {unit: int(number) for unit, number in found.groupdict().items() if number is not None}


def duration_of(parts: Mapping[str, int]) -> str:
    """Write numbers of units as a duration."""
    days = "".join(f"{parts[unit]}{_LETTERS[unit]}" for unit in ("years", "months", "weeks", "days") if unit in parts)
    clock = "".join(f"{parts[unit]}{_LETTERS[unit]}" for unit in ("hours", "minutes") if unit in parts)
    return f"P{days}T{clock}" if clock else f"P{days}"
