"""Turn one row of the survey sheet into a question."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from surveyapp.formats.expressions.cases import calculated
from surveyapp.formats.expressions.combining import all_of
from surveyapp.formats.expressions.scope import Scope, usable_or_reason
from surveyapp.formats.expressions.symbols import Kind, Many, Single, Symbol
from surveyapp.formats.expressions.tree import Call, Node, Reference
from surveyapp.formats.expressions.truth import Translator
from surveyapp.formats.implied import implied
from surveyapp.formats.result import Ledger
from surveyapp.formats.xlsform.checks import Constraint, read_constraint, required_checks
from surveyapp.formats.xlsform.choices import Lists, filtered_choices, other_choice, plain_choices
from surveyapp.formats.xlsform.parameters import range_answer, read_parameters
from surveyapp.formats.xlsform.structure import Group, Item, is_no, is_yes
from surveyapp.formats.xlsform.wording import Wordings, piped
from surveyapp.formats.xlsform.xpath import XPath, parse_xpath
from surveyapp.questionnaire.answer_types import (
    AnswerType,
    Calculated,
    Date,
    DateTime,
    Information,
    Number,
    One,
    OpenText,
    Ranking,
    Several,
    Time,
)
from surveyapp.questionnaire.choices import Choice, Choices
from surveyapp.questionnaire.conditions import ALWAYS, NEVER, Condition
from surveyapp.questionnaire.model import Text
from surveyapp.questionnaire.schema import Question

_LAYOUTS = {"minimal": "select", "autocomplete": "type-ahead", "search": "type-ahead", "likert": "scale"}
_SEARCH = re.compile(r"\bsearch\s*\(.*\)|\bquery\s*\(.*\)", re.DOTALL)
_NO_ANSWER = ("note", "lost")
_KINDS: dict[str, Kind] = {
    **dict.fromkeys(("integer", "decimal", "range"), "number"),
    "date": "date",
    "text": "text",
    "calculate": "computed",
}
_MOMENTS: dict[str, type[Date | DateTime | Time]] = {"date": Date, "time": Time, "datetime": DateTime}


Codes = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Form:
    """What every question of a form is built with."""

    lists: Lists
    codes: Codes
    scope: Scope
    wordings: Wordings
    ledger: Ledger
    used_lists: set[str] = field(default_factory=set)
    filters: list[str] = field(default_factory=list)
    referring: dict[str, bool] = field(default_factory=dict)
    """Whether a list shows answers in its wording, of those that were looked at."""


def codes_of(lists: Lists) -> Codes:
    """Return the codes of every list, each once."""
    return {name: tuple(dict.fromkeys(row.code for row in rows)) for name, rows in lists.items()}


def symbol_of(item: Item, codes: Codes) -> Symbol:
    """Return what conditions see of an answer."""
    if item.type.family in ("select_multiple", "rank"):
        offered = codes.get(item.type.choices, ())
        return Many(item.id, (*offered, "other") if item.type.or_other else offered)
    return Single(item.id, _KINDS.get(item.type.family, "code"))


def is_display_only(item: Item) -> bool:
    """Tell whether a row is shown without being asked, though its type could be."""
    return is_yes(item.row.take("read_only")) and item.type.family not in (*_NO_ANSWER, "calculate")


def build_question(item: Item, at: int, inner: tuple[Group, ...], form: Form) -> Question:
    """Return the question; `inner` are the groups around it whose relevance is not the page's."""
    form.ledger.keep_time()
    text = piped(form.wordings.take(item.row, "label", item.id), form.scope, at, f"{item.id}.label", form.ledger)
    hint = piped(form.wordings.take(item.row, "hint", item.id), form.scope, at, f"{item.id}.hint", form.ledger)
    message = form.wordings.take(item.row, "constraint_message", item.id)
    message = piped(message, form.scope, at, f"{item.id}.constraint_message", form.ledger)
    family = item.type.family
    shown_only = is_display_only(item)
    if shown_only and not item.row.take("calculation"):
        form.ledger.lose(item.id, f"question of type {family}", "it is read-only, so it is shown and not asked")
    constraint_text = item.row.take("constraint")
    asked = family not in (*_NO_ANSWER, "calculate") and not shown_only
    constraint = Constraint()
    if asked:
        own = symbol_of(item, form.codes)
        languages = form.wordings.languages
        constraint = read_constraint(constraint_text, message, family, own, form.scope, languages, form.ledger)
    elif constraint_text:
        form.ledger.lose(f"{item.id}.constraint", constraint_text, "nothing is asked here")
    needed = required_checks(item, at, form.scope, form.wordings, form.ledger) if asked else ()
    answer = _answer(item, at, constraint, shown_only, form)
    show_if = all_of(
        [*group_conditions(item.groups, len(item.groups) - len(inner), at, form), _relevant(item, at, form)]
    )
    question = Question(
        id=item.id,
        text=text or _unworded(item, answer, form),
        hint=hint or None,
        answer=answer,
        required=asked and is_yes(item.row.take("required")),
        show_if=show_if,
        checks=(*constraint.checks, *needed),
    )
    _lose_the_rest(item, form.ledger)
    return question


