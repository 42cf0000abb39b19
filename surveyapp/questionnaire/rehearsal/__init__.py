"""Let simulated respondents walk a questionnaire, and tell where they went and where nobody came."""

from surveyapp.questionnaire.rehearsal.rehearsing import rehearse
from surveyapp.questionnaire.rehearsal.report import Rehearsal, Route

__all__ = ["Rehearsal", "Route", "rehearse"]
