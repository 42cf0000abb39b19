"""Say in the reader's language what kind of problem lint found and what mends it; its own sentence has the details."""

from surveyapp.console.language import gettext as _


def problem_name(code: str) -> str:
    """Return what a problem's code stands for, "" for one that only its own sentence explains."""
    return _of_logic().get(code) or _of_wording().get(code) or _of_form().get(code) or ""


def _of_logic() -> dict[str, str]:
    return {
        "forward-reference": _("The condition asks for something that comes later: move it behind what it asks for."),
        "unknown-reference": _("The condition names something that is not there: correct the name."),
        "unknown-code": _("The condition names a code that is not offered: correct the code."),
        "never-shown": _("Nobody can ever come here: correct the condition or take this out."),
        "always-shown": _("The condition decides nothing: correct it or take it out."),
        "check-impossible": _("No answer passes this check: correct it."),
        "check-idle": _("No answer fails this check: correct it or take it out."),
        "limits-crossed": _("The lowest value is above the highest: correct the limits."),
        "limits-impossible": _("No answer fits these limits: correct them."),
        "gate-late": _("A gate stands behind other pages: move it to the front."),
        "order-dependent": _("Something may be asked before what it depends on: fix its place."),
        "repeat-unclear": _("How often this is repeated must be said in exactly one way."),
        "locked-meaning": _("A locked question changes its meaning: mark a slip, or undo it."),
        "locked-structure": _("A locked question works differently: undo it, or ask it under another id."),
        "unstable-code": _("Words stand under another code than before: give them their old code."),
    }


def _of_wording() -> dict[str, str]:
    return {
        "missing-wording": _("There are no words: write them."),
        "missing-translation": _("The words are missing in a language: translate them."),
        "undeclared-language": _(
            "There are words in a language that is not offered: add the language or take them out."
        ),
        "piping-differs": _("A language puts in something else than the others: use the same names."),
        "plural-form-missing": _("A language lacks a plural form: add it."),
        "plural-form-unknown": _("A language has no such plural form: take it out."),
        "choices-alike": _("Two choices read the same: word them differently."),
        "sensitivity-missing": _("Nobody has said how sensitive this is: say none, basic or sensitive:kind."),
        "notice-missing": _("Sensitive questions need a notice before them: write it on their page."),
        "consent-purpose": _("A consent must say what it is for, and each purpose once."),
    }


def _of_form() -> dict[str, str]:
    return {
        "duplicate-id": _("Two parts have the same id: rename one."),
        "duplicate-code": _("Two choices have the same code: change one."),
        "id-unusable": _("This id cannot name a column of data: rename it."),
        "id-not-plain": _("This id needs quotes in conditions and in data: a plain one is easier."),
        "empty-choices": _("There is nothing to choose from: add choices."),
        "unknown-list": _("The list is not there: correct its name."),
        "unused-list": _("Nothing uses this list: take it out."),
        "nothing-asked": _("Nothing is asked: add a question."),
        "grid-too-wide": _("The grid is too wide for a phone: use fewer columns, or ask one by one."),
        "picture-missing": _("A picture is missing: add it."),
        "picture-too-large": _("A picture is too large: make it smaller."),
        "page-too-heavy": _("The pictures of this page are too heavy together: use smaller ones."),
        "unreadable": _("The file cannot be read as what it seems to be."),
    }
