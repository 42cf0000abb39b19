"""Lay out the way through the pages: blocks in the order of the seed, and the pages of each repeat together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from surveyapp.questionnaire.model import remembered
from surveyapp.questionnaire.schema import Page, Question, Questionnaire, Repeat, repeats_around
from surveyapp.questionnaire.shuffling import draw_digest


@dataclass(frozen=True, slots=True)
class Section:
    """A repeat with what stands in it."""

    repeat: Repeat
    parts: tuple[Page | Section, ...]


Parts = tuple[Page | Section, ...]


def plan_of(questionnaire: Questionnaire, seed: str) -> Parts:
    """Return pages and repeats in the order in which they are passed."""
    if not questionnaire.orders:
        return _plan_as_written(questionnaire)
    return _sections(questionnaire, _in_order(questionnaire, seed), 0)


@remembered
def _plan_as_written(questionnaire: Questionnaire) -> Parts:
    return _sections(questionnaire, questionnaire.pages, 0)


def blocks_in_order(questionnaire: Questionnaire, seed: str) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """Return the blocks of every order as the seed puts them."""
    return {
        order.id: tuple(sorted(order.blocks, key=lambda block: draw_digest(seed, f"{order.id}|{'|'.join(block)}")))
        for order in questionnaire.orders
    }


def questions_in_order(page: Page, seed: str) -> tuple[Question, ...]:
    """Return a page's questions as the seed puts them; those that are fixed keep their places."""
    if not page.shuffle:
        return page.questions
    moving = sorted(
        (question for question in page.questions if not question.fixed),
        key=lambda question: draw_digest(seed, f"{page.id}|{question.id}"),
    )
    following = iter(moving)
    return tuple(question if question.fixed else next(following) for question in page.questions)


def questions_within(part: Page | Section) -> Iterator[str]:
    """Yield the ids of the questions of a page or of a whole repeat."""
    if isinstance(part, Page):
        yield from (question.id for question in part.questions)
        return
    for inner in part.parts:
        yield from questions_within(inner)


def _in_order(questionnaire: Questionnaire, seed: str) -> tuple[Page, ...]:
    """Put each order's blocks, whole, where blocks of it stood; a page between two blocks stays between two blocks."""
    by_id = {page.id: page for page in questionnaire.pages}
    shuffled = {name: iter(blocks) for name, blocks in blocks_in_order(questionnaire, seed).items()}
    order_of = {block[0]: order.id for order in questionnaire.orders for block in order.blocks if block}
    in_blocks = {name for order in questionnaire.orders for block in order.blocks for name in block}
    found: list[Page] = []
    for page in questionnaire.pages:
        if page.id in order_of:
            found += (by_id[name] for name in next(shuffled[order_of[page.id]]) if name in by_id)
        elif page.id not in in_blocks:
            found.append(page)
    return tuple(found)


def _sections(questionnaire: Questionnaire, pages: Sequence[Page], depth: int) -> Parts:
    return tuple(_grouped(questionnaire, pages, depth))


def _grouped(questionnaire: Questionnaire, pages: Sequence[Page], depth: int) -> Iterator[Page | Section]:
    def around(page: Page) -> Repeat | None:
        chain = repeats_around(questionnaire, page.repeat) if page.repeat else ()
        return chain[depth] if depth < len(chain) else None

    for repeat, run in groupby(pages, around):
        if repeat is None:
            yield from run
        else:
            yield Section(repeat, _sections(questionnaire, tuple(run), depth + 1))
