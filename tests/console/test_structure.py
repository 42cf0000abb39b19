"""An author changes pages, questions, choices and conditions in the browser; nothing is lost or reused unseen."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from surveyapp.database import reading
from surveyapp.questionnaire.schema import Questionnaire
from surveyapp.services import revisions
from tests.console.authors import begin_manuscript, manuscript_of, press
from tests.console.editing import asked, edit, form_of, layout, now, pressed, question
from tests.console.house import OURS, Members


@pytest.fixture
def author(client: FlaskClient, members: Members) -> FlaskClient:
    members.sign_in(client, "researcher")
    return client


@pytest.fixture
def page(members: Members) -> str:
    return f"/manuscripts/{begin_manuscript(members.engine, OURS, asked=asked())}"


def test_every_part_of_a_question_is_kept_as_written(author: FlaskClient, members: Members, page: str) -> None:
    before = question(members, page, "WAY")
    assert edit(author, page, "WAY").status_code == 303
    assert question(members, page, "WAY") == before, "a form that changes nothing changes nothing"
    changes = {
        "text__vi": "Bạn đến bằng phương tiện gì?",
        "hint__en": "The longest part.",
        "show_if": "AGE > 20 and AGE < 99",
        "answer__layout": "select",
        "choices__1__text__en": "By coach",
        "choices__0__exclusive": "on",
        "choices__0__show_if": "AGE > 30",
        "sensitivity": "none",
        "locked": "on",
    }
    assert edit(author, page, "WAY", without=("required",), **changes, missing="refused").status_code == 303
    kept = question(members, page, "WAY")
    assert (kept.text["vi"], kept.hint, kept.required, kept.locked) == (
        *("Bạn đến bằng phương tiện gì?", {"en": "The longest part."}),
        *(False, True),
    )
    assert (kept.sensitivity, kept.missing, getattr(kept.answer, "layout", "")) == ("none", ("refused",), "select")
    first, second = now(members, page).choices_of(kept.answer.sources()["choices"])
    assert (first.exclusive, second.text["en"], second.also) == (True, "By coach", {"en": "coach"})
    with members.engine.connect() as connection:
        told = connection.execute(text("SELECT action FROM audit ORDER BY number")).scalars().all()
    assert told == ["change question"], "what changed nothing is no change"


def test_limits_and_checks_are_set(author: FlaskClient, members: Members, page: str) -> None:
    shown = edit(author, page, "AGE", do="checks.add")
    form = form_of(shown.text)
    form["answer.maximum"], form["answer.unit.en"] = "99,5", "years"
    form["answer.decimals"] = "1"
    form["checks.0.condition"], form["checks.0.text.en"], form["checks.0.severity"] = "AGE < 90", "Really?", "soft"
    assert author.post(f"{page}/structure/question?question=AGE", data=form).status_code == 303
    kept = question(members, page, "AGE")
    assert (getattr(kept.answer, "maximum", 0), getattr(kept.answer, "unit", {})) == (99.5, {"en": "years"})
    assert [(check.severity, check.text) for check in kept.checks] == [("soft", {"en": "Really?"})]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"show_if": "AGE >"}, "At character 6: expected a name or a value, found the end."),
        ({"sensitivity": "high"}, "It is not written as it has to be"),
        ({"choices__0__code": ""}, "This text needs at least 1 characters."),
        ({"choices__1__show_if": "AGE = 1"}, "At character 4"),
    ],
)
def test_what_cannot_be_kept_is_said_beside_it_and_stays_typed(
    author: FlaskClient, members: Members, page: str, given: dict[str, Any], told: str
) -> None:
    refused = edit(author, page, "WAY", **given)
    assert (refused.status_code, told in refused.text) == (422, True)
    sent = form_of(refused.text)
    assert all(sent[name.replace("__", ".")] == value for name, value in given.items())
    assert now(members, page) == asked()


def test_a_check_without_keeping_shows_what_the_change_would_bring(
    author: FlaskClient, members: Members, page: str
) -> None:
    shown = edit(author, page, "AGE", do="check", answer__minimum="130")
    assert "As it is written here, not kept yet." in shown.text
    assert "the lower limit 130 is above the upper limit 120" in shown.text
    assert now(members, page) == asked()


def test_rows_are_added_moved_and_taken_out_before_anything_is_kept(
    author: FlaskClient, members: Members, page: str
) -> None:
    address = f"{page}/structure/question?question=WAY"
    form = form_of(edit(author, page, "WAY", do="choices.add").text)
    assert form["choices.2.code"] == "3"
    form["choices.2.text.en"], form["choices.2.text.vi"], form["do"] = "On foot", "Đi bộ", "choices.2.up"
    form = form_of(author.post(address, data=form).text)
    assert [form[f"choices.{at}.code"] for at in range(3)] == ["1", "3", "2"]
    form["do"] = "choices.0.drop"
    form = form_of(author.post(address, data=form).text)
    assert now(members, page) == asked()
    assert author.post(address, data=form).status_code == 303
    kept = now(members, page).choices_of(question(members, page, "WAY").answer.sources()["choices"])
    assert [(one.code, one.text.get("vi"), dict(one.also)) for one in kept] == [
        ("3", "Đi bộ", {}),
        ("2", "Xe buýt", {"en": "coach"}),
    ]


def test_a_code_that_had_another_meaning_is_not_used_again_unseen(
    author: FlaskClient, members: Members, page: str
) -> None:
    address = f"{page}/structure/question?question=WAY"
    author.post(address, data=form_of(edit(author, page, "WAY", do="choices.1.drop").text))
    form = form_of(edit(author, page, "WAY", do="choices.add").text)
    assert form["choices.1.code"] == "3", "2 is not offered again"
    form["choices.1.code"], form["choices.1.text.en"] = "2", "By plane"
    refused = author.post(address, data=form)
    assert (refused.status_code, "<q>By bus</q>" in refused.text) == (422, True)
    form = form_of(refused.text)
    form["again"] = "on"
    assert author.post(address, data=form).status_code == 303


def test_ids_of_published_questions_are_not_given_to_others_unseen(
    author: FlaskClient, members: Members, page: str
) -> None:
    author.post(f"{page}/structure/remove", data=pressed(author, page, what="question", name="AGE"))
    again = {"what": "question", "id": "AGE", "kind": "number", "text": "How many years here?"}
    to = f"{page}/structure/add?after=page first"
    refused = press(author, to, f"{page}/questions", **again)
    assert (refused.status_code, "How old are you?" in refused.text) == (422, True)
    assert press(author, to, f"{page}/questions", **again, again="on").status_code == 303
    assert press(author, to, f"{page}/questions", **again).status_code == 422, "it is there now"
    assert press(author, to, f"{page}/questions", **{**again, "id": "1 x"}).status_code == 422


def test_parts_are_moved_copied_taken_out_and_taken_back(author: FlaskClient, members: Members, page: str) -> None:
    for do in ("down question WAY", "up section second", "up page nobody", "x"):
        author.post(f"{page}/structure/arrange", data=pressed(author, page, do=do))
    assert layout(now(members, page)) == [("second", ["WAY"]), ("first", ["AGE"])]
    to = f"{page}/structure/put?question=WAY"
    author.post(to, data=pressed(author, page, behind="question AGE"))
    assert layout(now(members, page)) == [("second", []), ("first", ["AGE", "WAY"])]
    copied = author.post(f"{page}/structure/copy", data=pressed(author, page, what="page", name="first"))
    assert copied.headers["Location"].endswith("/structure/page?page=first_2")
    assert question(members, page, "WAY_2").show_if != question(members, page, "WAY").show_if
    author.post(f"{page}/structure/copy", data=pressed(author, page, what="question", name="AGE"))
    author.post(f"{page}/structure/remove", data=pressed(author, page, what="section", name="first"))
    assert layout(now(members, page)) == [("second", []), ("first_2", ["AGE_2", "WAY_2"])]
    history = author.get(f"{page}/structure/history").text
    assert "section taken out" in history
    for _ in range(6):
        number = re.search(r'class="undo".*?name="number"\s+value="(\d+)"', author.get(page).text, re.DOTALL)
        assert number is not None
        author.post(f"{page}/structure/undo", data=pressed(author, page, number=number[1]))
    assert now(members, page) == asked()
    assert 'class="undo"' not in author.get(page).text
    author.post(f"{page}/structure/restore", data=pressed(author, page, number="3"))
    assert layout(now(members, page)) == [("second", ["WAY"]), ("first", ["AGE"])]


def test_a_change_of_kind_says_what_it_keeps_and_loses(author: FlaskClient, members: Members, page: str) -> None:
    address = f"{page}/structure/kind?question=AGE&to=text"
    shown = author.get(address).text
    assert shown.index("Kept") < shown.index("Lost") < shown.index("At most")
    assert "This question is published as another kind." in shown
    assert press(author, address, address).status_code == 303
    assert question(members, page, "AGE").answer.kind == "text"
    assert author.get(f"{page}/structure/kind?question=AGE&to=nothing").status_code == 404


def test_a_page_gets_a_condition_a_title_and_a_section(author: FlaskClient, members: Members, page: str) -> None:
    address = f"{page}/structure/page?page=second"
    form = form_of(author.get(address).text)
    form["title.en"], form["show_if"], form["shuffle"] = "More", "AGE > 17", "on"
    assert author.post(address, data=form).status_code == 303
    kept = now(members, page).pages[1]
    assert (kept.title, kept.shuffle, kept.section) == ({"en": "More"}, True, {"en": "End", "vi": "Hết"})
    form["show_if"] = "AGE >> 17"
    refused = author.post(address, data=form)
    assert (refused.status_code, "At character 6" in refused.text) == (422, True)


def test_choices_of_a_shared_list_are_changed_for_all_who_use_it(author: FlaskClient, members: Members) -> None:
    shared = asked().model_copy(
        update={"pages": (Questionnaire.model_validate(with_list(asked())).pages[0], asked().pages[1])}
    )
    page = f"/manuscripts/{begin_manuscript(members.engine, OURS, asked=shared)}"
    assert "a list that others may share: ways" in author.get(f"{page}/structure/question?question=WAY").text
    assert edit(author, page, "WAY", choices__0__text__en="By rail").status_code == 303
    assert now(members, page).lists["ways"][0].text["en"] == "By rail"
    assert question(members, page, "WAY").answer.sources() == {"choices": "ways"}


def with_list(whole: Questionnaire) -> dict[str, Any]:
    from surveyapp.formats.native.writer import plain

    document = plain(whole)
    document["pages"][0]["questions"][1]["answer"]["choices"] = "ways"
    return document


def test_a_condition_is_looked_at_while_it_is_written(author: FlaskClient, page: str) -> None:
    def said(text: str, place: str) -> dict[str, Any]:
        sent = {"text": text, "place": place}
        told: dict[str, Any] = author.post(f"{page}/structure/condition", data=pressed(author, page, **sent)).get_json()
        return told

    assert said("AGE >= 18", "WAY") == {
        "right": True,
        "said": "Asks for: AGE (How old are you?)",
        "text": "AGE >= 18",
    }
    assert "is only known later" in said("WAY == '1'", "AGE")["said"]
    assert said("AGE < 99", "AGE.checks")["right"]
    assert "has no choice with the code" in said("WAY == '9'", "pages.second")["said"]
    assert said("AGE >", "WAY")["at"] == 5


def test_a_list_of_a_thousand_choices_is_kept(author: FlaskClient, members: Members) -> None:
    many = [{"code": str(n), "text": {"en": f"Country {n}", "vi": f"Nước {n}"}} for n in range(1000)]
    document = {
        "id": "many",
        "languages": ["en", "vi"],
        "title": {"en": "T", "vi": "T"},
        "pages": [{"id": "p", "questions": [{"id": "C", "text": {}, "answer": {"kind": "one", "choices": many}}]}],
    }
    page = f"/manuscripts/{begin_manuscript(members.engine, OURS, asked=Questionnaire.model_validate(document))}"
    assert edit(author, page, "C", choices__999__text__en="Elsewhere").status_code == 303
    kept = now(members, page).choices_of(question(members, page, "C").answer.sources()["choices"])
    assert (len(kept), kept[999].text["en"]) == (1000, "Elsewhere")


def test_every_kind_of_answer_can_be_opened_and_kept_unchanged(author: FlaskClient, members: Members) -> None:
    from tests.questionnaire.random_questionnaires import questionnaire_by

    for seed in (1, 5, 9):
        whole = questionnaire_by(seed)
        page = f"/manuscripts/{begin_manuscript(members.engine, OURS, asked=whole)}"
        for one in whole.questions():
            answer = edit(author, page, one.id)
            assert answer.status_code == 303, (seed, one.id, answer.text)
        kept = now(members, page)
        assert [one for one in whole.questions() if kept.question_by_id[one.id] != one] == [], seed
        assert kept == whole, seed


def test_the_history_is_kept_until_it_is_published(author: FlaskClient, members: Members, page: str) -> None:
    edit(author, page, "AGE", text__en="Age?")
    with reading(members.engine) as session:
        told = revisions.of(session, manuscript_of(members.engine, page.split("/")[2]))
    assert [(one.action, one.place) for one in told] == [("change question", "AGE"), ("begin", "")]
    assert press(author, f"{page}/discard", page).status_code == 303
