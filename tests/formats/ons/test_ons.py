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


def people(*after: dict[str, Any], repeated: tuple[dict[str, Any], ...] = (), first: bool = False) -> ReadResult:
    """Return a schema with a list of people, what follows it, and a section asked of each of them."""

    def yes_or_no(name: str) -> dict[str, Any]:
        yes = {"label": "Yes", "value": "Yes", "action": {"type": "RedirectToListAddBlock"}}
        return {"id": name, "type": "Radio", "mandatory": True, "options": [yes, {"label": "No", "value": "No"}]}

    name = {"id": "name", "type": "TextField", "mandatory": True, "label": "Name"}
    blocks = {
        f"{what}_block": block(f"{what}-person", name, type=f"List{what.title()}Question") for what in ("add", "edit")
    }
    gone = {"label": "Yes", "value": "Yes", "action": {"type": "RemoveListItemAndAnswers"}}
    remove = {"id": "sure", "type": "Radio", "mandatory": True, "options": [gone, {"label": "No", "value": "No"}]}
    blocks["remove_block"] = block("remove-person", remove, type="ListRemoveQuestion")
    shown = {"title": "People", "item_title": {"text": "A person", "placeholders": []}}
    collector = block(
        "more", yes_or_no("more-answer"), type="ListCollector", for_list="people", summary=shown, **blocks
    )
    primary = block("you", yes_or_no("you-answer"), type="PrimaryPersonListCollector", for_list="people",
                    add_or_edit_block=block("first", name, type="PrimaryPersonListAddOrEditQuestion"))  # fmt: skip
    sections: list[dict[str, Any]] = [
        {"id": "s", "groups": [{"id": "g", "blocks": [*([primary] if first else []), collector, *after]}]}
    ]
    if repeated:
        repeat = {"for_list": "people", "title": {"text": "Person", "placeholders": []}}
        sections.append({"id": "r", "title": "Details", "repeat": repeat,
                         "groups": [{"id": "rg", "blocks": list(repeated)}]})  # fmt: skip
    head = {"language": "en", "survey_id": "1", "data_version": "0.0.3", "title": "Test", "questionnaire_flow": {}}
    return read(json.dumps({**head, "metadata": [], "sections": sections}).encode(), "s.json")


def asked_in_order(result: ReadResult, answers: dict[str, Any]) -> list[str]:
    assert result.questionnaire is not None, result.problems
    found = walk(result.questionnaire, answers)
    return [one.question.id for page in found.pages for one in page.asked]


def test_the_members_of_a_list_are_asked_for_until_there_is_no_more() -> None:
    result = people(repeated=(block("age", AGE),))
    given = {"people": [{"more-answer": "Yes", "name": "An", "age-answer": 3}, {"more-answer": "No"}]}
    assert asked_in_order(result, given) == ["more-answer@1", "name@1", "age-answer@1", "more-answer@2"]


def test_a_first_member_may_be_known_before_it_is_asked_whether_there_is_another() -> None:
    result = people(first=True)
    given = {"you-answer": "Yes", "people": [{"name": "An"}, {"more-answer": "No"}]}
    assert asked_in_order(result, given) == ["you-answer", "name@1", "more-answer@2"]
    assert asked_in_order(result, {"you-answer": "No", "people": [{"more-answer": "No"}]}) == [
        "you-answer", "more-answer@1",
    ]  # fmt: skip


@pytest.mark.parametrize("counted", [{"selector": "count"}, None])
def test_behind_a_list_its_members_are_counted(counted: dict[str, str] | None) -> None:
    source = {"source": "list", "identifier": "people", **(counted or {})}
    rule = {">=": [source if counted else {"count": [source]}, 2]}
    result = people(text("many", skip_conditions={"when": {"not": [rule]}}))
    two = [{"more-answer": "Yes", "name": name} for name in ("An", "Bo")]
    assert "many-answer" in asked_in_order(result, {"people": [*two, {"more-answer": "No"}]})
    assert "many-answer" not in asked_in_order(result, {"people": [two[0], {"more-answer": "No"}]})


def test_what_one_member_answered_is_not_said_behind_the_list() -> None:
    name = {"source": "answers", "identifier": "name"}
    result = people(text("later", skip_conditions={"when": {"==": [name, "An"]}}))
    (lost,) = [one for one in result.lost if one.place.endswith("later.skip_conditions")]
    assert "an answer for each turn of a repeat" in lost.why


def test_the_variants_of_a_question_follow_from_their_conditions() -> None:
    def variant(title: str, pet: str, rule: dict[str, Any]) -> dict[str, Any]:
        options = [{"label": label, "value": label} for label in ("None", pet)]
        answer = {"id": "pet", "type": "Radio", "mandatory": True, "options": options}
        return {"when": rule, "question": {"id": "q", "type": "General", "title": title, "answers": [answer]}}

    variants = [
        variant("Your pet?", "Toy", {"<": [SOURCE, 18]}),
        variant("Your animal?", "Dog", {">=": [SOURCE, 18]}),
    ]
    result = schema(block("age", AGE), {"id": "v", "type": "Question", "question_variants": variants})
    assert result.questionnaire is not None
    for age, title, choices in ((5, "Your pet?", ["None", "Toy"]), (30, "Your animal?", ["None", "Dog"])):
        found = walk(result.questionnaire, {"age-answer": age})
        (one,) = found.pages[-1].asked
        assert [choice.code for choice in one.shown.choices] == choices
        assert pipe(one.question.text["en"], found.values, result.questionnaire, "en") == title


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
