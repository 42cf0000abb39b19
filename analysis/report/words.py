"""Say things in the reader's language: sentences through a catalogue, numbers and dates by locale."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

MINUS = "\N{MINUS SIGN}"
DASH = "\N{EN DASH}"
LEFT_TO_RIGHT = "\N{LEFT-TO-RIGHT MARK}"
ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"
LARGE, LONGEST_NAME = 100, 80
WITHOUT_SPACES = ("zh", "ja")
"""Languages that leave no space behind a stop."""
INSIDE_NAMES = (",", "、", "،", " and ", " và ", "和", "与")
BIDI = re.compile("[\u200e\u200f\u061c]")
PIPED = re.compile(r"\{[A-Za-z_][\w.]*\}")
DAY_IN_FIGURES, DAY_IN_FIGURES_OF = "dd/MM/yyyy", ("vi",)
"""How official papers of these languages write a day."""


def digits_of(value: float) -> int:
    """Return how many decimals a quantity of this size is printed with."""
    return 0 if abs(value) >= LARGE else 1 if abs(value) >= 1 else 2


def shortened(text: str, most: int) -> str:
    """Cut a text after the last whole word of at most so many letters, and say with an ellipsis that it goes on."""
    if len(text) <= most:
        return text
    kept = text[:most]
    whole = kept.rpartition(" ")[0] or kept
    return whole.rstrip(" ,.;:") + ELLIPSIS


def abridged(name: str, most: int = LONGEST_NAME) -> str:
    """Cut a long name in the middle, since names that begin alike tell themselves apart by how they end."""
    if len(name) <= most:
        return name
    tail = name[-(most // 3) :]
    return f"{shortened(name, most - len(tail))} {tail.partition(' ')[2] or tail}"


@dataclass(frozen=True)
class Words:
    """Hold a language and its catalogue: `gettext` and `ngettext` as the standard library has them."""

    language: str
    gettext: Callable[[str], str]
    ngettext: Callable[[str, str, int], str]

    @property
    def locale(self) -> Locale:
        return Locale.parse(self.language, sep="-")

    @property
    def direction(self) -> str:
        return "rtl" if self.locale.text_direction == "rtl" else "ltr"

    @property
    def dash(self) -> str:
        """Return the dash between two numbers; from right to left with marks that keep the smaller on the left."""
        return f"{LEFT_TO_RIGHT}{DASH}{LEFT_TO_RIGHT}" if self.direction == "rtl" else DASH

    def ended(self, sentence: str) -> str:
        """End a sentence with the stop of the language."""
        return sentence + ("。" if self.locale.language in WITHOUT_SPACES else ".")

    def together(self, sentences: Iterable[str]) -> str:
        """Write sentences one after the other; Chinese leaves no space between them."""
        return ("" if self.locale.language in WITHOUT_SPACES else " ").join(sentences)

    def _signed(self, text: str) -> str:
        """Keep what stands before a number, a minus or a comparison, on its left also from right to left."""
        return f"{LEFT_TO_RIGHT}{text}" if self.direction == "rtl" else text

    def say(self, sentence: str, /, **parts: object) -> str:
        """Return a sentence in the language, its {placeholders} filled."""
        return self.gettext(sentence).format(**parts)

    def count(self, one: str, many: str, n: int, /, **parts: object) -> str:
        """Return the plural form for n, which fills {n} by locale."""
        return self.ngettext(one, many, n).format(n=self.number(n), **parts)

    def label(self, text: Mapping[str, str]) -> str:
        """Return wording in the language, else its parent language, else English, else whatever there is.

        Where another answer is put into it an ellipsis stands; wording that is only that is none.
        """
        tags = (self.language, self.language.rpartition("-")[0], "en", *text)
        worded = PIPED.sub(ELLIPSIS, next((text[tag] for tag in tags if text.get(tag)), ""))
        return "" if worded.strip() == ELLIPSIS else worded

    def listed(self, things: Sequence[str]) -> str:
        """Join things as the language does; with semicolons where a name itself holds a comma or a conjunction."""
        if any(mark in thing for thing in things for mark in INSIDE_NAMES):
            return "; ".join(things)
        return format_list(list(things), locale=self.locale)

    def names(self, names: Sequence[str]) -> str:
        """Join names as the language does, in quotation marks where a comma or an "and" inside one could mislead."""
        names = [abridged(name) for name in names]
        if len(names) > 1 and any(mark in name for name in names for mark in INSIDE_NAMES):
            names = [self.say("“{words}”", words=name) for name in names]
        return format_list(list(names), locale=self.locale)

    def either(self, things: Sequence[str]) -> str:
        """Join alternatives as the language does."""
        return format_list(list(things), style="or", locale=self.locale)

    def number(self, value: float, digits: int = 0) -> str:
        """Print a number with grouping and so many digits; a dash where there is none."""
        if not math.isfinite(value):
            return DASH
        pattern = "#,##0" + ("." + "0" * digits if digits else "")
        text = BIDI.sub("", format_decimal(value + 0.0, pattern, locale=self.locale)).replace("-", MINUS)
        return self._signed(text) if text.startswith(MINUS) else text

    def p(self, value: float) -> str:
        """Print a p-value to one digit that says something: with more it would tell the counts it was made from."""
        return self.number(value, 1 if value >= 0.1 else 2 if value >= 0.01 else 3)

    def percent(self, share: float) -> str:
        """Print a share as whole per cent; "<1%" where it rounds to 0 without being 0, likewise ">99%"."""
        if not math.isfinite(share):
            return DASH
        if 0 < share < 0.005:
            return self._signed("<" + format_percent(0.01, "#,##0%", locale=self.locale))
        if 0.995 <= share < 1:
            return self._signed(">" + format_percent(0.99, "#,##0%", locale=self.locale))
        return format_percent(share, "#,##0%", locale=self.locale)

    def exact_percent(self, share: float) -> str:
        """Print a share that is a rule, such as a level of confidence, with the decimals it has."""
        return format_percent(share, "#,##0.###%", locale=self.locale)

    def whole(self, share: float) -> str:
        """Print a share as whole per cent without the sign, for where the axis says it."""
        if 0 < share < 0.005:
            return self._signed("<" + self.number(1))
        if 0.995 <= share < 1:
            return self._signed(">" + self.number(99))
        return self.number(100 * share)

    def points(self, difference: float) -> str:
        """Print a difference of shares in whole points with its sign."""
        if not math.isfinite(difference):
            return DASH
        rounded = round(100 * difference)
        return self._signed("+" + self.number(rounded)) if rounded > 0 else self.number(rounded)

    def signed(self, value: float, digits: int) -> str:
        """Print a number that is no share with its sign."""
        text = self.number(value, digits)
        return self._signed("+" + text) if value > 0 and any(letter in "123456789" for letter in text) else text

    def range(self, low: float, high: float) -> str:
        """Print the limits of a share in whole points, without the sign of per cent."""
        if not (math.isfinite(low) and math.isfinite(high)):
            return DASH
        return f"{self.number(round(100 * low))}{self.dash}{self.number(round(100 * high))}"

    def limits(self, low: float, high: float, digits: int) -> str:
        """Print the limits of a figure that is no share; with a word between them where a minus sign would follow."""
        first, last = self.number(low, digits), self.number(high, digits)
        if MINUS in first + last:
            return self.say("{low} to {high}", low=first, high=last)
        return f"{first}{self.dash}{last}"

    def signed_range(self, low: float, high: float) -> str:
        if not (math.isfinite(low) and math.isfinite(high)):
            return DASH
        return self.say("{low} to {high}", low=self.points(low), high=self.points(high))

    def people(self, n: float, smallest: int = 10) -> str:
        """Print a number of people as published: rounded to 5, and no smaller than may be disclosed."""
        return self._signed(f"<{self.number(smallest)}") if n < smallest else self.number(5 * round(n / 5))

    def day(self, iso: str) -> str:
        form = DAY_IN_FIGURES if self.locale.language in DAY_IN_FIGURES_OF else "long"
        return format_date(date.fromisoformat(iso), form, locale=self.locale)

    def month(self, iso: str) -> str:
        """Print the month of a day with its year, short, for under a chart."""
        return BIDI.sub("", format_skeleton("yMMM", date.fromisoformat(iso), locale=self.locale))

    def year(self, iso: str) -> str:
        return str(date.fromisoformat(iso).year)
