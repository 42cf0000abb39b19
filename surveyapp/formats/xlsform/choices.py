"""Read the choices sheet, and narrow a list by the choice filter of a question."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import partial

from surveyapp.formats.expressions.combining import Both, any_of
from surveyapp.formats.expressions.scope import Scope, usable_or_reason
from surveyapp.formats.expressions.tree import Node
from surveyapp.formats.expressions.truth import Translator
from surveyapp.formats.implied import implied
from surveyapp.formats.result import Ledger, Unreadable
from surveyapp.formats.xlsform.tables import Row, Table
from surveyapp.formats.xlsform.wording import Wordings
from surveyapp.formats.xlsform.xpath import XPath, parse_xpath, with_columns
from surveyapp.questionnaire.choices import Choice
from surveyapp.questionnaire.conditions import ALWAYS, Condition
from surveyapp.questionnaire.model import Text

MOST_CHOICES = 20_000
_LONGEST_CODE = 120
_MEDIA = ("image", "audio", "video")


@dataclass(frozen=True, slots=True)
class Listed:
    """One row of the choices sheet; `cells` are all its columns by name, for filters."""

    code: str
    text: Text
    cells: dict[str, str]


Lists = dict[str, tuple[Listed, ...]]


def read_lists(
    table: Table, wordings: Wordings, ledger: Ledger, *, doubles: bool, filtered: Collection[str] = ()
) -> Lists:
    """Return list name -> its rows; a code twice in a list is refused unless the form allows it (`doubles`).

    A list that is always `filtered` may have a code in several rows, as long as a filter can tell them apart.
    """
    if len(table.rows) > MOST_CHOICES:
        raise Unreadable(f"The form has {len(table.rows)} choices; at most {MOST_CHOICES} can be read.")
    lists: dict[str, list[Listed]] = {}
    codes: set[tuple[str, ...]] = set()
    for row in table.rows:
        name, code = row.take("list_name"), row.take("name")
        place = f"choices, row {row.number}"
        if not name or not code:
            if name or code:
                text = "The choice has no name." if name else f"The choice {code!r} belongs to no list."
                ledger.refuse("no-name", place, text)
            continue
        key = (name, code, *_told_apart_by(row)) if name in filtered else (name, code)
        if key in codes and not doubles:
            ledger.refuse("duplicate-choice", place, f"The choice {code!r} stands twice in the list {name!r}.")
        if len(code) > _LONGEST_CODE:
            ledger.refuse("long-code", place, f"The code of a choice may have at most {_LONGEST_CODE} characters.")
        codes.add(key)
        lists.setdefault(name, []).append(_listed(row, name, code, wordings, ledger))
    return {name: tuple(rows) for name, rows in lists.items()}


def _told_apart_by(row: Row) -> Iterator[str]:
    """Yield what a filter may ask of a choice beside its name."""
    for column, text in row.cells.items():
        if column.kind not in (*_MEDIA, "list_name", "name", "label") and text:
            yield f"{column.kind}={text}"


def _listed(row: Row, name: str, code: str, wordings: Wordings, ledger: Ledger) -> Listed:
    text = _text(row, name, code, wordings, ledger)
    return Listed(code, text, {"label": text.get(wordings.base, code), **_cells(row)})


def _text(row: Row, name: str, code: str, wordings: Wordings, ledger: Ledger) -> Text:
    place = f"choices.{name}.{code}"
    for kind in _MEDIA:
        if file := row.take(kind):
            ledger.lose(place, f"{kind}: {file}", "pictures and sound beside a choice are not shown")
    text = wordings.take(row, "label", place)
    if not text:
        ledger.warn("no-wording", place, f"The choice {code!r} has no label; its code is shown instead.")
        return {wordings.base: code}
    return text


def _cells(row: Row) -> dict[str, str]:
    cells = {column.header.strip().lower(): text for column, text in row.cells.items()}
    cells["name"] = row.take("name")
    return cells


def lose_unused(table: Table, lists: Lists, used_lists: set[str], filters: str, ledger: Ledger) -> None:
    """List the lists no question offers, and the columns that no choice filter names."""
    for name in lists:
        if name not in used_lists:
            ledger.lose(f"choices.{name}", f"{len(lists[name])} choices", "no question that is kept offers this list")
    for column in table.columns:
        filled = any(row.cells.get(column) and column not in row.taken for row in table.rows)
        if filled and column.header.strip().lower() not in filters.lower():
            ledger.lose(f"choices.{column.header}", "a column of the choices", "nothing here depends on it")


def plain_choices(rows: tuple[Listed, ...]) -> tuple[Choice, ...]:
    """Return the choices of an unfiltered list, each code once."""
    return tuple({row.code: Choice(code=row.code, text=row.text) for row in reversed(rows)}.values())[::-1]


def other_choice(languages: tuple[str, ...]) -> Choice:
    """Return the choice that `or_other` adds."""
    return Choice(code="other", text=implied("other", languages), other=True)


def filtered_choices(
    rows: tuple[Listed, ...], filter_text: str, place: str, scope: Scope, at: int, ledger: Ledger
) -> tuple[Choice, ...]:
    """Return the choices, each shown where the filter lets it pass; a filter that cannot be said is listed."""
    conditions: dict[str, list[Condition]] = {}
    try:
        tree = parse_xpath(filter_text)
        translator = Translator(XPath(scope))
        for row in rows:
            ledger.keep_time(choices=1)
            passes = partial(_passes, translator, tree, row)
            condition, reason = usable_or_reason(passes, scope, at)
            if condition is None:
                raise ValueError(reason)
            conditions.setdefault(row.code, []).append(condition)
    except ValueError as error:
        ledger.lose(f"{place}.choice_filter", filter_text, f"{error}; every choice is shown")
        return plain_choices(rows)
    wordings = {row.code: row.text for row in reversed(rows)}
    for row in rows:
        if row.text != wordings[row.code]:
            ledger.lose(f"{place}.choices.{row.code}", " / ".join(row.text.values()), "a code has one wording")
    return tuple(
        Choice(code=code, text=wordings[code], show_if=any_of(parts) if parts else ALWAYS)
        for code, parts in conditions.items()
    )


def _passes(translator: Translator, tree: Node, row: Listed) -> Both:
    return translator.condition(with_columns(tree, row.cells))
