"""Read census-runner schemas."""

from surveyapp.formats.known.format import JsonFormat
from surveyapp.formats.ons.form import read_ons

FORMAT = JsonFormat("ons", marks=(("questionnaire_flow",), ("sections", "survey_id")), read=read_ons, rank=10)
