"""Turn the repeated groups of a form into repeats: as many times as a number says, or until no more."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from surveyapp.formats.expressions.combining import all_of
from surveyapp.formats.expressions.scope import Scope
from surveyapp.formats.expressions.truth import Translator
from surveyapp.formats.implied import implied
from surveyapp.formats.xlsform.questions import Form, group_condition
from surveyapp.formats.xlsform.structure import Group, Item
from surveyapp.formats.xlsform.xpath import XPath, parse_xpath
from surveyapp.questionnaire.answer_types import One
from surveyapp.questionnaire.choices import Choice
from surveyapp.questionnaire.conditions import Comparison, Constant, Expression, Name
from surveyapp.questionnaire.schema import Page, Question, Repeat

MOST_TIMES = 200
_UNUSUAL = re.compile(r"[^A-Za-z0-9_]")


def name_repeats(items: Sequence[Item], scope: Scope) -> None:
    """Give every repeated group with questions a name of its own, and say in which of them each answer is."""
    taken = {item.id for item in items} | {f"{item.id}_other" for item in items if item.type.or_other}
    by_number: dict[int, str] = {}
    for at, item in enumerate(items):
        for group in item.groups:
            if group.kind == "repeat" and group.number not in by_number:
                name = _free(group.name, taken)
                taken.add(name)
                by_number[group.number] = name
                scope.repeated.setdefault(group.name, name)
                scope.around[name] = tuple(found for _, found in _within(item.groups, by_number) if found != name)
                scope.places[name] = at - 1
        chain = tuple(name for _, name in _within(item.groups, by_number))
        scope.around[item.id] = chain
        if item.type.or_other:
            scope.around[f"{item.id}_other"] = chain
    scope.named.update(by_number)


def enter(groups: Sequence[Group], scope: Scope) -> None:
    """Let names mean what they mean inside these groups."""
    scope.path = tuple(scope.named.get(group.number) for group in groups)


def _within(groups: Iterable[Group], named: dict[int, str]) -> Iterator[tuple[Group, str]]:
    yield from ((group, named[group.number]) for group in groups if group.number in named)


def _free(wanted: str, taken: set[str]) -> str:
    plain = _UNUSUAL.sub("_", wanted)[:70]
    plain = plain if plain[:1].isalpha() else f"r{plain}"
    return next(name for at in range(1, 100_000) if (name := plain if at == 1 else f"{plain}_{at}") not in taken)


def build_repeats(items: Sequence[Item], pages: list[Page], form: Form) -> tuple[list[Page], list[Repeat]]:
    """Return the pages with those that ask whether another turn follows, and the repeats."""
    repeats: list[Repeat] = []
    for at, item in enumerate(items):
        for depth, group in enumerate(item.groups):
            name = form.scope.named.get(group.number)
            if name is not None and all(repeat.id != name for repeat in repeats):
                repeats.append(_repeat(name, group, item.groups[:depth], at, form))
    for repeat in reversed(repeats):
        if repeat.again is not None:
            pages = _with_more(repeat, pages, repeats, form)
    return pages, repeats


def _repeat(name: str, group: Group, outside: tuple[Group, ...], at: int, form: Form) -> Repeat:
    enter(outside, form.scope)
    within = [part for part in form.scope.path if part is not None]
    inner = outside[max((i + 1 for i, part in enumerate(form.scope.path) if part is not None), default=0) :]
    shown = all_of(group_condition(part, at, form) for part in (*inner, group))
    inside = within[-1] if within else None
    if name != group.name:
        form.ledger.lose(group.name, f"its name; it is called {name} here", "a repeat has a short name of its own")
    count = _count(group, at, form)
    if count is None:
        again = Comparison("==", Name(_more(name, form)), Constant("yes"))
        return Repeat(id=name, again=again, most=MOST_TIMES, show_if=shown, inside=inside)
    most = MOST_TIMES
    if isinstance(count, Constant) and isinstance(count.value, int):
        most = max(1, min(count.value, MOST_TIMES))
        if count.value > MOST_TIMES:
            form.ledger.lose(group.name, f"turns {MOST_TIMES + 1} to {count.value}", f"at most {MOST_TIMES} are asked")
    return Repeat(id=name, count=count, most=most, show_if=shown, inside=inside)


def _count(group: Group, at: int, form: Form) -> Expression | None:
    why = "whether another turn follows is asked, where the source has a button; at least one is asked"
    if not group.count:
        form.ledger.lose(group.name, "a button that adds one", why)
        return None
    try:
        return form.scope.usable_expression(Translator(XPath(form.scope)).expression(parse_xpath(group.count)), at)
    except ValueError as error:
        form.ledger.lose(f"{group.name}.repeat_count", group.count, f"{error}; {why}")
        return None


def _more(repeat: str, form: Form) -> str:
    taken = {*form.scope.places, *form.scope.around}
    wanted = f"{repeat}_more"
    return next(name for at in range(1, 100_000) if (name := wanted if at == 1 else f"{wanted}_{at}") not in taken)


def _with_more(repeat: Repeat, pages: list[Page], repeats: list[Repeat], form: Form) -> list[Page]:
    languages = form.wordings.languages
    choices = tuple(Choice(code=code, text=implied(code, languages)) for code in ("yes", "no"))
    question = _more(repeat.id, form)
    page_id = next(name for at in range(1, 100_000) if (name := f"{question}-{at}") not in {p.id for p in pages})
    form.ledger.add(question)
    asked = Question(id=question, text=implied("more", languages), answer=One(choices=choices), required=True)
    around = {found.id: found.inside for found in repeats}
    last = max((at for at, page in enumerate(pages) if _stands_in(page.repeat, repeat.id, around)), default=-1)
    if last < 0:
        return pages
    return [*pages[: last + 1], Page(id=page_id, questions=(asked,), repeat=repeat.id), *pages[last + 1 :]]


def _stands_in(name: str | None, repeat: str, around: dict[str, str | None]) -> bool:
    while name is not None and name != repeat:
        name = around.get(name)
    return name == repeat
