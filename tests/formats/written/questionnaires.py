"""Generate questionnaires of what an XLSForm can say, in the shape in which the reader gives them."""

from __future__ import annotations

from itertools import product
from typing import Any

from hypothesis import strategies as st

from surveyapp.questionnaire.answer_types import Calculated, Information, Number, One, OpenText, Ranking, Several
from surveyapp.questionnaire.answer_types.calculated import Case
from surveyapp.questionnaire.choices import Choice
from surveyapp.questionnaire.conditions import (
    ALWAYS,
    AllOf,
    AnyOf,
    Arithmetic,
    Comparison,
    Condition,
    Constant,
    IsMissing,
    Membership,
    Name,
    Not,
)
from surveyapp.questionnaire.schema import Check, Page, Question, Questionnaire

CODES = ("a", "b", "c")
LANGUAGES = ("en", "vi", "zh-Hans")
_WORDS = st.text("abcXYZ ăđ中\n&<>'\"{}$0129.", min_size=1, max_size=30).map(
    lambda text: " ".join(text.replace("<", "< ").replace("&", "& ").replace("$", "").split()) or "w"
)


@st.composite
def texts(draw: st.DrawFn) -> dict[str, str]:
    return {tag: draw(_WORDS).replace("{", "(").replace("}", ")") for tag in LANGUAGES}


VALUES: dict[str, tuple[Any, ...]] = {
    "one": (None, "a", "b"),
    "several": (None, ("a",), ("a", "b")),
    "number": (None, 0, 5),
    "text": (None, "a", "zz"),
}


def conditions(known: dict[str, str]) -> st.SearchStrategy[Condition]:
    """Return conditions about these names, by the kind of their answers."""
    leaves: list[st.SearchStrategy[Condition]] = []
    for name, kind in known.items():
        leaves.append(st.booleans().map(lambda negated, name=name: IsMissing(Name(name), negated)))
        if kind == "several":
            leaves.append(
                st.tuples(st.sampled_from(CODES), st.booleans()).map(
                    lambda found, name=name: Membership(Constant(found[0]), Name(name), found[1])
                )
            )
        elif kind == "number":
            comparators = st.sampled_from(("==", "!=", "<", "<=", ">", ">="))
            leaves.append(
                st.tuples(comparators, st.integers(0, 6), st.booleans()).map(
                    lambda found, name=name: Comparison(
                        found[0],
                        Arithmetic("+", Name(name), Constant(1)) if found[2] else Name(name),
                        Constant(found[1]),
                    )
                )
            )
        else:
            leaves.append(
                st.tuples(st.sampled_from(("==", "!=")), st.sampled_from(CODES)).map(
                    lambda found, name=name: Comparison(found[0], Name(name), Constant(found[1]))
                )
            )
            leaves.append(st.booleans().map(lambda no, name=name: Membership(Name(name), Constant(("a", "c")), no)))
    return st.recursive(
        st.one_of(leaves),
        lambda inner: st.one_of(
            inner.map(Not),
            st.lists(inner, min_size=2, max_size=3).map(lambda parts: AllOf(tuple(parts))),
            st.lists(inner, min_size=2, max_size=3).map(lambda parts: AnyOf(tuple(parts))),
        ),
        max_leaves=5,
    )


def situations(known: dict[str, str]) -> list[dict[str, Any]]:
    """Return every combination of a few answers to these names."""
    return [dict(zip(known, values, strict=True)) for values in product(*(VALUES[kind] for kind in known.values()))]


@st.composite
def forms(draw: st.DrawFn) -> Questionnaire:
    """Draw a questionnaire of up to three pages with up to six questions."""
    known: dict[str, str] = {}
    lists: dict[str, tuple[Choice, ...]] = {}
    pages = []
    runs = False  # a section of an earlier page
    for number in range(draw(st.integers(1, 3))):
        show_if = draw(_shown(known))
        questions = []
        for _ in range(draw(st.integers(1, 3))):
            questions.append(draw(_question(f"q{number}_{len(questions)}", known, lists)))
        title = draw(st.none() | texts())
        section = draw(st.none() | texts()) if title else None
        ends = section is None and runs and (title is None or draw(st.booleans()))
        runs = not ends and (section is not None or runs)
        page = Page(
            id=f"page{number}",
            title=title,
            section=section,
            ends_section=ends,
            show_if=show_if,
            questions=tuple(questions),
        )
        pages.append(page)
    return Questionnaire(id="form", languages=LANGUAGES, title={"en": "Form"}, lists=lists, pages=tuple(pages))


