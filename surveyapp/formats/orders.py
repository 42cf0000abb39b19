"""Keep a random order only where nothing that is shuffled needs something that may come later."""

from __future__ import annotations

from surveyapp.formats.result import Ledger
from surveyapp.questionnaire.lint.orders import order_problems
from surveyapp.questionnaire.schema import Questionnaire

_WHY = "they keep their order, as one of them needs another"


def without_impossible_orders(questionnaire: Questionnaire, ledger: Ledger) -> Questionnaire:
    """Return the questionnaire without the shuffling that its own conditions forbid, which is listed."""
    orders = []
    for order in questionnaire.orders:
        alone = questionnaire.model_copy(update={"orders": (order,)})
        if any(problem.place in (f"orders.{order.id}", "orders") for problem in order_problems(alone)):
            ledger.lose(f"flow.{order.id}", "blocks in random order", _WHY)
        else:
            orders.append(order)
    found = questionnaire.model_copy(update={"orders": tuple(orders)})
    if not any(page.shuffle for page in found.pages):
        return found
    pages = []
    for page in found.pages:
        if page.shuffle and any(order_problems(found.model_copy(update={"pages": (page,), "orders": ()}))):
            ledger.lose(page.id, "questions in random order", _WHY)
            page = page.model_copy(update={"shuffle": False})
        pages.append(page)
    return found.model_copy(update={"pages": tuple(pages)})
