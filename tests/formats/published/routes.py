"""Hold small questionnaires of other formats with the routes that their source documents, and walk them.

Each walk says what is `asked` in order, and may say what is `counted`, `offered` by a question, wrong (`problems`),
`complete`, or how a question reads (`text`). A name in an instance of a repeat is written as `name@1`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from surveyapp.formats.reading import read
from surveyapp.formats.result import ReadResult
from surveyapp.questionnaire.model import wording
from surveyapp.questionnaire.path import Walk
from surveyapp.questionnaire.piping import pipe
from surveyapp.questionnaire.walk import walk
from tests.formats.published.expressions import TODAY, load, same
from tests.formats.writing import read_form, read_survey


@dataclass(frozen=True, slots=True)
class Wrong:
    """What a walk was to find and what it found."""

    about: str
    answers: Mapping[str, Any]
    what: str
    wanted: Any
    found: Any


def _xlsform(form: Mapping[str, Any]) -> ReadResult:
    return read_form(form["survey"], form.get("choices", ()), form.get("settings", ()))


def _limesurvey(form: Mapping[str, Any]) -> ReadResult:
    more = {name: found for name, found in form.items() if name in ("conditions", "group", "groups", "new_layout")}
    return read_survey(form["questions"], **more)


def _json(form: Mapping[str, Any]) -> ReadResult:
    return read(json.dumps(form["document"]).encode(), "s.json")


@dataclass(frozen=True, slots=True)
class Routes:
    """`name` is the file of forms and walks; `ask` makes the questionnaire of a form."""

    name: str
    ask: Callable[[Mapping[str, Any]], ReadResult]

    @property
    def title(self) -> str:
        return str(load(self.name)["family"])

    @property
    def differed_at_first(self) -> int:
        """Return in how many walks something else was found before the readers were held to them."""
        return int(load(self.name)["differed_at_first"])

    def walks(self) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any], list[Wrong]]]:
        """Yield each form with each of its walks, and what is wrong in it."""
        for form in load(self.name)["forms"]:
            result = self.ask(form)
            for one in form["walks"]:
                yield form, one, list(_wrong(form["about"], one, result))

    def listed(self) -> Iterator[tuple[str, str, str]]:
        """Yield what the reader has to list of a form: the place, a part of the reason, and what is listed there."""
        for form in load(self.name)["forms"]:
            result = self.ask(form)
            for place, why in form.get("listed", ()):
                yield place, why, "; ".join(lost.why for lost in result.lost if lost.place == place)


def _wrong(about: str, one: Mapping[str, Any], result: ReadResult) -> Iterator[Wrong]:
    assert result.questionnaire is not None, result.problems
    found = walk(result.questionnaire, one["answers"], context={"today": TODAY})
    for what, wanted in one.items():
        if what == "answers":
            continue
        seen = _seen(what, wanted, found, result)
        right = all(same(seen[name], wanted[name]) for name in wanted) if what == "counted" else seen == wanted
        if not right:
            yield Wrong(about, one["answers"], what, wanted, seen)


def _seen(what: str, wanted: Any, found: Walk, result: ReadResult) -> Any:
    asked = {one.question.id: one for page in found.pages for one in page.asked}
    match what:
        case "asked":
            return [name for name in asked if not name.endswith("_more") and "_more@" not in name]
        case "counted":
            return {name: found.counted.get(name) for name in wanted}
        case "offered":
            return {
                name: [one.code for one in (asked[name].shown.rows or asked[name].shown.choices)] for name in wanted
            }
        case "problems":
            return [[problem.question, problem.fault.code] for problem in found.problems]
        case "complete":
            return found.complete
        case "text":
            assert result.questionnaire is not None
            language = result.questionnaire.languages[0]
            texts = {name: wording(asked[name].question.text, language, language)[0] for name in wanted}
            return {name: pipe(said, found.values, result.questionnaire, language) for name, said in texts.items()}
    raise AssertionError(f"nobody knows {what!r}")


ROUTES = (
    Routes("xlsform-routes", _xlsform),
    Routes("limesurvey-routes", _limesurvey),
    Routes("surveyjs-routes", _json),
    Routes("runner-routes", _json),
)
