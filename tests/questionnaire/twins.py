"""Draw conditions with values whose edges matter: decimals, dates, signs of every script, missing kinds, parts."""

from __future__ import annotations

from typing import Any, TypeAlias

from hypothesis import strategies as st

from surveyapp.questionnaire.conditions import (
    TODAY,
    AllOf,
    AnyOf,
    Arithmetic,
    Comparison,
    Constant,
    Gather,
    IsMissing,
    Membership,
    Name,
    Node,
    Not,
    OverParts,
    Value,
    evaluate,
    kind_name,
    truth,
)
from surveyapp.questionnaire.conditions.twin import for_browsers
from tests.questionnaire.trees import calls

Case: TypeAlias = tuple[Node, dict[str, Value]]

_NUMBERS = [0, 1, -1, 2, 3, 0.1, 0.5, -0.5, 1.005, 2.5, -2.5, 2.675, 1e-7, 1.5e-6, 1e21, 1.7976931348623157e308, 5e-324]
_NUMBERS += [2**53, 2**53 + 2, 123456789.123, 1e16, 12.0, 100, 1000.5, 0.30000000000000004, 1 / 3]
_DATES = ["2026-11-28", "2024-02-29", "1900-02-29", "2000-02-29", "1999-12-31", "0001-01-01", "9999-12-31", "2026-11"]
_DATES += ["2026-11-28T09:30", "2026-11-28T23:59:59.5Z", "09:30", "24:00", "PT1H30M", "P2W", "P1D", "PT", "2026-1-1"]
_WORDS = ["", "a", "b", "A", "tv", "18", " 18 ", "1.50", "1e3", "0x10", "1_000", "١٢", "１２", "Infinity", "NaN", "-0"]
_WORDS += ["Nguyễn", "Nguye\u0302\u0303n", "ĐÀ NẴNG", "ß", "İ", "ΑΣ", "ΑΣ ", "😀", "\uffff", "한국어", "عربي", "ﬁ"]
_WORDS += ["true", "a b", "\u00a0x\u3000", "\ufeff", "line\nline", "O'Neil", "constructor", "__proto__"]
_numbers = st.one_of(
    st.sampled_from(_NUMBERS),
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(-(10**6), 10**6),
    st.decimals(-1000, 1000, places=3).map(float),
)
_assigned = st.characters(codec="utf-8", max_codepoint=0x2FFF)
_texts = st.one_of(
    st.sampled_from([*_WORDS, *_DATES]), st.dates().map(lambda day: day.isoformat()), st.text(_assigned, max_size=6)
)
_scalars = st.one_of(_numbers, _texts, st.booleans())
_lists = st.lists(_scalars, max_size=4).map(tuple)
_NAMES = ["a", "b", "c", "d", "g", "s", "g.x", "each", "part", "__proto__", "toString", "nobody"]
_leaves: st.SearchStrategy[Any] = st.one_of(
    st.sampled_from(_NAMES).map(Name), _scalars.map(Constant), _lists.map(Constant)
)
_REASONS = ["refused", "dont_know", "not_applicable", "unanswered", "not_asked"]


def _tests(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    compared = st.builds(Comparison, st.sampled_from(["==", "!=", "<", "<=", ">", ">="]), inner, inner)
    return st.one_of(
        compared,
        st.builds(Membership, inner, inner, st.booleans()),
        st.builds(IsMissing, inner, st.booleans()),
        st.builds(IsMissing, st.sampled_from(_NAMES).map(Name), st.booleans(), st.sampled_from(_REASONS)),
        calls("truth", inner, compared),
        st.builds(OverParts, st.sampled_from(["any", "all"]), st.sampled_from(["g", "s", "a"]), compared),
    )


def _grown(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    over = st.sampled_from(["g", "s", "a", "nobody"])
    return st.one_of(
        st.builds(Arithmetic, st.sampled_from(["+", "-", "*", "/"]), inner, inner),
        calls("value", inner, _tests(inner)),
        calls("value", inner, _tests(inner)),
        st.builds(Gather, st.sampled_from(["sum", "mean", "min", "max", "list"]), over, inner),
        st.builds(Gather, st.sampled_from(["count", "parts"]), over, _tests(inner)),
    )


_expressions = st.recursive(_leaves, _grown, max_leaves=5)


def _joined(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    parts = st.lists(inner, max_size=3).map(tuple)
    return st.one_of(st.builds(Not, inner), st.builds(AllOf, parts), st.builds(AnyOf, parts))


_nodes = st.one_of(_expressions, st.recursive(_tests(_expressions), _joined, max_leaves=4))
_held = st.one_of(st.none(), _scalars, _lists)
_values = st.fixed_dictionaries(
    {
        **dict.fromkeys(["a", "b", "c", "g.x", "g.1", "each"], _held),
        **dict.fromkeys(["a@1", "b@1", "b@2", "b@K%2ER", "c@2"], _held),
        "g": st.sampled_from([None, (), ("x",), ("x", "1", "tv"), "x"]),
        "s": st.sampled_from([None, (), (1,), (1, 2), ("K.R", "2")]),
        TODAY: st.sampled_from([None, "2026-11-28", "soon"]),
        **dict.fromkeys(map(kind_name, ["b", "c", "b@1", "d"]), st.sampled_from([None, *_REASONS, ("refused",)])),
    }
)
cases: st.SearchStrategy[Any] = st.tuples(_nodes, _values).filter(lambda case: for_browsers(case[0]) is not None)


def found_here(case: Case) -> Any:
    """Return what the server finds, as JSON would hold it."""
    node, values = case
    if isinstance(node, Name | Constant | Arithmetic | Gather) or type(node).__name__ == "Call":
        return plain(evaluate(node, values))  # type: ignore[arg-type]
    return truth(node, values)  # type: ignore[arg-type]


def plain(value: Value) -> Any:
    return [plain(one) for one in value] if isinstance(value, tuple) else value


def for_the_page(case: Case) -> list[Any]:
    """Return the tree and the values as a page would hold them."""
    node, values = case
    return [for_browsers(node), {name: plain(value) for name, value in values.items()}]
