"""A questionnaire to edit, and what a browser sends of the editor's form."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from surveyapp.questionnaire.schema import Question, Questionnaire
from tests.console.authors import manuscript_of
from tests.console.house import Members, token_of

WAYS = [
    {"code": "1", "text": {"en": "By train", "vi": "Tàu hoả"}},
    {"code": "2", "text": {"en": "By bus", "vi": "Xe buýt"}, "also": {"en": "coach"}},
]


def asked() -> Questionnaire:
    document = {
        "id": "small",
        "languages": ["en", "vi"],
        "title": {"en": "News", "vi": "Tin"},
        "lists": {"ways": WAYS},
        "pages": [
            {
                "id": "first",
                "section": {"en": "You", "vi": "Bạn"},
                "questions": [
                    {
                        "id": "AGE",
                        "text": {"en": "How old are you?", "vi": "Bạn bao nhiêu tuổi?"},
                        "answer": {"kind": "number", "minimum": 0, "maximum": 120},
                        "sensitivity": "basic",
                    },
                    {
                        "id": "WAY",
                        "text": {"en": "How did you come?", "vi": "Bạn đến bằng gì?"},
                        "answer": {"kind": "one", "choices": WAYS},
                        "show_if": "AGE >= 18",
                        "sensitivity": "basic",
                    },
                ],
            },
            {"id": "second", "section": {"en": "End", "vi": "Hết"}, "questions": []},
        ],
    }
    return Questionnaire.model_validate(document)


def now(members: Members, page: str) -> Questionnaire:
    return manuscript_of(members.engine, page.split("/")[2]).questionnaire


def question(members: Members, page: str, name: str) -> Question:
    return now(members, page).question_by_id[name]


FIELD = re.compile(
    r'<input type="(?P<type>\w+)"(?P<rest>[^>]*)>|<textarea(?P<area>[^>]*)>\n?(?P<content>.*?)</textarea>'
    r"|<select(?P<select>[^>]*)>(?P<options>.*?)</select>",
    re.DOTALL,
)


def form_of(shown: str) -> MultiDict[str, str]:
    """Read the editor's form as a browser would send it."""
    inside = shown[shown.index('id="editor"') : shown.index("</form>", shown.index('id="editor"'))]
    found: MultiDict[str, str] = MultiDict()
    for control in FIELD.finditer(inside):
        attributes = control["rest"] or control["area"] or control["select"] or ""
        name = re.search(r'name="([^"]*)"', attributes)
        if name is None or (control["type"] == "checkbox" and " checked" not in attributes):
            continue
        value = re.search(r'value="([^"]*)"', attributes)
        chosen = re.search(r'<option value="([^"]*)" selected', control["options"] or "") or re.search(
            r'<option value="([^"]*)"', control["options"] or ""
        )
        told = control["content"] if control["area"] else chosen[1] if chosen else value[1] if value else "on"
        found.add(name[1], unescape(told or ""))
    return found


def edit(client: FlaskClient, page: str, name: str, *, without: tuple[str, ...] = (), **given: Any) -> TestResponse:
    """Open a question, change what is given (`__` for a dot), and press a button."""
    address = f"{page}/structure/question?question={name}"
    form = form_of(client.get(address).text)
    for gone in without:
        form.poplist(gone)
    for key, value in given.items():
        form.setlist(key.replace("__", "."), [value])
    return client.post(address, data=form)


def pressed(client: FlaskClient, page: str, **given: str) -> dict[str, str]:
    return {"csrf_token": token_of(client.get(f"{page}/questions").text), **given}


def layout(asked: Questionnaire) -> list[tuple[str, list[str]]]:
    return [(page.id, [question.id for question in page.questions]) for page in asked.pages]
