"""List the settings of a LimeSurvey question that mean something and were not kept."""

from __future__ import annotations

import re

from surveyapp.formats.limesurvey.survey import Asked
from surveyapp.formats.result import Ledger

_SILENT = re.compile(
    r"statistics_|public_statistics|scale_export|save_as_default|page_break|hidden$|hide_tip|time_limit_(action|disable|mess"
    r"|warn|time|count)|location_(map|city|state|postal|country|nodefault)|encrypted|clear_default|assessment_value"
)
"""Settings about statistics, exports, printing, and parts of functions that another setting switches on."""

_USUAL = {
    "answer_order": ("normal",),
    "other_position": ("end", "default"),
    "display_type": ("0",),
    "array_filter_style": ("0",),
    "question_template": ("core",),
    "multiflexible_step": ("1",),
    "display_columns": ("1",),
    "show_totals": ("X",),
    "printable_help": ("",),
}
_REASONS = {
    "slider_default": "an answer is not filled in beforehand",
    "slider_separator": "the ends of a slider have no wording of their own",
    "other_comment_mandatory": "the text beside a choice is never required",
    "exclude_all_others_auto": "an exclusive choice is not ticked by itself",
    "other_numbers_only": "the text beside a choice may be any text",
    "min_num_value": "a sum over several questions is not checked",
    "max_num_value": "a sum over several questions is not checked",
    "equals_num_value": "a sum over several questions is not checked",
    "min_num_value_sgqa": "a sum over several questions is not checked",
    "max_num_value_sgqa": "a sum over several questions is not checked",
    "num_value_equals_sgqa": "a sum over several questions is not checked",
    "multiflexible_step": "any number between the limits may be given",
    "prefix": "nothing stands before a field",
    "suffix": "only a number has a unit",
    "time_limit": "nobody is hurried",
    "location_mapservice": "positions are not collected",
    "alphasort": "choices stand in the order written",
    "answer_order": "choices stand in the order written",
    "category_separator": "choices are not put in categories",
    "min_answers": "how many of these must be answered is not checked",
    "max_answers": "how many of these may be answered is not checked",
    "max_subquestions": "how many can be ranked follows from the choices",
    "commented_checkbox": "a comment is open to whoever ticks the choice",
    "value_range_allows_missing": "a sum over several questions is not checked",
    "numbers_only": "a field of this kind takes any text",
    "array_filter_style": "what is filtered out is left out, not shown in grey",
    "random_order": "the order is as written",
}


def lose_settings(asked: Asked, ledger: Ledger) -> None:
    """List settings with a meaning one by one, and those of mere looks together."""
    looks = []
    slider = asked.attributes.is_on("slider_layout")
    for name, value in sorted(asked.attributes.left().items()):
        value = value.strip()
        if name.startswith("slider_") and not slider:
            continue
        if value in ("", "0", "N") or _SILENT.match(name) or value in _USUAL.get(name, ()):
            continue
        if name in _REASONS:
            ledger.lose(asked.title, f"{name}: {value}", _REASONS[name])
        else:
            looks.append(f"{name}={value}")
    if looks:
        ledger.lose(asked.title, "; ".join(looks), "they only say how the question looks or behaves in LimeSurvey")
