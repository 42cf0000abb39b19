"""Know what Qualtrics calls the answers to a question in its logic and its piped text."""

from __future__ import annotations

from collections.abc import Iterator

from surveyapp.formats.expressions.symbols import Many, Single, Symbol
from surveyapp.formats.json_source import Part

FIELD = "e://"
_SEVERAL = ("MAVR", "MAHR", "MACOL", "MSB")


def tag_of(question: Part) -> str:
    """Return the name of a question in the data."""
    return (question.text("DataExportTag") or question.text("QuestionID"))[:80]


def is_several(question: Part) -> bool:
    return question.peek("Selector") in _SEVERAL


def ordered(question: Part, what: str) -> list[tuple[str, Part]]:
    """Return the keys and parts of `Choices` or `Answers`, in the order in which they are shown."""
    found = question.part(what)
    if isinstance(found.value, list):
        listed = {str(at): part for at, part in enumerate(found.members(), 1)}
    else:
        listed = {str(key): found.part(key) for key, value in (found.value or {}).items() if isinstance(value, dict)}
    order = question.peek("ChoiceOrder" if what == "Choices" else "AnswerOrder")
    question.ignore("ChoiceOrder", "AnswerOrder")
    first = [str(key) for key in order if isinstance(key, str | int)] if isinstance(order, list) else []
    keys = dict.fromkeys([*(key for key in first if key in listed), *listed])
    return [(key, listed[key]) for key in keys]


def code_of(question: Part, key: str) -> str:
    """Return the code of a choice: its recode value, else its key."""
    recoded = question.take("RecodeValues")
    value = recoded.get(key) if isinstance(recoded, dict) else None
    return str(value)[:120] if isinstance(value, str | int | float) and str(value).strip() else key


def codes_of(question: Part, what: str) -> dict[str, str]:
    """Return key -> code of the choices; a code that stands twice gives way to the keys."""
    keys = [key for key, _ in ordered(question, what)]
    codes = {key: code_of(question, key) for key in keys}
    return codes if len(set(codes.values())) == len(codes) else {key: key for key in keys}


def fields_of(question: Part) -> list[tuple[str, str]]:
    """Return the fields that a question is spread over: the key of the choice, our id."""
    return [(key, f"{tag_of(question)}_{key}") for key, _ in ordered(question, "Choices")]


def symbols_of(question: Part, kind: str) -> Iterator[tuple[str, Symbol]]:
    """Yield what logic calls the answers to a question (`QID1`, `QID1/row`), with what conditions see of them."""
    name, tag = question.text("QuestionID"), tag_of(question)
    if kind == "several":
        yield name, Many(tag, tuple(codes_of(question, "Choices").values()))
    elif kind == "grid":
        for key, _ in ordered(question, "Choices"):
            yield f"{name}/{key}", Single(f"{tag}.{key}")
    elif kind in ("fields", "numbers"):
        for key, _ in ordered(question, "Choices"):
            yield f"{name}/{key}", Single(f"{tag}.{key}", "number" if kind == "numbers" else "code")
    elif kind == "sum":
        for key, code in codes_of(question, "Choices").items():
            yield f"{name}/{key}", Single(f"{tag}.{code}", "number")
    elif kind == "rows of several":
        for key, _ in ordered(question, "Choices"):
            yield f"{name}/{key}", Many(f"{tag}.{key}", tuple(codes_of(question, "Answers").values()))
    elif kind in ("cells", "ranks", "side by side"):
        for key, _ in ordered(question, "Choices"):
            for column in columns_of(question):
                yield f"{name}/{key}/{column}", Single(f"{tag}.{key}.{column}", "number" if kind == "ranks" else "code")
    elif kind in ("one", "text", "number"):
        yield name, Single(tag, "number" if kind == "number" else "code")
    if kind in ("one", "several"):
        for key, part in ordered(question, "Choices"):
            if has_text(part):
                yield f"{name}/{key}/text", Single(text_name(question, key))


def columns_of(question: Part) -> list[str]:
    """Return the keys of what is asked of every row."""
    if question.peek("QuestionType") == "SBS":
        return [str(number) for number, _ in enumerate(question.each("AdditionalQuestions"), 1)]
    return [key for key, _ in ordered(question, "Answers")]


def has_text(choice: Part) -> bool:
    return str(choice.peek("TextEntry")).lower() in ("true", "on", "1")


def text_name(question: Part, key: str) -> str:
    """Return the name of the text beside a choice, as it stands in an export."""
    return f"{tag_of(question)}_{code_of(question, key)}_TEXT"
