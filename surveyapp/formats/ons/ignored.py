"""Say of the parts of a runner schema that are not kept why they are not, and which say nothing of their own."""

from __future__ import annotations

from collections.abc import Mapping

SILENT = frozenset(
    {
        "mime_type", "schema_version", "data_version", "type", "id", "placeholder", "optional", "validator", "source",
        "identifier", "for_list", "collapsible", "show_on_completion", "visible", "label_type", "operation_type",
    }
)  # fmt: skip
"""Kinds, names and versions: what they stand for is read with the part that bears them, or listed with it."""

_RUNS = "it says how the runner works, not what is asked"
_SUMMARY = "nobody is shown all answers again before they are sent"
_OWN_WORDS = "an answer that is missing or wrong is answered in our words"
_LIST = "the members of a list are asked for one after another; nobody is shown the list, or changes it, in between"

REASONS: Mapping[str, str] = {
    "theme": _RUNS,
    "survey_id": _RUNS,
    "form_type": _RUNS,
    "navigation": _RUNS,
    "questionnaire_flow": _RUNS,
    "session_timeout_in_seconds": _RUNS,
    "region_code": _RUNS,
    "individual_response": _RUNS,
    "preview_questions": _RUNS,
    "show_on_hub": _RUNS,
    "description": "a questionnaire has a title and no description",
    "legal_basis": "who asks, and under which law, is said by `about`, which an author writes",
    "messages": _OWN_WORDS,
    "validation": _OWN_WORDS,
    "post_submission": "the end has one text, which an author writes",
    "submission": "the end has one text, which an author writes",
    "answer_codes": "a second name of an answer, for the receiver of the data",
    "q_code": "a second name of an answer, for the receiver of the data",
    "supplementary_data": "nothing is known of a respondent beforehand",
    "summary": _SUMMARY,
    "playback": _SUMMARY,
    "calculation": _SUMMARY,
    "hide_guidance": "guidance is always shown",
    "show_guidance": "guidance is always shown",
    "suggestions": "nothing is suggested while somebody writes",
    "suggestions_url": "nothing is suggested while somebody writes",
    "voluntary": "every question that is not required may be left empty",
    "default": "an answer is not filled in beforehand",
    "placeholder": "a field holds no words of its own",
    "action": _LIST,
    "edit_block": _LIST,
    "remove_block": _LIST,
    "same_name_answer_ids": _LIST,
    "cancel_text": _LIST,
    "add_answer": _LIST,
    "remove_answer": _LIST,
    "repeat": "nothing here fills the list for whose members this is asked; it is asked once",
    "content_variants": "the variants of this are not told apart",
    "lookup_options": "addresses are not looked up",
    "variants": "the variants of this are not told apart",
}
