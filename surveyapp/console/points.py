"""Collection points in the room Field: a link, a poster and counts for each place where people are met."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from flask import Response, abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from surveyapp.console import counts as layout
from surveyapp.console.access import may
from surveyapp.console.audit import note
from surveyapp.console.fieldwork import blueprint
from surveyapp.console.kiosks import ShownKiosk, kind_name, obstacle_sentences, shown_kiosk
from surveyapp.console.language import gettext as _
from surveyapp.console.language import number
from surveyapp.console.poster import Line, line_in, poster_pdf
from surveyapp.console.rooms import room_page
from surveyapp.console.sources import source_name
from surveyapp.questionnaire.model import wording
from surveyapp.questionnaire.schema import Questionnaire
from surveyapp.services import collecting, kiosks, points
from surveyapp.services.failures import PointRefused
from surveyapp.services.fielded import FieldedSurvey
from surveyapp.services.points import LinkedPoint
from surveyapp.web.i18n import direction, own_name
from surveyapp.web.transaction import session

STEPS: Final = ("begun", "complete", "refused")
CHANNELS: Final = ("qr", "web", "kiosk", "mission", "referral")
_LONGEST: Final = 80
_FIELDS: Final = ("name", "source", "channel", "country", "label", "place", "kind")


@dataclass(frozen=True, slots=True)
class ShownPoint:
    """`address` is empty where the link is not known here; `cells` are the counts in the order of `STEPS`."""

    name: str
    label: str
    place: str
    kind: str
    languages: tuple[str, ...]
    source: str
    channel: str
    country: str
    address: str
    cells: tuple[layout.Cell, ...]
    kiosk: ShownKiosk | None


@blueprint.get("/surveys/<slug>/field/points")
def points_page(slug: str) -> ResponseReturnValue:
    """Show the collection points with their links and counts."""
    return _page()


@blueprint.post("/surveys/<slug>/field/points")
def add_point(slug: str) -> ResponseReturnValue:
    """Add a collection point, or say what is wrong with it and keep what was typed."""
    survey: FieldedSurvey = g.survey
    given = {name: request.form.get(name, "").strip()[:_LONGEST] for name in _FIELDS}
    spoken = tuple(tag for tag in survey.questionnaire.languages if tag in request.form.getlist("language"))
    channel = given["channel"] if given["channel"] in CHANNELS else CHANNELS[0]
    try:
        added = points.add(
            session(),
            survey.survey_id,
            name=given["name"],
            sample_source=given["source"] or channel,
            channel=channel,
            mode="kiosk" if channel == "kiosk" else "web",
            country=given["country"],
            secret=current_app.config["SECRET_KEY"],
            told=points.Told(given["label"], given["place"], given["kind"], spoken),
        )
    except PointRefused as refused:
        return _page(given=given, spoken=spoken, wrong=_sentence(refused)), 422
    note("add point", survey, point=added.point.id)
    return redirect(url_for("fieldwork.points_page", slug=slug), 303)


@blueprint.get("/surveys/<slug>/field/points/<point>/poster.pdf")
def poster(slug: str, point: str) -> ResponseReturnValue:
    """Draw the poster of a point, in the languages asked for, else in its own, else in all."""
    survey: FieldedSurvey = g.survey
    found = next((one for one in _points(survey) if one.point.id == point), None)
    if found is None or not address_of(survey, found):
        abort(404)
    wanted = [tag for tag in survey.questionnaire.languages if tag in request.args.getlist("language")]
    wanted = wanted or [tag for tag in found.point.languages if tag in survey.questionnaire.languages]
    lines = _titles(survey.questionnaire, wanted or survey.questionnaire.languages)
    name = f"{survey.slug}-{point}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(
        poster_pdf(address_of(survey, found), lines, found.point.label), content_type="application/pdf", headers=headers
    )


def _titles(questionnaire: Questionnaire, languages: Sequence[str]) -> list[Line]:
    """Return the title in each language, one that says it as another does left out."""
    worded = [wording(questionnaire.title, tag, questionnaire.base_language) for tag in languages]
    return [line_in(text, tag, rtl=direction(tag) == "rtl") for text, tag in dict.fromkeys(worded)]


def address_of(survey: FieldedSurvey, found: LinkedPoint) -> str:
    """Return the link of a point, which leads to the browser's own language; empty where its token is not known."""
    address = f"{current_app.config['RESPONDENT_URL']}/s/{survey.slug}"
    if found.token is None:
        return ""
    return f"{address}?p={found.token}" if found.token else address


