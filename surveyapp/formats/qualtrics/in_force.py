"""Tell the settings of a Qualtrics validation that are in force from those that an editor left as they were before."""

from __future__ import annotations

from typing import Any

_IN_FORCE: dict[str, tuple[str, ...]] = {
    "MinChoices": ("MinChoices",),
    "ChoiceRange": ("MinChoices", "MaxChoices"),
    "SelectMany": ("MinChoices", "MaxChoices"),
    "ChoicesTotal": ("ChoiceTotal",),
    "ContentType": ("ContentType", "ValidNumber", "Min", "Max", "NumDecimals", "ValidDateType"),
    "ValidNumber": ("ContentType", "ValidNumber", "Min", "Max", "NumDecimals"),
    "MinChar": ("MinChars",),
    "TotalChar": ("TotalChars", "MaxChars"),
    "CharRange": ("MinChars", "TotalChars", "MaxChars"),
    "CustomValidation": ("CustomValidation",),
    "None": (),
}
"""Which settings hold under which type of validation."""
_EVER = frozenset(key for keys in _IN_FORCE.values() for key in keys)


def leave_out_what_is_not_in_force(payload: dict[str, Any]) -> None:
    """Take the settings that its type does not use away from a question's validation, and from its columns'."""
    columns = payload.get("AdditionalQuestions")
    for column in columns.values() if isinstance(columns, dict) else ():
        if isinstance(column, dict):
            leave_out_what_is_not_in_force(column)
    validation = payload.get("Validation")
    settings = validation.get("Settings") if isinstance(validation, dict) else None
    kind = settings.get("Type") if isinstance(settings, dict) else None
    if not isinstance(settings, dict) or not isinstance(kind, str) or kind not in _IN_FORCE:
        return
    for key in _EVER - {*_IN_FORCE[kind]}:
        settings.pop(key, None)
