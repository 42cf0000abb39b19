"""Hold ids and codes to being unique and plain, and language tags to being tags."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from surveyapp.questionnaire.answer_types import sources_of
from surveyapp.questionnaire.choices import Choice
from surveyapp.questionnaire.codebook import variables_of
from surveyapp.questionnaire.problems import Problem, sentence
from surveyapp.questionnaire.schema import Questionnaire

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_]*\Z")
_UNUSABLE = re.compile(r"[\s`@\x00-\x1f\x7f]")
_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*\Z")


def identity_problems(questionnaire: Questionnaire) -> Iterator[Problem]:
    """Yield duplicate or unusable ids, codes and language tags."""
    questions = [question.id for question in questionnaire.questions()]
    assignments = [assignment.id for assignment in questionnaire.assignments]
    repeats = [repeat.id for repeat in questionnaire.repeats]
    yield from _repeated([*questions, *assignments, *repeats, *questionnaire.context], "duplicate-id")
    yield from _repeated([page.id for page in questionnaire.pages], "duplicate-id", "pages.")
    yield from _repeated([ending.id for ending in questionnaire.endings], "duplicate-id", "endings.")
    yield from _repeated(questionnaire.languages, "duplicate-language", "languages.")
    for place, choices in _written_choices(questionnaire):
        yield from _repeated([choice.code for choice in choices], "duplicate-code", f"{place}.")
    yield from _repeated_columns(questionnaire)
    yield from _late_gates(questionnaire)
    for tag in questionnaire.languages:
        if not _TAG.match(tag):
            yield Problem(
                "language-tag",
                "error",
                f"languages.{tag}",
                sentence("'{tag}' is no BCP 47 tag, such as vi or zh-Hans.", tag=tag),
            )
    for name in (*questions, *assignments, *repeats, *questionnaire.context):
        yield from _unplain(name, name)
    for page in questionnaire.pages:
        yield from _unplain(page.id, f"pages.{page.id}")


def _written_choices(questionnaire: Questionnaire) -> Iterator[tuple[str, tuple[Choice, ...]]]:
    for name, choices in questionnaire.lists.items():
        yield f"lists.{name}", choices
    for question in questionnaire.questions():
        for part, source in sources_of(question.answer).items():
            if not isinstance(source, str):
                yield f"{question.id}.{part}", source


def _repeated_columns(questionnaire: Questionnaire) -> Iterator[Problem]:
    """Yield columns that two questions share, or that differ only in case: many programs read those alike."""
    owners: dict[str, set[tuple[str, str]]] = {}
    repeats = (None, *(repeat.id for repeat in questionnaire.repeats))
    for variable in (variable for repeat in repeats for variable in variables_of(questionnaire, repeat)):
        owners.setdefault(variable.name.lower(), set()).add((variable.question, variable.name))
    for name, sharing in owners.items():
        questions = sorted({question for question, _ in sharing})
        if len(questions) > 1:
            same = len({column for _, column in sharing}) < len(sharing)
            text = sentence(
                "The data would have the column '{name}' more than once, from {questions}; rename one.",
                name=name,
                questions=", ".join(questions),
            )
            code = "duplicate-column" if same else "columns-alike"
            yield Problem(code, "error" if same else "warning", questions[-1], text)


def _late_gates(questionnaire: Questionnaire) -> Iterator[Problem]:
    asked_before = False
    for page in questionnaire.pages:
        if page.gate and asked_before:
            text = sentence("A gate behind other questions: nothing of them is stored until it is passed; move it up.")
            yield Problem("gate-late", "warning", f"pages.{page.id}", text)
        asked_before = asked_before or not page.gate


def _repeated(names: Iterable[str], code: str, place: str = "") -> Iterator[Problem]:
    for name, times in Counter(names).items():
        if times > 1:
            text = sentence("'{name}' is used {times} times; give each its own.", name=name, times=times)
            yield Problem(code, "error", place + name, text)


def _unplain(name: str, place: str) -> Iterator[Problem]:
    if _UNUSABLE.search(name):
        yield Problem(
            "id-unusable",
            "error",
            place,
            sentence("The id '{name}' holds a space, a backtick, an @ or a control character.", name=name),
        )
    elif not _PLAIN.match(name) or "__" in name:
        text = sentence(
            "The id '{name}' is not plain: begin with a letter, then letters, digits and single underscores.", name=name
        )
        yield Problem("id-not-plain", "warning", place, text)
