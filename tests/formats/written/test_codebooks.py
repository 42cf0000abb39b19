"""DDI-Codebook and Triple-S say every variable with its words, codes and limits, in the order their schemas ask for."""

from __future__ import annotations

from itertools import pairwise
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import HealthCheck, given, settings

from surveyapp.formats.result import Lost
from surveyapp.formats.writing import TARGETS, write
from surveyapp.instruments import INTEREST_AND_NEEDS, bundled
from surveyapp.questionnaire.answer_types import Number, OpenText, Several
from surveyapp.questionnaire.choices import Choice
from surveyapp.questionnaire.codebook import variables_of
from surveyapp.questionnaire.condition_text import parse
from surveyapp.questionnaire.schema import Page, Question, Questionnaire
from tests.formats.written.questionnaires import forms

DDI = "{ddi:codebook:2_5}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
ORDER = {
    "codeBook": "docDscr stdyDscr fileDscr dataDscr otherMat",
    "stdyDscr": "citation studyAuthorization stdyInfo",
    "titlStmt": "titl subTitl altTitl parTitl IDNo",
    "dataDscr": "varGrp nCubeGrp var nCube notes",
    "varGrp": "labl txt concept defntn universe notes",
    "var": (
        "location labl imputation security embargo respUnit anlysUnit qstn valrng invalrng undocCod universe TotlResp "
        "sumStat txt stdCatgry catgryGrp catgry codInstr verStmt concept derivation varFormat geoMap catLevel notes"
    ),
    "catgry": "catValu labl txt catStat mrow",
}  # the children of DDI-Codebook 2.5's elements, in the order of its schema


def example() -> Questionnaire:
    choices = (Choice(code="a", text={"en": "A & B", "vi": "Á"}), Choice(code="99", text={"en": "None", "vi": "Không"}))
    several = Question(
        id="s", text={"en": "Several", "vi": "Nhiều"}, answer=Several(choices=choices), missing=("refused",)
    )
    number = Question(
        id="n",
        text={"en": "<How> many?", "vi": "Bao nhiêu?"},
        answer=Number(minimum=0, maximum=120),
        show_if=parse("'a' in s"),
        sensitivity="basic",
    )
    text = Question(id="t", text={"en": "Why?", "vi": "Vì sao?"}, answer=OpenText(max_length=80))
    page = Page(id="p", title={"en": "Page"}, questions=(several, number, text))
    return Questionnaire(
        id="example",
        languages=("en", "vi"),
        title={"en": "Example", "vi": "Ví dụ"},
        missing_texts={"refused": {"en": "Refused", "vi": "Từ chối"}},
        pages=(page,),
    )


def document(questionnaire: Questionnaire, target: str) -> Element:
    found: Element = fromstring(write(questionnaire, target).content)
    return found


def assert_in_order(root: Element) -> None:
    for element in root.iter():
        order = ORDER.get(element.tag.removeprefix(DDI), "").split()
        if order:
            places = [order.index(child.tag.removeprefix(DDI)) for child in element]
            assert all(first <= second for first, second in pairwise(places)), element.tag
    ids = [element.get("ID") for element in root.iter() if element.get("ID")]
    assert len(ids) == len(set(ids))
    assert {name for group in root.iter(f"{DDI}varGrp") for name in group.get("var", "").split()} <= set(ids)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(forms())
def test_any_questionnaire_becomes_a_codebook_in_the_order_of_the_schema(questionnaire: Questionnaire) -> None:
    root = document(questionnaire, "ddi")
    assert_in_order(root)
    names = [variable.get("name") for variable in root.iter(f"{DDI}var")]
    assert names == [variable.name for variable in variables_of(questionnaire)]


def test_a_variable_says_its_question_in_every_language_its_limits_universe_and_sensitivity() -> None:
    variable = next(v for v in document(example(), "ddi").iter(f"{DDI}var") if v.get("name") == "n")
    said = {literal.get(LANGUAGE): literal.text for literal in variable.iter(f"{DDI}qstnLit")}
    assert said == {"en": "<How> many?", "vi": "Bao nhiêu?"}
    limits = next(variable.iter(f"{DDI}range"))
    assert (limits.get("min"), limits.get("max"), limits.get("UNITS")) == ("0", "120", "INT")
    assert [found.text for found in variable.iter(f"{DDI}universe")] == ["'a' in s"]
    assert [found.text for found in variable.iter(f"{DDI}security")] == ["basic"]


def test_ways_not_to_answer_are_categories_marked_missing() -> None:
    variable = next(v for v in document(example(), "ddi").iter(f"{DDI}var") if v.get("name") == "s__a")
    missing = [category for category in variable.iter(f"{DDI}catgry") if category.get("missing") == "Y"]
    words = {category.findtext(f"{DDI}catValu"): category.findtext(f"{DDI}labl") for category in missing}
    assert words["-7"] == "Refused"


def test_triple_s_defines_a_field_for_each_variable_in_order() -> None:
    root = document(bundled(INTEREST_AND_NEEDS), "triples")
    for place, variable in enumerate(root.iter("variable"), start=1):
        position = variable.find("position")
        assert position is not None and position.attrib == {"start": str(place)}
        if variable.get("type") in ("single", "multiple"):
            assert variable.find("values/value") is not None


def test_triple_s_numbers_the_choices_of_several_answers_and_keeps_their_codes_in_the_boxes() -> None:
    root = document(example(), "triples")
    assert (root.get("version"), root.get("languages")) == ("2.0", "en vi")
    names = [variable.findtext("name") for variable in root.iter("variable")]
    assert names == ["s", "s__a", "s__99", "n", "t"]
    several = next(root.iter("variable"))
    value = several.find("values/value[@code='1']")
    assert several.get("type") == "multiple" and value is not None and value.text == "A & B"
    assert [(text.get(LANGUAGE), text.text) for text in value.iter("text")] == [("vi", "Á")]


def test_triple_s_needs_no_boxes_where_codes_are_numbers_and_everybody_answers() -> None:
    choices = (Choice(code="1", text={"en": "A"}), Choice(code="12", text={"en": "B"}))
    question = Question(id="s", text={"en": "Several"}, answer=Several(choices=choices), required=True)
    root = document(example().model_copy(update={"pages": (Page(id="p", questions=(question,)),)}), "triples")
    (variable,) = root.iter("variable")
    assert [value.get("code") for value in variable.iter("value")] == ["1", "12"]


@pytest.mark.parametrize("target", ["ddi", "triples"])
def test_what_a_codebook_cannot_say_is_listed(target: str) -> None:
    question = next(example().questions()).model_copy(update={"locked": True})
    page = Page(id="p", questions=(question,))
    lost = write(example().model_copy(update={"pages": (page,)}), target).lost
    assert any(
        isinstance(one, Lost) and one.place == "s" and one.what.startswith("lock between waves of a question")
        for one in lost
    )


@pytest.mark.parametrize("target", sorted(TARGETS))
def test_signs_that_no_file_can_hold_do_not_break_it(target: str) -> None:
    question = Question(id="q", text={"en": "bell \x07 and \uffff"}, answer=OpenText())
    page = Page(id="p", questions=(question,))
    assert write(example().model_copy(update={"pages": (page,)}), target).content


def test_a_language_that_is_not_spoken_is_refused_in_a_sentence() -> None:
    with pytest.raises(ValueError, match="only en, vi"):
        write(example(), "native", "fr")