def shown_points(
    linked: Sequence[LinkedPoint], counts: Mapping[tuple[str, str], int], open_sources: frozenset[str]
) -> dict[str, tuple[layout.Cell, ...]]:
    """Return the counts of every point as they may be shown.

    The counts of a step add up to its total, and finished ones also to their source's, which the room Field shows: so
    they are held against small cells within each source, and not shown where their source's total is not.
    """
    columns = {}
    for step in STEPS:
        groups: dict[str, dict[str, int]] = {}
        for one in linked:
            group = one.point.sample_source if step == "complete" else ""
            groups.setdefault(group, {})[one.point.id] = counts.get((one.point.id, step), 0)
        columns[step] = {
            name: cell
            for group, of_points in groups.items()
            for name, cell in _cells(of_points, step != "complete" or group in open_sources).items()
        }
    return {one.point.id: tuple(columns[step][one.point.id] for step in STEPS) for one in linked}


def _cells(of_points: Mapping[str, int], is_open: bool) -> dict[str, layout.Cell]:
    if not is_open:
        return {name: layout.Cell("hidden", "×") for name in of_points}
    table = layout.table_of(
        ((name, "n", n) for name, n in of_points.items()),
        languages=("n",),
        name_source=str,
        name_language=str,
        total="",
        write=number,
    )
    if table is None:
        return {name: layout.Cell("none", "–") for name in of_points}
    return {row.name: row.cells[0] for row in table.rows if not row.total}


def _open_sources(survey: FieldedSurvey) -> frozenset[str]:
    """Return the sources whose total the room Field shows, those without anybody among them."""
    rows = collecting.counts(session(), survey.survey_id)
    table = layout.table_of(
        ((row.sample_source, row.language, row.n) for row in rows),
        languages=survey.questionnaire.languages,
        name_source=str,
        name_language=str,
        total="",
        write=number,
    )
    totals = {row.name: row.cells[-1].kind for row in table.rows if not row.total} if table else {}
    sources = {one.point.sample_source for one in _points(survey)}
    return frozenset(source for source in sources if totals.get(source, "none") in ("figure", "none", "small"))


def _points(survey: FieldedSurvey) -> tuple[LinkedPoint, ...]:
    return points.of_survey(session(), survey.survey_id, secret=current_app.config["SECRET_KEY"])


def _page(*, given: Mapping[str, str] | None = None, spoken: tuple[str, ...] = (), wrong: str = "") -> str:
    survey: FieldedSurvey = g.survey
    linked = _points(survey)
    cells = shown_points(linked, points.counts_by_point(session(), survey.survey_id), _open_sources(survey))
    counted = kiosks.kiosks_of(session(), survey.survey_id)
    return room_page(
        "console/points.html",
        next_step=None,
        points=[
            ShownPoint(
                name=one.point.id,
                label=one.point.label,
                place=one.point.place,
                kind=kind_name(one.point.kind),
                languages=tuple(own_name(tag) for tag in one.point.languages),
                source=source_name(one.point.sample_source),
                channel=source_name(one.point.channel),
                country=one.point.country or "–",
                address=address_of(survey, one),
                cells=cells[one.point.id],
                kiosk=shown_kiosk(one, counted.get(one.point.id), cells[one.point.id][1]),
            )
            for one in linked
        ],
        languages=[(tag, own_name(tag)) for tag in survey.questionnaire.languages],
        channels=[(channel, source_name(channel)) for channel in CHANNELS],
        kinds=[(kind, kind_name(kind)) for kind in ("", *points.KINDS)],
        obstacles=obstacle_sentences(survey.questionnaire),
        given=given or {},
        spoken=spoken,
        wrong=wrong,
        may_add=may("fieldwork.add_point"),
        may_open=may("fieldwork.open_kiosk"),
    )


def _sentence(refused: PointRefused) -> str:
    told = {
        "name": _("A point is named in small letters a to z, digits and hyphens, at most 40."),
        "country": _("A country is named by its two letters, such as KR."),
        "kind": _("Choose a kind of place from the list."),
        "languages": _("Choose from the survey’s own languages."),
        "taken": _("The survey has a point of that name already."),
    }
    return told[refused.why]
