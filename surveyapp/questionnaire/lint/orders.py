"""Hold orders to pages that exist, and blocks and shuffled questions to not needing each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from surveyapp.questionnaire.conditions import names_in
from surveyapp.questionnaire.instances import plain_name
from surveyapp.questionnaire.lint.parts import conditions_of_question
from surveyapp.questionnaire.problems import Problem, sentence
from surveyapp.questionnaire.schema import Order, Page, Question, Questionnaire


def order_problems(questionnaire: Questionnaire) -> Iterator[Problem]:
    """Yield what a shuffled order could turn into a reference to something asked later."""
    pages = {page.id: page for page in questionnaire.pages}
    yield from _listed_twice(questionnaire)
    for order in questionnaire.orders:
        place = f"orders.{order.id}"
        for name in (name for block in order.blocks for name in block):
            if name not in pages:
                yield Problem("unknown-page", "error", place, sentence("There is no page called '{name}'.", name=name))
        yield from _cut_repeats(questionnaire, order, place)
        yield from _blocks_that_need_each_other(questionnaire, order, pages, place)
    for page in questionnaire.pages:
        if page.shuffle:
            yield from _questions_that_need_each_other(questionnaire, page)


def _listed_twice(questionnaire: Questionnaire) -> Iterator[Problem]:
    listed = Counter(name for order in questionnaire.orders for block in order.blocks for name in block)
    for name, times in listed.items():
        if times > 1:
            text = sentence("The page '{name}' stands in more than one block; leave it in one.", name=name)
            yield Problem("duplicate-id", "error", "orders", text)


def _cut_repeats(questionnaire: Questionnaire, order: Order, place: str) -> Iterator[Problem]:
    block_of = {name: at for at, block in enumerate(order.blocks) for name in block}
    blocks_by_repeat: dict[str, set[int | None]] = {}
    for page in questionnaire.pages:
        if page.repeat is not None:
            blocks_by_repeat.setdefault(page.repeat, set()).add(block_of.get(page.id))
    for repeat, blocks in blocks_by_repeat.items():
        if len(blocks) > 1:
            yield Problem(
                "order-cuts-repeat",
                "error",
                place,
                sentence("Put all pages of the repeat '{repeat}' into one block.", repeat=repeat),
            )


def _blocks_that_need_each_other(
    questionnaire: Questionnaire, order: Order, pages: Mapping[str, Page], place: str
) -> Iterator[Problem]:
    block_of = {
        question.id: at
        for at, block in enumerate(order.blocks)
        for name in block
        if name in pages
        for question in pages[name].questions
    }
    for at, block in enumerate(order.blocks):
        for page in (pages[name] for name in block if name in pages):
            needed = names_in(page.show_if).union(
                *(_needs(questionnaire, question) for question in page.questions),
            )
            for name in sorted(plain_name(name).partition(".")[0] for name in needed):
                if block_of.get(name, at) != at:
                    text = sentence(
                        "The page '{page}' needs '{name}' of another block, which may come later.",
                        page=page.id,
                        name=name,
                    )
                    yield Problem("order-dependent", "error", place, text)


def _questions_that_need_each_other(questionnaire: Questionnaire, page: Page) -> Iterator[Problem]:
    moving = {question.id for question in page.questions if not question.fixed}
    for question in page.questions:
        for name in sorted({plain_name(name).partition(".")[0] for name in _needs(questionnaire, question)}):
            if name in moving and name != question.id:
                text = sentence(
                    "'{question}' needs '{name}', which the shuffle of the page may put later; fix both.",
                    question=question.id,
                    name=name,
                )
                yield Problem("order-dependent", "error", f"pages.{page.id}.shuffle", text)


def _needs(questionnaire: Questionnaire, question: Question) -> frozenset[str]:
    return frozenset().union(*(names_in(placed.node) for placed in conditions_of_question(questionnaire, question)))
