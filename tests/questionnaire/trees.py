"""Draw conditions, values and garbage for property tests."""

from __future__ import annotations

from typing import Any, get_args

from hypothesis import strategies as st

from surveyapp.questionnaire.condition_text import DEEPEST_PARTS
from surveyapp.questionnaire.conditions import (
    ALWAYS,
    FUNCTIONS,
    NEVER,
    AllOf,
    AnyOf,
    Arithmetic,
    Call,
    Comparison,
    Condition,
    Constant,
    Expression,
    Function,
    Gather,
    IsMissing,
    Membership,
    Name,
    Node,
    Not,
    OverParts,
    Reason,
    Test,
    children_of,
)

_texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
scalars = st.one_of(
    st.booleans(), st.integers(-(10**6), 10**6), st.floats(allow_nan=False, allow_infinity=False), _texts
)
_odd_names = _texts.filter(lambda text: text != "" and "`" not in text)
names = st.one_of(
    st.sampled_from(["a", "b", "NED1.N03", "not", "or", "câu hỏi", "each", "part", "sum", "today"]), _odd_names
)
_leaves = st.one_of(
    names.map(Name), scalars.map(Constant), st.lists(scalars, max_size=3).map(lambda found: Constant(tuple(found)))
)
_names_of_parts = st.sampled_from(["g", "s", "NED1"])
_patterns = st.sampled_from(["", "a+", "[0-9]{2,4}", "(?i)x|y.*", "\\d+", "'"])
_kinds: dict[str, list[Function]] = {
    gives: [function for function in FUNCTIONS.values() if function.gives == gives] for gives in ("value", "truth")
}


def calls(gives: str, inner: st.SearchStrategy[Any], tests: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Draw calls of every function that gives a value or a truth, with as many arguments as it takes."""
    of_kind = {"value": inner, "condition": tests, "pattern": _patterns.map(Constant)}

    def arguments(function: Function) -> st.SearchStrategy[Any]:
        most = min(function.most, function.least + 2)
        counts = st.integers(function.least, most)
        drawn = counts.flatmap(lambda n: st.tuples(*(of_kind[function.parameter(at)] for at in range(n))))
        return drawn.map(lambda given: (Call if gives == "value" else Test)(function.name, given))

    return st.sampled_from(_kinds[gives]).flatmap(arguments)


def _larger(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    compared = st.builds(Comparison, st.sampled_from(["==", "<"]), inner, inner)
    measures = st.sampled_from(["sum", "mean", "min", "max", "list"])
    return st.one_of(
        st.builds(Arithmetic, st.sampled_from(["+", "-", "*", "/"]), inner, inner),
        calls("value", inner, compared),
        st.builds(Gather, measures, _names_of_parts, inner),
        st.builds(Gather, st.sampled_from(["count", "parts"]), _names_of_parts, compared),
    )


expressions: st.SearchStrategy[Expression] = st.recursive(_leaves, _larger, max_leaves=3)
_simple: st.SearchStrategy[Condition] = st.one_of(
    st.builds(Comparison, st.sampled_from(["==", "!=", "<", "<=", ">", ">="]), expressions, expressions),
    st.builds(Membership, expressions, expressions, st.booleans()),
    st.builds(IsMissing, expressions, st.booleans()),
    st.builds(IsMissing, names.map(Name), st.booleans(), st.sampled_from(get_args(Reason))),
    calls("truth", expressions, st.builds(Comparison, st.sampled_from([">", "!="]), expressions, expressions)),
    st.sampled_from([ALWAYS, NEVER]),
)


def _joined(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    parts = st.lists(inner, min_size=2, max_size=3).map(tuple)
    over = st.builds(OverParts, st.sampled_from(["any", "all"]), _names_of_parts, inner)
    return st.one_of(st.builds(Not, inner), st.builds(AllOf, parts), st.builds(AnyOf, parts), over)


def _depth_in_parts(node: Node) -> int:
    below = max(map(_depth_in_parts, children_of(node)), default=0)
    return below + isinstance(node, Gather | OverParts)


conditions: st.SearchStrategy[Condition] = st.recursive(_simple, _joined, max_leaves=8).filter(
    lambda condition: _depth_in_parts(condition) <= DEEPEST_PARTS
)
values = st.dictionaries(
    st.one_of(names, st.sampled_from(["g", "s", "g.a", "g.1", "a@1", "b@2", "s@1"])),
    st.one_of(st.none(), scalars, st.lists(scalars, max_size=3).map(tuple)),
    max_size=5,
)
garbage: st.SearchStrategy[Any] = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5), st.just(10**400)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=6,
)
