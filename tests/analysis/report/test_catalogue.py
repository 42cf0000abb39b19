"""The report is complete in each of its languages: every sentence, nothing fuzzy, the same placeholders."""

import re

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from tests.analysis.report.catalogues import ROOT, catalogue, said

LANGUAGES = ("vi", "zh_Hans", "ar")
PLACEHOLDER = re.compile(r"\{(\w+)\}")


def forms(value: object) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (str(value),)


def sentences() -> list[Message]:
    return [message for message in said() if message.id]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_translated(language: str) -> None:
    held, wrong = catalogue(language), []
    for message in sentences():
        found = held.get(message.id)
        if found is None or found.fuzzy or not all(forms(found.string)):
            wrong.append((message.id, "not translated"))
            continue
        wanted = set(PLACEHOLDER.findall(forms(message.id)[-1]))
        free = {"n"} if len(forms(found.string)) > 1 else set()
        wrong += [
            (message.id, text)
            for text in forms(found.string)
            if not wanted - free <= set(PLACEHOLDER.findall(text)) <= wanted
        ]
    assert not wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_holds_nothing_that_is_never_said(language: str) -> None:
    known = {forms(message.id)[0] for message in sentences()}
    assert {forms(m.id)[0] for m in catalogue(language) if m.id} == known


def test_the_template_is_what_the_code_says() -> None:
    with (ROOT / "translations" / "report.pot").open("rb") as file:
        template = read_po(file)
    assert {m.id for m in template if m.id} == {m.id for m in sentences()}
