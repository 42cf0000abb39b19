"""Our functions in XPath are true exactly where ours are, as a second implementation of XPath evaluates them."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from surveyapp.formats.expressions.tree import Untranslatable
from surveyapp.formats.written.xlsform.xpath import Answers, XPathWriter
from surveyapp.questionnaire.condition_text import parse
from surveyapp.questionnaire.conditions import TODAY, AllOf, AnyOf, Condition, Not, holds, truth

NAMES = {
    "n": Answers("n", numeric=True),
    "m": Answers("m", numeric=True),
    "t": Answers("t"),
    "c": Answers("c", {"a": "a", "b": "b"}),
    "l": Answers("l", {"a": "a", "b": "b", "x": "x"}, several=True),
    "d": Answers("d", moment="date"),
    "e": Answers("e", moment="date"),
    "g.1": Answers("g_1", numeric=True),
    "g.2": Answers("g_2", numeric=True),
    "g": Answers("g", rows={"1": "g.1", "2": "g.2"}),
}
VALUES: dict[str, tuple[Any, ...]] = {
    "n": (None, 0, 2, 5.5),
    "m": (None, 2, -7),
    "t": (None, "a", "Abc d"),
    "c": (None, "a", "b"),
    "l": (None, ("a",), ("x", "a", "b")),
    "d": (None, "2000-02-29", "2026-11-28"),
    "e": (None, "2019-03-01", "1999-12-31"),
    "g.1": (None, 1, 4),
    "g.2": (None, 4),
}
ATOMS = (
    "count_chosen(l) >= 2", "count_chosen(l) == 0", "count_answered(n, t, l) < 2", "count_true(n > 1, c == 'a') == 1",
    "sum(n, m) > 3", "sum(n, m) == 0", "mean(n, m) <= 2", "mean(n, m) != 2", "min(n, m) < 1", "max(n, m) == 2",
    "coalesce(n, m) == 2", "coalesce(n, 0) < 3", "coalesce(t, c) == 'a'", "coalesce(n, m) is missing",
    "if(c == 'a', n, m) > 1", "if(c == 'a', n) is missing", "if(c == 'a', n, m) != 2", "item(l, 2) == 'a'",
    "item(l, 2) != 'b'", "item(l, 3) is missing", "round(n / 2) == 1", "round(n, 0) != 2", "truncate(n) == 5",
    "floor(n) < 5", "ceiling(n) == 6", "abs(m) > 3", "sqrt(n) < 2", "sqrt(m) is missing", "power(n, 2) > 4",
    "mod(m, 3) == -1", "mod(n, m) is missing", "n / m != 1", "n / n is missing", "length(t) < 3", "length(t) == 5",
    "length(t) is missing", "lower(t) == 'abc d'", "upper(t) != 'A'", "single_spaced(t) == 'Abc d'",
    "replace(t, 'b', 'x') == 'Axc d'", "replace(t, 'a', '') != 'A'", "replace(t, 'z', '') is missing",
    "substring(t, 2, 2) == 'bc'",
    "substring(t, 2) != 'bc d'", "concat(t, c) == 'aa'", "concat(t, c) is missing", "contains(t, 'b')",
    "starts_with(t, 'A')", "ends_with(t, c)", "matches(t, '[a-z]')", "matches(t, 'a|Abc d')", "is_whole(n)",
    "contains_all(l, ['a', 'b'])", "all_different(n, m)", "all_different(t, c)", "is_true(n > 1)", "is_number(n)",
    "is_date(d)", "days_between(d, e) < 0", "days_between(d, e) != 100", "years_between(d, today()) >= 26",
    "years_between(d, e) < 0", "years_between(e, d) == 0", "months_between(e, d) == 1", "months_between(d, e) > -3",
    "year(d) == 2000", "month(d) != 2", "day(d) >= 28", "add_days(d, 1) > e", "add_days(d, n) < '2026-12-01'",
    "d > e", "d <= '2000-02-29'", "today() > d", "any of g (each >= 4)", "all of g (each >= 4)", "g is missing",
    "all of g (each > 1 and part == '2')", "count of g (each == 4) >= 2", "sum of g (each) > 4", "mean of g (each) < 3",
    "sum of g (10) == 20", "min of g (each) == 1", "'1' in g", "count_chosen(g) == 1", "n is refused",
    "t is not dont_know", "n is not missing", "c in ['a', 'x']", "l == ['a', 'b', 'x']", "n + m * 2 > 3",
)  # fmt: skip
CONDITIONS = st.recursive(
    st.sampled_from(ATOMS).map(parse),
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: AllOf(tuple(parts))),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: AnyOf(tuple(parts))),
    ),
    max_leaves=3,
)


def _text(value: Any) -> str:
    if isinstance(value, list):
        return (value[0].text or "") if value else ""
    if isinstance(value, float):
        return "NaN" if value != value else str(int(value)) if value.is_integer() else repr(value)
    return str(value)


def _number(value: Any) -> float:
    text = _text(value).strip()
    return float(text) if re.fullmatch(r"-?\d+(\.\d*)?", text) else float("nan")


def _day(value: Any) -> date | None:
    text = _text(value)
    if re.fullmatch(r"-?\d+(\.\d+)?", text):
        return date(1970, 1, 1) + timedelta(days=int(float(text)))
    return date.fromisoformat(text) if text not in ("", "NaN") else None


def _format(value: Any, pattern: str) -> str:
    day = _day(value)
    return "" if day is None else str({"%Y": day.year, "%n": day.month, "%e": day.day}[pattern])


def _of_number(compute: Any) -> Any:
    return lambda _, *given: float("nan") if any(_number(v) != _number(v) for v in given) else float(
        compute(*map(_number, given))
    )  # fmt: skip


FUNCTIONS = {
    "selected": lambda _, listed, code: _text(code) in _text(listed).split(),
    "count-selected": lambda _, listed: float(len(_text(listed).split())),
    "selected-at": lambda _, listed, at: (_text(listed).split()[int(at) :] or [""])[0],
    "if": lambda _, test, yes, no: _text(yes) if test else _text(no),
    "coalesce": lambda _, first, second: _text(first) or _text(second),
    "ends-with": lambda _, text, piece: _text(text).endswith(_text(piece)),
    "regex": lambda _, text, pattern: re.fullmatch(pattern, _text(text)) is not None,
    "substr": lambda _, text, start, end=None: _text(text)[int(start) : None if end is None else int(end)],
    "lower-case": lambda _, text: _text(text).lower(),
    "upper-case": lambda _, text: _text(text).upper(),
    "int": _of_number(int),
    "abs": _of_number(abs),
    "pow": _of_number(pow),
    "sqrt": _of_number(lambda number: number**0.5 if number >= 0 else float("nan")),
    "min": _of_number(min),
    "max": _of_number(max),
    "today": lambda _: "2026-11-28",
    "format-date": lambda _, value, pattern: _format(value, pattern),
    "decimal-date-time": lambda _, value: (
        float("nan") if _day(value) is None else float((_day(value) - date(1970, 1, 1)).days)
    ),
}


def _dates_as_numbers(text: str) -> str:
    """Let dates be ordered, which a form's own tools do by their type."""
    ordered = r"(\$\{[de]\}|today\(\)|date\([^<>=]*?\))"
    return re.sub(
        rf"(?<![\w-]){ordered} (<=|>=|<|>) {ordered}(?=$| |\))",
        lambda found: f"decimal-date-time({_plain(found[1])}) {found[2]} decimal-date-time({_plain(found[3])})",
        text,
    )


