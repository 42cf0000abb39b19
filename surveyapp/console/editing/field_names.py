"""Call the settings of questions and answers by words that authors use."""

from __future__ import annotations

from surveyapp.console.language import gettext as _


def field_name(field: str) -> str:
    """Return what a setting is called; the last word of its place decides, and one nobody named keeps its own."""
    name = field.rpartition(".")[2]
    return (_of_questions() | _of_answers() | _of_layouts()).get(name, name.replace("_", " "))


def option_name(value: str) -> str:
    """Return what a value of a setting is called."""
    return _values().get(value, value)


def _of_questions() -> dict[str, str]:
    return {
        "text": _("Wording"),
        "hint": _("Hint below the question"),
        "required": _("An answer is required"),
        "show_if": _("Asked only if"),
        "missing": _("Ways not to answer"),
        "sensitivity": _("Sensitivity"),
        "checks": _("Checks"),
        "locked": _("Locked: its meaning may not change between waves"),
        "comment": _("Takes a comment beside the answer"),
        "fixed": _("Keeps its place where others are shuffled"),
        "answer": _("Answer"),
        "section": _("Heading of the section that begins here"),
        "title": _("Title of the page"),
        "notice": _("Notice above the questions"),
        "gate": _("A gate: nothing is stored before it is passed"),
        "repeat": _("Asked again for each"),
        "ends_section": _("The section before it ends here"),
        "id": _("Id"),
    }


def _of_answers() -> dict[str, str]:
    return {
        "choices": _("Choices"),
        "rows": _("Rows"),
        "columns": _("Columns"),
        "cell": _("What each row takes"),
        "cases": _("Cases"),
        "otherwise": _("Otherwise"),
        "designs": _("Designs"),
        "minimum": _("At least"),
        "maximum": _("At most"),
        "soft_minimum": _("Ask again below"),
        "soft_maximum": _("Ask again above"),
        "at_least": _("Choose at least"),
        "at_most": _("Choose at most"),
        "min_length": _("Characters at least"),
        "max_length": _("Characters at most"),
        "decimals": _("Decimals"),
        "step": _("In steps of"),
        "unit": _("Unit"),
        "pattern": _("Pattern (RE2) that the text must match"),
        "total": _("Total"),
        "together": _("The parts together are"),
        "top": _("Places to fill"),
        "purpose": _("Purpose"),
    }


def _of_layouts() -> dict[str, str]:
    return {
        "layout": _("Layout"),
        "shuffle": _("In random order"),
        "only_in": _("Only what this answer holds"),
        "not_in": _("Without what this answer holds"),
        "lines": _("Lines to write on"),
        "low": _("Words at the low end"),
        "high": _("Words at the high end"),
        "per_screen": _("Rows together on a phone"),
        "least": _("What must be known"),
        "units": _("Units"),
        "code": _("Code"),
        "exclusive": _("stands alone"),
        "other": _("with a text"),
        "apart": _("off the scale"),
        "condition": _("Must hold"),
        "severity": _("If it does not hold"),
    }


def _values() -> dict[str, str]:
    return {
        "dont_know": _("don’t know"),
        "refused": _("refused"),
        "not_applicable": _("not applicable"),
        "list": _("list"),
        "scale": _("scale"),
        "select": _("drop-down list"),
        "type-ahead": _("search while typing"),
        "pictures": _("pictures"),
        "field": _("field"),
        "slider": _("slider"),
        "parts": _("in parts"),
        "native": _("the browser’s own"),
        "day": _("the day"),
        "month": _("the month"),
        "year": _("the year"),
        "equal": _("equal to the total"),
        "at-most": _("at most the total"),
        "at-least": _("at least the total"),
        "hard": _("refuse the answer"),
        "soft": _("ask once, then take it"),
    }
