"""Draw conditions, values and garbage for property tests."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from surveyapp.questionnaire.conditions import (
    ALWAYS,
    NEVER,
    AllOf,
    AnyOf,
    Arithmetic,
    Comparison,
    Condition,
    Constant,
    Expression,
    IsMissing,
    Membership,
    Name,
    Not,
)

_texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
scalars = st.one_of(
    st.booleans(), st.integers(-(10**6), 10**6), st.floats(allow_nan=False, allow_infinity=False), _texts
)
_odd_names = _texts.filter(lambda text: text != "" and "`" not in text)
names = st.one_of(st.sampled_from(["a", "b", "NED1.N03", "not", "or", "câu hỏi"]), _odd_names)
_leaves = st.one_of(
    names.map(Name), scalars.map(Constant), st.lists(scalars, max_size=3).map(lambda found: Constant(tuple(found)))
)
expressions: st.SearchStrategy[Expression] = st.recursive(
    _leaves, lambda inner: st.builds(Arithmetic, st.sampled_from(["+", "-", "*", "/"]), inner, inner), max_leaves=4
)
_simple: st.SearchStrategy[Condition] = st.one_of(
    st.builds(Comparison, st.sampled_from(["==", "!=", "<", "<=", ">", ">="]), expressions, expressions),
    st.builds(Membership, expressions, expressions, st.booleans()),
    st.builds(IsMissing, expressions, st.booleans()),
    st.sampled_from([ALWAYS, NEVER]),
)


def _joined(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    parts = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.one_of(st.builds(Not, inner), st.builds(AllOf, parts), st.builds(AnyOf, parts))


conditions: st.SearchStrategy[Condition] = st.recursive(_simple, _joined, max_leaves=8)
values = st.dictionaries(names, st.one_of(st.none(), scalars, st.lists(scalars, max_size=3).map(tuple)), max_size=5)
garbage: st.SearchStrategy[Any] = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5), st.just(10**400)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=6,
)