def _plain(text: str) -> str:
    return text.removeprefix("date(")[:-1] if text.startswith("date(") else text


def is_true(text: str, values: dict[str, Any]) -> bool:
    """Evaluate an XPath of a form with libxml2."""
    root = etree.Element("data")
    for name, value in values.items():
        given = " ".join(value) if isinstance(value, tuple) else "" if value is None else str(value)
        etree.SubElement(root, name.replace(".", "_")).text = given
    bare = re.sub(r"(?<![\w-])date\(((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)", r"\1", _dates_as_numbers(text))
    plain = re.sub(r"\$\{([^}]+)\}", r"/data/\1", bare)
    return bool(etree.XPathEvaluator(root, extensions={(None, name): f for name, f in FUNCTIONS.items()})(
        f"boolean({plain})"
    ))  # fmt: skip


def situations(condition: Condition) -> list[dict[str, Any]]:
    """Return combinations of answers, at most a few hundred, that vary what the condition is about."""
    text = str(condition)
    used = [name for name in VALUES if f"'{name}'" in text or (name.startswith("g") and "'g'" in text)]
    combined = [dict(zip(used, found, strict=True)) for found in product(*(VALUES[name] for name in used))][:400]
    return [dict.fromkeys(VALUES) | found for found in combined]


def ours(values: dict[str, Any]) -> dict[str, Any]:
    answered = tuple(row for row in ("1", "2") if values[f"g.{row}"] is not None)
    return {**values, "g": answered or None, TODAY: "2026-11-28"}


@pytest.mark.parametrize("text", ATOMS)
def test_each_function_is_true_there_where_it_is_here(text: str) -> None:
    held_to(parse(text))
    held_to(Not(parse(text)))


@settings(max_examples=150, deadline=None)
@given(CONDITIONS)
def test_functions_combine_as_they_do_here(condition: Condition) -> None:
    held_to(condition)


def held_to(condition: Condition) -> None:
    writer = XPathWriter(NAMES)
    relevant, constraint = writer.where_true(condition), writer.where_not_false(condition)
    for values in situations(condition):
        assert is_true(relevant, values) is holds(condition, ours(values)), (relevant, values)
        assert is_true(constraint, values) is (truth(condition, ours(values)) is not False), (constraint, values)


@pytest.mark.parametrize(
    "text",
    ["position('a', l) == 1", "weekday(d) == 1", "trim(t) == 'a'", "number(t) > 1", "'a' in union(l, l)",
     "year(t) == 2000", "add_months(d, 1) > e", "unknown == 1", "list of g (each) == [1]"],
)  # fmt: skip
def test_what_has_no_xpath_is_refused_with_a_reason(text: str) -> None:
    with pytest.raises(Untranslatable, match=r"it |the |asked"):
        XPathWriter(NAMES).where_true(parse(text))


def test_not_asked_and_left_blank_follow_from_where_a_question_is_asked() -> None:
    names = {**NAMES, "n": Answers("n", numeric=True, asked=parse("c == 'a'"))}
    assert XPathWriter(names).where_true(parse("n is not_asked")) == "not(${c} = 'a')"
    assert XPathWriter(names).where_true(parse("n is unanswered")) == "${c} = 'a' and ${n} = ''"
    circular = {**NAMES, "n": Answers("n", numeric=True, asked=parse("n is not_asked"))}
    assert XPathWriter(circular).where_true(parse("n is unanswered"))
