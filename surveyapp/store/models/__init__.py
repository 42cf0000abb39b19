"""Gather the tables, one module a noun, so that the metadata is whole wherever one of them is imported."""

from surveyapp.store.base import Base
from surveyapp.store.models.account import Account, Membership, Organisation
from surveyapp.store.models.audit import AuditEntry
from surveyapp.store.models.job import Artefact, Job
from surveyapp.store.models.kiosk import KioskRecord, KioskStation
from surveyapp.store.models.manuscript import Manuscript, ManuscriptRevision
from surveyapp.store.models.report import Publication, ReportInput, Snapshot
from surveyapp.store.models.response import ConsentGiven, Draft, Receipt, Response, Tally
from surveyapp.store.models.survey import CollectionPoint, Survey, Version, Wave

__all__ = [
    "Account",
    "Artefact",
    "AuditEntry",
    "Base",
    "CollectionPoint",
    "ConsentGiven",
    "Draft",
    "Job",
    "KioskRecord",
    "KioskStation",
    "Manuscript",
    "ManuscriptRevision",
    "Membership",
    "Organisation",
    "Publication",
    "Receipt",
    "ReportInput",
    "Response",
    "Snapshot",
    "Survey",
    "Tally",
    "Version",
    "Wave",
]
