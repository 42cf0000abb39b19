"""A language comes without words and goes with its words."""

from __future__ import annotations

from surveyapp.questionnaire.editing.languages import with_languages
from surveyapp.questionnaire.lint import problems_in
from tests.questionnaire.building import page, question, questionnaire

ASKED = questionnaire(
    page(question("A", text={"en": "How?", "vi": "Sao?"})), languages=["en", "vi"], title={"en": "T", "vi": "T"}
)


def test_a_new_language_has_no_words_yet_and_check_says_so() -> None:
    more = with_languages(ASKED, ["en", "vi", "ko"])
    assert more.languages == ("en", "vi", "ko")
    assert {one.place for one in problems_in(more) if one.code == "missing-translation"} == {
        *("title", "A.text"),
        *("A.choices.1", "A.choices.2"),
    }


def test_what_is_said_in_a_language_goes_with_it_but_the_base_stays() -> None:
    less = with_languages(ASKED, [])
    assert (less.languages, less.question_by_id["A"].text, less.title) == (("en",), {"en": "How?"}, {"en": "T"})
    assert with_languages(ASKED, ["vi"]) == ASKED
