"""Runner schemas keep their rules, routes, totals and days; what they cannot keep is listed, what is broken refused."""

from __future__ import annotations

import json
from typing import Any

import pytest

from surveyapp.formats.reading import read
from surveyapp.formats.result import ReadResult
from surveyapp.questionnaire.answer_types import Date, Number, One, Several
from surveyapp.questionnaire.piping import pipe
from surveyapp.questionnaire.walk import walk

AGE = {"id": "age-answer", "type": "Number", "mandatory": True, "label": "Age", "maximum": {"value": 120}}
PETS = {
    "id": "pets-answer", "type": "Checkbox", "mandatory": False,
    "options": [{"label": pet, "value": pet} for pet in ("Cat", "Dog", "Fish")],
}  # fmt: skip
SOURCE = {"source": "answers", "identifier": "age-answer"}


def block(name: str, *answers: dict[str, Any], **more: Any) -> dict[str, Any]:
    question = {"id": f"{name}-question", "type": "General", "title": f"Title of {name}", "answers": list(answers)}
    return {"id": name, "type": "Question", "question": {**question, **more.pop("question", {})}, **more}


def text(name: str, **more: Any) -> dict[str, Any]:
    return block(name, {"id": f"{name}-answer", "type": "TextField", "mandatory": False, "label": name}, **more)


def schema(*blocks: dict[str, Any]) -> ReadResult:
    section = {"id": "section", "groups": [{"id": "group", "blocks": list(blocks)}]}
    head = {"language": "en", "survey_id": "1", "data_version": "0.0.3", "title": "Test", "questionnaire_flow": {}}
    metadata = [{"name": "ru_name", "type": "string"}]
    return read(json.dumps({**head, "metadata": metadata, "sections": [section]}).encode(), "s.json")


def reached(result: ReadResult, **answers: Any) -> list[str]:
    assert result.questionnaire is not None
    given = {name.replace("_", "-"): value for name, value in answers.items()}
    return [page.page.id for page in walk(result.questionnaire, given).pages]


def test_answers_become_questions_with_their_limits_and_exact_codes() -> None:
    result = schema(block("age", AGE), block("pets", PETS))
    assert result.questionnaire is not None
    age, pets = result.questionnaire.questions()
    assert isinstance(age.answer, Number) and (age.answer.minimum, age.answer.maximum) == (0, 120)
    assert isinstance(pets.answer, Several) and not pets.required
    assert age.text == {"en": "Title of age"} and age.hint == {"en": "Age"}


@pytest.mark.parametrize(
    ("rule", "age", "shown"),
    [
        ({">=": [SOURCE, 18]}, 18, True),
        ({">=": [SOURCE, 18]}, None, False),
        ({"!=": [SOURCE, 18]}, None, True),
        ({"==": [SOURCE, None]}, None, True),
        ({"in": [SOURCE, [1, 2]]}, 2, True),
        ({"not": [{"and": [{">": [SOURCE, 1]}, {"<": [SOURCE, 5]}]}]}, 3, False),
        ({"==": [{"+": [SOURCE, 1]}, 4]}, 3, True),
    ],
)
def test_skip_conditions_mean_what_they_mean_there(rule: dict[str, Any], age: int | None, shown: bool) -> None:
    result = schema(block("age", AGE), text("more", skip_conditions={"when": {"not": [rule]}}))
    assert ("more" in reached(result, age_answer=age)) is shown


def test_sets_and_counts_of_choices_are_kept() -> None:
    pets = {"source": "answers", "identifier": "pets-answer"}
    rules = {
        "all": {"all-in": [["Cat", "Dog"], pets]},
        "any": {"any-in": [pets, ["Cat", "Fish"]]},
        "two": {">=": [{"count": [pets]}, 2]},
    }
    blocks = [text(name, skip_conditions={"when": {"not": [rule]}}) for name, rule in rules.items()]
    result = schema(block("pets", PETS), *blocks)
    assert reached(result) == ["pets"]
    assert reached(result, pets_answer=["Fish"]) == ["pets", "any"]
    assert reached(result, pets_answer=["Cat", "Dog"]) == ["pets", "all", "any", "two"]


def test_routes_become_relevance() -> None:
    rules = [
        {"block": "three", "when": {"<": [SOURCE, 10]}},
        {"section": "End", "when": {">": [SOURCE, 90]}},
        {"block": "two"},
    ]
    result = schema(block("age", AGE, routing_rules=rules), text("two"), text("three"))
    assert reached(result, age_answer=5) == ["age", "three"]
    assert reached(result, age_answer=95) == ["age"]
    assert reached(result, age_answer=50) == ["age", "two", "three"]


