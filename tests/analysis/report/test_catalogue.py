"""The Vietnamese report is complete: every sentence, nothing fuzzy, the same placeholders."""

import re

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from tests.analysis.report.catalogues import ROOT, catalogue, said

PLACEHOLDER = re.compile(r"\{(\w+)\}")


def forms(value: object) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (str(value),)


def sentences() -> list[Message]:
    return [message for message in said() if message.id]


@pytest.mark.parametrize("message", sentences(), ids=lambda message: str(forms(message.id)[0])[:40])
def test_every_sentence_is_translated(message: Message) -> None:
    found = catalogue("vi").get(message.id)
    assert found is not None, "missing from report.po"
    assert all(forms(found.string)), "without a translation"
    assert not found.fuzzy
    for translated in forms(found.string):
        assert set(PLACEHOLDER.findall(translated)) == set(PLACEHOLDER.findall(forms(message.id)[-1]))


def test_the_catalogue_holds_nothing_that_is_never_said() -> None:
    known = {forms(message.id)[0] for message in sentences()}
    assert {forms(m.id)[0] for m in catalogue("vi") if m.id} == known


def test_the_template_is_what_the_code_says() -> None:
    with (ROOT / "translations" / "report.pot").open("rb") as file:
        template = read_po(file)
    assert {m.id for m in template if m.id} == {m.id for m in sentences()}
