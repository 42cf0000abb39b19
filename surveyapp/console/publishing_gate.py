"""Say what stands against publishing a report, as far as it is known without making the report again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import g

from surveyapp.console.item_names import item_name, reason_name
from surveyapp.console.language import gettext as _
from surveyapp.console.language import number
from surveyapp.console.report_pages import actor
from surveyapp.console.report_standing import Standing, gone_from
from surveyapp.services.jobs import JobState
from surveyapp.services.reports import freshness, publications
from surveyapp.web.transaction import session


@dataclass(frozen=True, slots=True)
class Against:
    """One thing against publishing a report; `item` is what is not stated yet, and leads to where it is."""

    told: str
    item: str = ""
    name: str = ""


def against_publishing(job: JobState, standing: Standing) -> tuple[Against, ...]:
    """Say everything that is known at once to stand against publishing a report; the rest is found by making it."""
    if standing.state != "draft":
        return (Against(_("Only a report that is written, for the public and not published yet can be published.")),)
    changed = [name for name in standing.changed if name in freshness.KINDS]
    told = [Against(reason_name("inputs", changed))] if changed else []
    gone = gone_from(job)
    told += [Against(reason_name("gone", [number(gone)]))] if gone else []
    missing: Any = (job.result or {}).get("missing", [])
    told += [Against(reason_name("missing", [name, name]), name, item_name(name)) for name in missing]
    wrote = str(job.arguments.get("by", ""))
    if publications.needs_another(session(), g.survey.organisation_id, wrote=wrote, actor=actor()):
        told.append(Against(_("You had it written. Somebody else who may publish must look at it and publish it.")))
    return tuple(told)
