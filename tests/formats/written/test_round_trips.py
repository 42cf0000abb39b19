"""What both formats can say comes back the same, whatever answers, languages and repeats a questionnaire has."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from surveyapp.formats.reading import read
from surveyapp.formats.writing import write
from surveyapp.questionnaire.answer_types import OpenText
from surveyapp.questionnaire.model import Text
from surveyapp.questionnaire.schema import Page, Question, Questionnaire
from tests.tasks.packages import questionnaires

some = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))


def there_and_back(questionnaire: Questionnaire, target: str) -> Questionnaire:
    found = read(write(questionnaire, target).content, "form.xlsx" if target == "xlsform" else "form.json")
    assert found.questionnaire is not None, found.problems
    return found.questionnaire


@some
@given(questionnaires())
def test_a_questionnaire_of_ours_is_itself_again(questionnaire: Questionnaire) -> None:
    assert there_and_back(questionnaire, "native") == questionnaire


@some
@given(questionnaires())
def test_what_a_form_keeps_of_a_questionnaire_it_keeps_for_good(questionnaire: Questionnaire) -> None:
    kept = there_and_back(questionnaire, "xlsform")
    assert there_and_back(kept, "xlsform") == kept


def page(name: str, section: Text | None = None, ends: bool = False) -> Page:
    question = Question(id=f"{name}_q", text={"en": f"{name}?"}, answer=OpenText())
    return Page(id=name, title={"en": name.title()}, section=section, ends_section=ends, questions=(question,))


def test_a_section_goes_on_over_pages_until_it_ends_or_another_begins() -> None:
    pages = (
        page("before"),
        page("first", {"en": "One"}),
        page("inside"),
        page("behind", ends=True),
        page("second", {"en": "Two"}),
        page("third", {"en": "Three"}),
    )
    asked = Questionnaire(id="s", languages=("en",), title={"en": "S"}, pages=pages)
    written = write(asked, "xlsform")
    assert not [lost for lost in written.lost if "section" in lost.what]
    again = there_and_back(asked, "xlsform")
    assert [(one.id, one.section, one.ends_section) for one in again.pages] == [
        (one.id, one.section, one.ends_section) for one in pages
    ]