def group_condition(group: Group, at: int, form: Form) -> Condition:
    """Return where a group is shown; always, and listed, where that cannot be said."""
    return _shown_where(group.relevant, f"{group.name}.relevant", "the group", at, form)


def group_conditions(groups: Sequence[Group], first: int, at: int, form: Form) -> list[Condition]:
    """Return where each group from `first` on is shown; what it asks of its place, it asks from outside itself."""
    path = form.scope.path
    found = []
    for depth in range(first, len(groups)):
        form.scope.path = path[:depth]
        found.append(group_condition(groups[depth], at, form))
    form.scope.path = path
    return found


def _relevant(item: Item, at: int, form: Form) -> Condition:
    return _shown_where(item.row.take("relevant"), f"{item.id}.relevant", "the question", at, form)


def _shown_where(text: str, place: str, what: str, at: int, form: Form) -> Condition:
    if not text or is_yes(text):
        return ALWAYS
    if is_no(text):
        return NEVER
    translator = Translator(XPath(form.scope))
    condition, reason = usable_or_reason(lambda: translator.condition(parse_xpath(text)), form.scope, at)
    if condition is None:
        form.ledger.lose(place, text, f"{reason}; {what} is always shown")
        return ALWAYS
    return condition


def _answer(item: Item, at: int, constraint: Constraint, shown_only: bool, form: Form) -> AnswerType:
    family, row, limits = item.type.family, item.row, constraint.limits
    calculation = row.take("calculation")
    if family == "calculate" or (shown_only and calculation):
        return _calculated(item, calculation, at, form)
    if calculation:
        form.ledger.lose(f"{item.id}.calculation", calculation, "an answer is not filled in beforehand")
    if family == "note" or shown_only:
        return Information()
    if family == "integer":
        most = limits.most if limits.most is not None else item.type.maximum
        least = limits.least if limits.least is not None or item.type.maximum is None else 0
        return Number(minimum=least, maximum=most)
    if family == "decimal":
        return Number(minimum=limits.least, maximum=limits.most, decimals=12)
    if family == "range":
        return range_answer(item, limits, form.ledger)
    if family in _MOMENTS:
        return _MOMENTS[family]()
    if family == "acknowledge":
        return One(choices=(Choice(code="OK", text=implied("ok", form.wordings.languages)),))
    if family == "text":
        lines = 4 if "multiline" in _appearance(item, ("multiline",), form.ledger) else 1
        longest = 1_000 if limits.most is None else max(1, min(int(limits.most), 20_000))
        return OpenText(lines=lines, max_length=longest, pattern=limits.pattern or item.type.pattern)
    return _selection(item, at, constraint, form)


def _selection(item: Item, at: int, constraint: Constraint, form: Form) -> AnswerType:
    choices = _choices(item, at, form)
    parameters = read_parameters(item, ("randomize",), form.ledger)
    shuffle = is_yes(parameters.get("randomize", ""))
    if item.type.family == "rank":
        return Ranking(choices=choices, shuffle=shuffle)
    found = _appearance(item, tuple(_LAYOUTS) if item.type.family == "select_one" else (), form.ledger)
    if item.type.family == "select_multiple":
        most = constraint.limits.most
        return Several(
            choices=choices,
            at_least=max(1, int(constraint.limits.least or 1)),
            at_most=None if most is None or most < 1 else int(most),
            shuffle=shuffle,
        )
    layout = next((_LAYOUTS[word] for word in found if word in _LAYOUTS), "list")
    return One.model_validate({"choices": choices, "layout": layout, "shuffle": shuffle})


