"""Say of every report what its reader wants to know: when, how far, and what there is to read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from babel.dates import format_datetime
from flask import url_for

from surveyapp.console.language import current_language
from surveyapp.console.language import gettext as _
from surveyapp.services.jobs import JobState
from surveyapp.web.i18n import locale_of, own_name


@dataclass(frozen=True, slots=True)
class Link:
    name: str
    address: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class ListedReport:
    """`progress` is from 0 to 1; `step` says in words where it stands."""

    id: str
    name: str
    working: bool
    failed: bool
    progress: float
    step: str
    readings: tuple[Link, ...]
    files: tuple[Link, ...]


def listed(job: JobState, slug: str) -> ListedReport:
    """Describe a report in the language of the request."""
    readings = [name for name in job.artefacts if name.startswith("report.") and name.endswith(".html")]
    return ListedReport(
        id=job.id,
        name=_("Report of {moment}").format(moment=moment(job.created)),
        working=job.state in ("queued", "running"),
        failed=job.state == "failed",
        progress=job.progress,
        step=step_of(job),
        readings=tuple(_reading(job.id, slug, name) for name in readings),
        files=tuple(_file(job.id, slug, name) for name in job.artefacts),
    )


def step_of(job: JobState) -> str:
    """Say where a report stands."""
    match job.state:
        case "queued":
            return _("Waiting for the worker")
        case "running":
            return step_name(job.step)
        case "done":
            return _("Finished")
        case "cancelled":
            return _("Cancelled")
        case _:
            return _("It could not be written. Start it again; if it fails again, tell an administrator.")


def step_name(step: str) -> str:
    """Return what a step of the analysis is called: a word, then perhaps the audience it is about."""
    word, _space, audience = step.partition(" ")
    names = {
        "": _("Beginning"),
        "export": _("Gathering the answers"),
        "reading": _("Reading the data"),
        "interest": _("Interests"),
        "needs": _("Information needs"),
        "reach": _("Platforms and sources"),
        "trust": _("Trust and image"),
        "segments": _("Comparing groups"),
        "disclosure": _("Disclosure control"),
        "writing": _("Writing"),
    }
    audiences = {"V": _("overseas Vietnamese"), "F": _("foreigners")}
    named = names.get(word, word)
    return f"{named}: {audiences[audience]}" if audience in audiences else named


def moment(seconds: float) -> str:
    """Write a moment, given in seconds since 1970, in the language of the request."""
    local = datetime.fromtimestamp(seconds).astimezone()
    return format_datetime(local, "d MMMM y, HH:mm", locale=locale_of(current_language()))


def _reading(job: str, slug: str, name: str) -> Link:
    """Link to a file such as `report.vi.html` by the name of its language."""
    language = name.split(".")[-2]
    return Link(own_name(language), url_for("reports.read", slug=slug, job=job, name=name), language)


def _file(job: str, slug: str, name: str) -> Link:
    return Link(name, url_for("reports.download", slug=slug, job=job, name=name))
