"""What a report must disclose of itself: what is filled from what happened, what a person states, what is empty."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask import flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from surveyapp.console.access import may
from surveyapp.console.audit import note
from surveyapp.console.item_names import item_hint, item_name
from surveyapp.console.language import LANGUAGES, current_language, day
from surveyapp.console.language import gettext as _
from surveyapp.console.report_pages import actor, newest_report, report_page, today
from surveyapp.console.reports import blueprint
from surveyapp.identity.visitor import current_visitor
from surveyapp.services import jobs
from surveyapp.services.failures import StaleInput
from surveyapp.services.fielded import FieldedSurvey
from surveyapp.services.reports import inputs
from surveyapp.services.reports.inputs import Kept
from surveyapp.stated.statements import FORMAT, ITEMS, LONGEST, Item
from surveyapp.web.i18n import own_name
from surveyapp.web.limits import clean
from surveyapp.web.transaction import session

UNSAID: Final[Mapping[str, str]] = {}


@dataclass(frozen=True, slots=True)
class Worded:
    language: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class StatedItem:
    """An item as its page shows it: what was recorded, what persons state, who stated it and when."""

    id: str
    name: str
    hint: str
    asked_by: str
    mandatory: bool
    by_person: bool
    recorded: str
    texts: tuple[Worded, ...]
    seen: str
    filled: str
    empty: bool
    conflict: tuple[Worded, ...] = ()


@blueprint.get("/statements")
def statements(slug: str) -> ResponseReturnValue:
    """Show every item, what fills it, and what is still empty."""
    return _page(_kept())


@blueprint.post("/statements")
def keep_statements(slug: str) -> ResponseReturnValue:
    """Keep what was stated; what somebody else changed meanwhile is shown beside, and nothing typed is lost."""
    survey: FieldedSurvey = g.survey
    kept = _kept()
    typed = {item.id: _typed(item) for item in ITEMS}
    changed = {name: text for name, text in typed.items() if text is not None and text != _stands(kept, name)}
    conflicts = {name for name in changed if request.form.get(f"seen.{name}", "") != _seen(_stands(kept, name))}
    if conflicts:
        told = _("Somebody else changed the items marked below in the meantime. Nothing is kept yet.")
        return _page(kept, typed=changed, conflicts=conflicts, wrong=told), 409
    if changed:
        visitor = current_visitor()
        who = {"by": visitor.email if visitor else "", "on": today().isoformat()}
        texts = {**kept.content.get("items", {}), **changed}
        filled = {**kept.content.get("filled", {}), **dict.fromkeys(changed, who)}
        content = {"format": FORMAT, "items": {name: text for name, text in texts.items() if text}, "filled": filled}
        try:
            inputs.keep(
                session(),
                survey.survey_id,
                "statements",
                content,
                revision=kept.revision,
                actor=actor(),
                today=today(),
            )
        except StaleInput:
            session().rollback()
            return _page(_kept(), typed=changed, wrong=_("It was changed in the meantime. Send it again.")), 409
        note("change statements", survey, items=sorted(changed), revision=kept.revision + 1)
        flash(_("The statements are kept. The next report prints them."))
    return redirect(url_for("reports.statements", slug=slug), 303)


def _page(
    kept: Kept,
    *,
    typed: Mapping[str, Mapping[str, str]] = {},
    conflicts: frozenset[str] | set[str] = frozenset(),
    wrong: str = "",
) -> str:
    recorded = _recorded()
    items = [_stated(item, kept, recorded.get(item.id, UNSAID), typed, item.id in conflicts) for item in ITEMS]
    empty = [item for item in items if item.empty and item.mandatory]
    return report_page(
        "console/statements.html",
        items=items,
        empty=empty,
        has_report=bool(recorded),
        longest=LONGEST,
        wrong=wrong,
        may_write=may("reports.keep_statements"),
    )


def _stated(
    item: Item,
    kept: Kept,
    recorded: Mapping[str, str],
    typed: Mapping[str, Mapping[str, str]],
    in_conflict: bool,
) -> StatedItem:
    stands = _stands(kept, item.id)
    who: Mapping[str, str] = kept.content.get("filled", {}).get(item.id, UNSAID)
    filled = _("Stated by {who}, {day}").format(who=who["by"], day=day(who["on"])) if who and stands else ""
    said = recorded.get(current_language(), "")
    return StatedItem(
        id=item.id,
        name=item_name(item.id),
        hint=item_hint(item.id),
        asked_by=", ".join(item.asked_by),
        mandatory=item.mandatory,
        by_person=item.by == "person",
        recorded=said,
        texts=_worded(typed.get(item.id, stands)),
        seen=_seen(stands),
        filled=filled,
        empty=not stands and (item.by == "person" or not said),
        conflict=_worded(stands) if in_conflict else (),
    )


def _worded(text: Mapping[str, str]) -> tuple[Worded, ...]:
    return tuple(Worded(tag, own_name(tag), text.get(tag, text.get("und", ""))) for tag in LANGUAGES)


def _recorded() -> dict[str, Mapping[str, str]]:
    """Return what the newest report filled from what happened, by item and language; nothing before the first."""
    report = newest_report()
    file = jobs.artefact(session(), report.id, "items.json") if report else None
    if file is None:
        return {}
    items: list[dict[str, Any]] = json.loads(file.content)["items"]
    return {item["id"]: item["text"] for item in items if item["filled_by"] != "person"}


def _typed(item: Item) -> dict[str, str] | None:
    """Return what the form says of an item; None where it does not ask."""
    if not any(f"{item.id}.{tag}" in request.form for tag in LANGUAGES):
        return None
    said = {tag: clean(request.form.get(f"{item.id}.{tag}", ""))[:LONGEST] for tag in LANGUAGES}
    return {tag: text for tag, text in said.items() if text}


def _stands(kept: Kept, item: str) -> dict[str, str]:
    text: Any = kept.content.get("items", {}).get(item, {})
    return dict(text)


def _seen(text: Mapping[str, str]) -> str:
    return json.dumps(text, ensure_ascii=False, sort_keys=True)


def _kept() -> Kept:
    survey: FieldedSurvey = g.survey
    return inputs.find(session(), survey.survey_id, "statements")