def _choices(item: Item, at: int, form: Form) -> Choices:
    rows = form.lists[item.type.choices]
    filter_text = item.row.take("choice_filter")
    form.used_lists.add(item.type.choices)
    if filter_text and filter_text not in ("true()", "yes"):
        form.filters.append(filter_text)
        choices = filtered_choices(rows, filter_text, item.id, form.scope, at, form.ledger)
    elif item.type.or_other or _has_references(item.type.choices, form):
        choices = plain_choices(rows)
    else:
        return item.type.choices
    form.ledger.keep_time(choices=len(choices))
    choices = tuple(
        choice.model_copy(
            update={"text": piped(choice.text, form.scope, at, f"{item.id}.choices.{choice.code}", form.ledger)}
        )
        for choice in choices
    )
    return (*choices, other_choice(form.wordings.languages)) if item.type.or_other else choices


def _has_references(name: str, form: Form) -> bool:
    if name not in form.referring:
        form.referring[name] = any("${" in wording for row in form.lists[name] for wording in row.text.values())
    return form.referring[name]


def _calculated(item: Item, text: str, at: int, form: Form) -> Calculated:
    try:
        node = parse_xpath(text)
        found = calculated(node, Translator(XPath(form.scope)), form.scope, at)
        _speak_of(item, node, form)
    except ValueError as error:
        place = f"{item.id}.calculation"
        form.ledger.lose(place, text, f"{error}; the value stays empty")
        form.ledger.warn("calculation", place, f"The calculation {text!r} cannot be kept: {error}.")
        form.scope.symbols.pop(item.name, None)
        form.scope.gone[item.name] = "whose calculation is lost"
        return Calculated()
    return found


def _speak_of(item: Item, node: Node, form: Form) -> None:
    """Let a wording that shows the name of a chosen choice show the choice itself, in every language."""
    match node:
        case Call("jr:choice-name", (Reference(name), _)) if name in form.scope.symbols:
            form.scope.spoken[item.name] = form.scope.symbols[name].name
            if len(form.wordings.languages) > 1:
                why = "its value is the wording in the base language; in a text it follows the language"
                form.ledger.lose(f"{item.id}.calculation", "the wording of a choice in each language", why)


def _unworded(item: Item, answer: AnswerType, form: Form) -> Text:
    if not isinstance(answer, Calculated):
        form.ledger.warn("no-wording", item.id, f"The question {item.id!r} has no label; its name is shown instead.")
    return {form.wordings.base: item.id}


def _appearance(item: Item, known: tuple[str, ...], ledger: Ledger) -> list[str]:
    text = item.row.take("appearance")
    if _SEARCH.search(text):
        ledger.lose(
            item.id, f"appearance: {text}", "choices are not searched in another file; those written are offered"
        )
        text = _SEARCH.sub(" ", text)
    words = text.split()
    rest = [word for word in words if word not in known]
    if rest:
        ledger.lose(item.id, f"appearance: {' '.join(rest)}", "it only says how the question looks")
    return words


def _lose_the_rest(item: Item, ledger: Ledger) -> None:
    reasons = {
        "default": "an answer is not filled in beforehand",
        "image": "pictures are not shown",
        "audio": "sound is not played",
        "video": "films are not shown",
        "guidance_hint": "there is one hint",
        "required_message": "an answer that is always needed is asked for in our own words",
        "constraint_message": "there is no constraint",
        "appearance": "it only says how the question looks",
        "read_only": "nothing is asked here",
        "repeat_count": "only a repeat is asked several times",
    }
    for column, text in list(item.row.left()):
        item.row.taken.add(column)
        if column.kind == "read_only" and not is_yes(text):
            continue
        ledger.lose(item.id, f"{column.header}: {text}", reasons.get(column.kind, "this column has no meaning here"))
