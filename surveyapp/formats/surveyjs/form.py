"""Read a SurveyJS survey: what it asks, as a questionnaire, with everything that could not be kept."""

from __future__ import annotations

from typing import Any

from surveyapp.formats.json_source import Part, lose_unread
from surveyapp.formats.orders import without_impossible_orders
from surveyapp.formats.result import Ledger, Unreadable
from surveyapp.formats.surveyjs.choices import Making
from surveyapp.formats.surveyjs.elements import Layout
from surveyapp.formats.surveyjs.ignored import REASONS, SILENT
from surveyapp.formats.surveyjs.pages import Builder
from surveyapp.formats.surveyjs.wording import Wordings, languages_of
from surveyapp.questionnaire.schema import Questionnaire


def read_surveyjs(document: dict[str, Any], name: str, ledger: Ledger) -> Questionnaire:
    """Return the questionnaire; raise Unreadable where the file asks nothing."""
    root = Part(document, "")
    layout = Layout(ledger)
    layout.lay(root)
    if not any(page.elements for page in layout.pages) and not ledger.lost:
        raise Unreadable("The file holds no question. Export the survey again as JSON.")
    languages, tags = languages_of(document, ledger)
    root.ignore("locale")
    wordings = Wordings(languages, tags, layout.scope, ledger)
    elements = {element.part.text("name"): element for page in layout.pages for element in page.elements}
    making = Making(wordings, {}, elements)
    builder = Builder(layout, making)
    pages = builder.pages(root)
    if not pages:
        ledger.warn("nothing-left", "survey", "Nothing that this survey asks can be kept.")
    title = wordings.take(root, "title", 0)
    intro = wordings.take(root, "description", 0)
    ending = wordings.take(root, "completedHtml", layout.place + 1)
    lose_unread(root, ledger, REASONS, SILENT)
    made = Questionnaire(
        id=name[:80],
        languages=languages,
        title=title or {languages[0]: name},
        intro=intro or None,
        missing_texts=making.missing,
        repeats=tuple(builder.repeats),
        pages=tuple(pages),
        complete_text=ending or None,
    )
    return without_impossible_orders(made, ledger)
