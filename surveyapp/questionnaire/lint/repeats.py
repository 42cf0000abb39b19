"""Hold repeats to saying once how often they are asked, and to pages that stand together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from surveyapp.questionnaire.answer_types import Consent
from surveyapp.questionnaire.problems import Problem, sentence
from surveyapp.questionnaire.schema import Page, Questionnaire, Repeat

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_]*\Z")


def repeat_problems(questionnaire: Questionnaire) -> Iterator[Problem]:
    """Yield repeats that cannot be asked, and pages that belong to none or stand apart from theirs."""
    names = {repeat.id for repeat in questionnaire.repeats}
    for repeat in questionnaire.repeats:
        yield from _of_repeat(repeat, questionnaire, names)
    for page in questionnaire.pages:
        if page.repeat is not None:
            yield from _of_page(page, names)


def _of_repeat(repeat: Repeat, questionnaire: Questionnaire, names: set[str]) -> Iterator[Problem]:
    place = f"repeats.{repeat.id}"
    if not _PLAIN.match(repeat.id):
        text = sentence(
            "'{repeat}' names a table: begin with a letter, then letters, digits and underscores.", repeat=repeat.id
        )
        yield Problem("id-unusable", "error", place, text)
    said = [name for name in ("over", "count", "again") if getattr(repeat, name) is not None]
    if len(said) != 1:
        text = sentence("Say with exactly one of over, count and again how often this is asked.")
        yield Problem("repeat-unclear", "error", place, text)
    if repeat.inside is not None and repeat.inside not in names:
        text = sentence("There is no repeat called '{inside}'.", inside=repeat.inside)
        yield Problem("unknown-repeat", "error", f"{place}.inside", text)
    around = {other.id: other.inside for other in questionnaire.repeats}
    seen, name = {repeat.id}, repeat.inside
    while name is not None and name not in seen:
        seen.add(name)
        name = around.get(name)
    if name is not None:
        yield Problem("repeat-in-itself", "error", f"{place}.inside", sentence("A repeat cannot stand inside itself."))
        return
    runs = [inside for inside, _ in groupby(questionnaire.pages, lambda page: _stands_in(page, repeat.id, around))]
    if runs.count(True) > 1:
        text = sentence("Other pages stand between the pages of this repeat; put them together.")
        yield Problem("repeat-apart", "error", place, text)
    if not any(runs):
        yield Problem("unused-repeat", "warning", place, sentence("No page belongs to this repeat."))


def _of_page(page: Page, names: set[str]) -> Iterator[Problem]:
    place = f"pages.{page.id}"
    if page.repeat not in names:
        yield Problem(
            "unknown-repeat",
            "error",
            f"{place}.repeat",
            sentence("There is no repeat called '{repeat}'.", repeat=page.repeat),
        )
    if page.gate:
        yield Problem("gate-in-repeat", "error", place, sentence("A gate is passed once; take it out of the repeat."))
    for question in page.questions:
        if isinstance(question.answer, Consent):
            text = sentence("Consent is given once; take this question out of the repeat.")
            yield Problem("consent-in-repeat", "error", question.id, text)


def _stands_in(page: Page, repeat: str, around: dict[str, str | None]) -> bool:
    """Tell whether a page belongs to a repeat or to one inside it."""
    name, passed = page.repeat, 0
    while name is not None and name != repeat and passed < len(around):
        name, passed = around.get(name), passed + 1
    return name == repeat
