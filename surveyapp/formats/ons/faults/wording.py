"""Hold the wording of a runner schema to its rules: little markup, no stray spaces, placeholders that are defined."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from surveyapp.formats.ons.faults.index import Index, Object, within

Fault = tuple[str, str, str]
_WORDED = {
    "title", "label", "description", "text", "instruction", "warning", "legal_basis", "hide_guidance", "show_guidance",
    "cancel_text", "page_title", "item_title", "question", "guidance", "button", "playback", "add_link_text",
    "empty_list_text", "item_label", "other", "one", "many", "few", "two", "zero",
}  # fmt: skip
_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)\b[^>]*>")
_TAGS, _BELOW = frozenset({"strong", "a"}), frozenset({"p"})
"""The markup that wording takes, and that of a description beside it."""
_BRACED = re.compile(r"\{(.*?)\}")
_FORMS = {"en": {"one", "other"}, "cy": {"zero", "one", "two", "few", "many", "other"}}


def faults(index: Index) -> Iterator[Fault]:
    """Yield wording that breaks a rule, with its place."""
    for place, part in within(index.document, ""):
        for key, value in part.items():
            for words in _strings(value) if key in _WORDED or key == "list" else ():
                yield from _of_words(words, f"{place}.{key}".strip("."), _taken(f"{place}.{key}"))
        if isinstance(part.get("placeholders"), list):
            yield from _of_placeholders(part, place.strip("."), index)


def _taken(place: str) -> frozenset[str]:
    return _TAGS | _BELOW if ".description" in place else _TAGS


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        yield from (one for one in value if isinstance(one, str))


def _of_words(words: str, place: str, taken: frozenset[str]) -> Iterator[Fault]:
    if words != words.strip(" ") or "  " in words:
        yield "stray-space", place, f"The wording {words[:80]!r} begins or ends with a space, or holds two in a row."
    tags = [found[1].lower() for found in _TAG.finditer(words)]
    wrong = sorted({tag for tag in tags if tag not in taken})
    opened = sum(not found[0].startswith("</") for found in _TAG.finditer(words))
    if wrong:
        yield (
            "markup",
            place,
            f"The wording holds the markup {', '.join(wrong)}; only {', '.join(sorted(taken))} are taken.",
        )
    elif opened * 2 != len(tags):
        yield "markup", place, "The wording opens markup that it does not close, or the other way round."


def _of_placeholders(part: Object, place: str, index: Index) -> Iterator[Fault]:
    plural = part.get("text_plural")
    texts = [part["text"]] if isinstance(part.get("text"), str) else []
    if isinstance(plural, dict):
        forms = plural.get("forms")
        if isinstance(forms, dict):
            texts += [text for text in forms.values() if isinstance(text, str)]
            yield from _of_forms(set(forms), place, index)
        count = plural.get("count")
        if not isinstance(count, dict):
            yield "no-count", place, "Plural forms say what they count."
    named = {name for text in texts for name in _BRACED.findall(text)}
    defined = {one.get("placeholder") for one in part["placeholders"] if isinstance(one, dict)}
    for name in sorted(named - defined):
        yield "undefined-placeholder", place, f"Nothing says what stands for {{{name[:60]}}}."
    for one in part["placeholders"]:
        if isinstance(one, dict) and isinstance(one.get("transforms"), list):
            yield from _of_transforms(one["transforms"], f"{place}.{one.get('placeholder')}", index)


def _of_forms(forms: set[str], place: str, index: Index) -> Iterator[Fault]:
    needed = _FORMS.get(str(index.document.get("language")), {"other"})
    for form in sorted(needed - forms):
        yield "plural-form", place, f"The plural form {form!r} is missing."


_EXPECTED = {
    "format_percentage": {"Percentage"},
    "format_unit": {"Unit"},
    "format_currency": {"Currency"},
    "format_number": {"Number", "Unit", "Percentage", "Currency"},
}
_NUMERIC = {"Number", "Currency", "Percentage", "Unit"}


def _of_transforms(transforms: list[Any], place: str, index: Index) -> Iterator[Fault]:
    for at, transform in enumerate(transforms):
        if not isinstance(transform, dict):
            continue
        given = transform.get("arguments")
        given = given if isinstance(given, dict) else {}
        before = [one for one in given.values() if isinstance(one, dict) and one.get("source") == "previous_transform"]
        if at == 0 and before:
            yield "no-transform-before", place, "The first transform refers to one before it."
        listed = [one for value in given.values() if isinstance(value, list) for one in value if isinstance(one, dict)]
        if at and not before and not any(one.get("source") == "previous_transform" for one in listed):
            yield "transform-unused", place, "A transform does not use what the one before it gives."
        yield from _of_types(str(transform.get("transform")), given, place, index)


def _of_types(name: str, given: Object, place: str, index: Index) -> Iterator[Fault]:
    source = given.get("value") or given.get("number")
    if not isinstance(source, dict) or source.get("source") != "answers":
        return
    identifier = str(source.get("identifier"))
    kind = index.type_of(identifier)
    expected = _EXPECTED.get(name)
    if expected and kind and kind not in expected:
        text = f"{name} takes the answer of a {' or '.join(sorted(expected))}; {identifier} is a {kind}."
        yield "wrong-answer-type", place, text
    if name == "format_unit":
        units = {one.get("unit") for one in index.answers.get(identifier, ())}
        if units and given.get("unit") not in units:
            yield "unit-differs", place, f"The answer {identifier} is in another unit than {given.get('unit')!r}."
    if name == "option_label_from_value":
        answer = str(given.get("answer_id"))
        if index.type_of(answer) not in ("Radio", "Checkbox", "Dropdown") or answer != identifier:
            yield "wrong-answer-type", place, "Only a choice has the label of an option, and its own."
