"""Add, move and take out pages and questions, and order what is written beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from surveyapp.questionnaire.conditions import names_in
from surveyapp.questionnaire.lint.parts import conditions_of, narrowed_by
from surveyapp.questionnaire.piping import piped_names
from surveyapp.questionnaire.schema import Order, Page, Question, Questionnaire
from surveyapp.questionnaire.texts import texts_of

Part = TypeVar("Part")


class UnknownPart(ValueError):
    """The questionnaire has no page or question of that id."""


@dataclass(frozen=True, slots=True)
class Section:
    """Pages under one heading; `head` is the first of them, which has the heading where there is any."""

    head: str
    pages: tuple[str, ...]


def page_of(questionnaire: Questionnaire, question: str) -> Page:
    """Return the page a question stands on."""
    for page in questionnaire.pages:
        if any(one.id == question for one in page.questions):
            return page
    raise UnknownPart(question)


def with_page(questionnaire: Questionnaire, page: Page, after: str = "") -> Questionnaire:
    """Put a page behind another, or in front of all."""
    at = _index(questionnaire, after) + 1 if after else 0
    pages = questionnaire.pages
    return _with_pages(questionnaire, (*pages[:at], page, *pages[at:]))


def with_page_changed(questionnaire: Questionnaire, page: str, change: Callable[[Page], Page]) -> Questionnaire:
    at = _index(questionnaire, page)
    pages = questionnaire.pages
    return _with_pages(questionnaire, (*pages[:at], change(pages[at]), *pages[at + 1 :]))


def without_pages(questionnaire: Questionnaire, gone: tuple[str, ...]) -> Questionnaire:
    """Take pages out; a random order that is left with fewer than two blocks goes with them."""
    orders = (_without(order, frozenset(gone)) for order in questionnaire.orders)
    kept = tuple(page for page in questionnaire.pages if page.id not in gone)
    return _with_pages(questionnaire, kept).model_copy(update={"orders": tuple(one for one in orders if one)})


def page_moved(questionnaire: Questionnaire, page: str, by: int) -> Questionnaire:
    """Let a page change places with the one before (-1) or behind it (1)."""
    return _with_pages(questionnaire, _swapped(questionnaire.pages, _index(questionnaire, page), by))


def sections_of(questionnaire: Questionnaire) -> tuple[Section, ...]:
    """Return the sections in order."""
    found: list[list[str]] = []
    for page in questionnaire.pages:
        if page.section or page.ends_section or not found:
            found.append([])
        found[-1].append(page.id)
    return tuple(Section(pages[0], tuple(pages)) for pages in found)


def section_moved(questionnaire: Questionnaire, head: str, by: int) -> Questionnaire:
    """Let all pages of a section change places with those of the section before or behind it."""
    sections = sections_of(questionnaire)
    at = next((at for at, section in enumerate(sections) if section.head == head), None)
    if at is None:
        raise UnknownPart(head)
    pages = {page.id: page for page in questionnaire.pages}
    order = _swapped(sections, at, by)
    return _with_pages(questionnaire, tuple(pages[name] for section in order for name in section.pages))


def with_question(questionnaire: Questionnaire, page: str, question: Question, after: str = "") -> Questionnaire:
    """Put a question behind another of the page, or in front of all."""

    def put(there: Page) -> Page:
        at = next((at + 1 for at, one in enumerate(there.questions) if one.id == after), 0)
        return there.model_copy(update={"questions": (*there.questions[:at], question, *there.questions[at:])})

    return with_page_changed(questionnaire, page, put)


def with_question_changed(
    questionnaire: Questionnaire, question: str, change: Callable[[Question], Question]
) -> Questionnaire:
    def put(there: Page) -> Page:
        changed = tuple(change(one) if one.id == question else one for one in there.questions)
        return there.model_copy(update={"questions": changed})

    return with_page_changed(questionnaire, page_of(questionnaire, question).id, put)


def without_question(questionnaire: Questionnaire, question: str) -> Questionnaire:
    def take(there: Page) -> Page:
        return there.model_copy(update={"questions": tuple(one for one in there.questions if one.id != question)})

    return with_page_changed(questionnaire, page_of(questionnaire, question).id, take)


def question_moved(questionnaire: Questionnaire, question: str, by: int) -> Questionnaire:
    """Move a question one place up (-1) or down (1), at the edge of its page onto the next one."""
    page = page_of(questionnaire, question)
    at = next(at for at, one in enumerate(page.questions) if one.id == question)
    if 0 <= at + by < len(page.questions):
        moved = _swapped(page.questions, at, by)
        return with_page_changed(questionnaire, page.id, lambda there: there.model_copy(update={"questions": moved}))
    other = _index(questionnaire, page.id) + by
    if not 0 <= other < len(questionnaire.pages):
        return questionnaire
    there = questionnaire.pages[other]
    last = there.questions[-1].id if by < 0 and there.questions else ""
    return with_question(without_question(questionnaire, question), there.id, page.questions[at], last)


def question_put(questionnaire: Questionnaire, question: str, page: str, after: str) -> Questionnaire:
    """Put a question that is there behind another one of any page, or in front of all of that page."""
    moved = next(one for one in page_of(questionnaire, question).questions if one.id == question)
    if after == question:
        return questionnaire
    return with_question(without_question(questionnaire, question), page, moved, after)


def references_to(questionnaire: Questionnaire, question: str) -> tuple[str, ...]:
    """Return the places of other parts that depend on a question: conditions, carried choices, piped wording."""
    found = [placed.place for placed in conditions_of(questionnaire) if _names(names_in(placed.node), question)]
    for one in questionnaire.questions():
        found += [f"{one.id}.{part}" for part, name in narrowed_by(one) if name == question]
    for assignment in questionnaire.assignments:
        if any(_names(names_in(pool.when), question) for pool in assignment.pools):
            found.append(f"{assignment.id}.pools")
    for place, text in texts_of(questionnaire):
        if any(_names(frozenset(piped_names(words)), question) for words in text.values() if "{" in words):
            found.append(place)
    return tuple(dict.fromkeys(place for place in found if place.partition(".")[0] != question))


def _names(names: frozenset[str], question: str) -> bool:
    return any(name == question or name.startswith(f"{question}.") for name in names)


def _without(order: Order, gone: frozenset[str]) -> Order | None:
    kept = (tuple(name for name in block if name not in gone) for block in order.blocks)
    blocks = tuple(block for block in kept if block)
    return order.model_copy(update={"blocks": blocks}) if len(blocks) > 1 else None


def _swapped(parts: tuple[Part, ...], at: int, by: int) -> tuple[Part, ...]:
    other = at + by
    if not 0 <= other < len(parts):
        return parts
    found = list(parts)
    found[at], found[other] = found[other], found[at]
    return tuple(found)


def _index(questionnaire: Questionnaire, page: str) -> int:
    for at, one in enumerate(questionnaire.pages):
        if one.id == page:
            return at
    raise UnknownPart(page)


def _with_pages(questionnaire: Questionnaire, pages: tuple[Page, ...]) -> Questionnaire:
    return questionnaire.model_copy(update={"pages": pages})


def ids_in(questionnaire: Questionnaire) -> Iterator[str]:
    """Yield every id that names something in conditions or data."""
    yield from (question.id for question in questionnaire.questions())
    yield from (assignment.id for assignment in questionnaire.assignments)
    yield from (repeat.id for repeat in questionnaire.repeats)
    yield from questionnaire.context