@st.composite
def _question(draw: st.DrawFn, name: str, known: dict[str, str], lists: dict[str, tuple[Choice, ...]]) -> Question:
    kind = draw(st.sampled_from(("one", "several", "ranking", "number", "text", "information", "calculated")))
    show_if = draw(_shown(known))
    answer = _answer(draw, name, kind, known, lists)
    asked = kind not in ("information", "calculated")
    checks = _checks(draw, name, kind, known)
    question = Question(
        id=name,
        text={"en": name} if kind == "calculated" else draw(texts()),
        hint=draw(st.none() | texts()) if asked else None,
        answer=answer,
        required=asked and not (kind == "text" and checks) and draw(st.booleans()),
        show_if=show_if,
        checks=checks,
    )
    if kind in VALUES:
        known[name] = kind
    return question


def _answer(draw: st.DrawFn, name: str, kind: str, known: dict[str, str], lists: dict[str, tuple[Choice, ...]]) -> Any:
    answer: Any
    if kind in ("one", "several", "ranking"):
        listed = f"list_{name}"
        lists[listed] = tuple(Choice(code=code, text=draw(texts())) for code in CODES)
        shuffle = draw(st.booleans())
        answer = {
            "one": One(
                choices=listed, layout=draw(st.sampled_from(("list", "scale", "select", "type-ahead"))), shuffle=shuffle
            ),
            "several": Several(choices=listed, at_least=draw(st.integers(1, 2)), at_most=draw(st.none() | st.just(3))),
            "ranking": Ranking(choices=listed, shuffle=shuffle),
        }[kind]
    elif kind == "number":
        least = draw(st.none() | st.integers(-5, 5))
        decimals = draw(st.sampled_from((0, 12)))
        answer = Number(minimum=least, maximum=draw(st.none() | st.integers(6, 99)), decimals=decimals)
        if least is not None and answer.maximum is not None and draw(st.booleans()):
            step = draw(st.sampled_from((1, 2) if decimals == 0 else (0.5, 0.25)))
            answer = answer.model_copy(update={"step": step, "layout": "slider"})
    elif kind == "text":
        pattern = draw(st.sampled_from((None, r"\d{3}", "(?:a|b)c", "yes|no", "(a)(b)")))
        answer = OpenText(
            lines=draw(st.sampled_from((1, 4))), max_length=draw(st.sampled_from((10, 1000))), pattern=pattern
        )
    elif kind == "calculated":
        when = draw(_shown(known))
        cases = () if when == ALWAYS else (Case(when=when, value=Constant("a")),)
        answer = Calculated(cases=cases, otherwise=None if cases else Constant(1))
    else:
        answer = Information()
    return answer


def _checks(draw: st.DrawFn, name: str, kind: str, known: dict[str, str]) -> tuple[Check, ...]:
    if kind == "text" and "one" in known.values() and draw(st.booleans()):
        other = next(name for name, its_kind in known.items() if its_kind == "one")
        needed = AnyOf(
            (IsMissing(Name(name), negated=True), Comparison("!=", Name(other), Constant("a")), IsMissing(Name(other)))
        )
        return (Check(condition=needed, text=draw(texts())),)
    if kind != "number" or not draw(st.booleans()):
        return ()
    numbers = [other for other, its_kind in known.items() if its_kind == "number"]
    if not numbers:
        return ()
    condition = Comparison("!=", Name(name), Name(draw(st.sampled_from(numbers))))
    return (Check(condition=condition, text=draw(texts())),)


def _shown(known: dict[str, str]) -> st.SearchStrategy[Condition]:
    few = dict(list(known.items())[-3:])
    return st.just(ALWAYS) | conditions(few) if few else st.just(ALWAYS)