def test_earlier_answers_stand_in_the_wording() -> None:
    placeholder = {"placeholder": "n", "value": SOURCE}
    title = {"text": "You are {n}?", "placeholders": [placeholder]}
    result = schema(block("age", AGE), text("more", question={"title": title}))
    assert result.questionnaire is not None
    assert result.questionnaire.question_by_id["more-answer"].text == {"en": "You are {`age-answer`}?"}


def test_plural_forms_follow_an_earlier_answer() -> None:
    placeholder = {"placeholder": "n", "value": SOURCE}
    forms = {"one": "{n} year old", "other": "{n} years old"}
    title = {"text_plural": {"forms": forms, "count": SOURCE}, "placeholders": [placeholder]}
    result = schema(block("age", AGE), text("more", question={"title": title}))
    assert result.questionnaire is not None
    wording = result.questionnaire.question_by_id["more-answer"].text["en"]
    for age, words in ((1, "1 year old"), (2, "2 years old")):
        values = walk(result.questionnaire, {"age-answer": age}).values
        assert pipe(wording, values, result.questionnaire, "en") == words


def test_exclusive_answers_join_the_choices_that_they_exclude() -> None:
    none = {
        "id": "none-answer",
        "type": "Checkbox",
        "mandatory": False,
        "options": [{"label": "None", "value": "None"}],
    }
    result = schema(block("pets", PETS, none, question={"type": "MutuallyExclusive", "mandatory": True}))
    assert result.questionnaire is not None
    (question,) = result.questionnaire.questions()
    assert isinstance(question.answer, Several) and isinstance(question.answer.choices, tuple)
    assert [choice.exclusive for choice in question.answer.choices] == [False, False, False, True]
    assert question.required


def test_days_have_limits_reckoned_from_the_day_of_the_interview() -> None:
    born = {"id": "born", "type": "Date", "mandatory": True, "label": "Born",
            "maximum": {"value": "now", "offset_by": {"years": -18}}}  # fmt: skip
    result = schema(block("born-block", born))
    assert result.questionnaire is not None
    (question,) = result.questionnaire.questions()
    assert isinstance(question.answer, Date) and question.answer.maximum is not None


def test_an_answer_beside_an_option_is_asked_where_the_option_is_chosen() -> None:
    kinds = {
        "id": "kind",
        "type": "Dropdown",
        "mandatory": True,
        "label": "Kind",
        "options": [{"label": "A", "value": "A"}],
    }
    yes = {"label": "Yes", "value": "Yes", "detail_answer": kinds}
    radio = {"id": "r", "type": "Radio", "mandatory": True, "options": [yes, {"label": "No", "value": "No"}]}
    result = schema(block("one", radio))
    assert result.questionnaire is not None
    assert isinstance(result.questionnaire.question_by_id["kind"].answer, One)
    found = walk(result.questionnaire, {"r": "No"})
    assert [one.question.id for one in found.pages[0].asked] == ["r"]


NOWHERE = {"when": {"==": [{"source": "answers", "identifier": "no"}, 1]}}
TITLE = "sections.section.groups.group.blocks.a.question.title"


@pytest.mark.parametrize(
    ("blocks", "code", "place"),
    [
        ([text("a"), text("a")], "duplicate-id", "a"),
        ([{**text("a"), "type": "Odd"}], "unknown-block-type", "sections.section.a"),
        ([text("a", skip_conditions=NOWHERE)], "unknown-answer", "sections.section.a.skip_conditions.when.==.0"),
        ([text("a", question={"title": "x <br> y"})], "markup", TITLE),
        ([text("a", question={"title": " x"})], "stray-space", TITLE),
        ([text("a", routing_rules=[{"block": "nowhere"}])], "unknown-block", "sections.section.a.routing_rules.0"),
        ([text("a", question={"id": ["x"]})], "wrong-shape", f"{TITLE.removesuffix('title')}id"),
    ],
)
def test_broken_schemas_are_refused_with_the_place(blocks: list[dict[str, Any]], code: str, place: str) -> None:
    result = schema(*blocks)
    assert result.questionnaire is None
    assert (code, place) in [(problem.code, problem.place) for problem in result.problems]
