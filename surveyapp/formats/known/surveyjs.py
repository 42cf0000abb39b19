"""Read SurveyJS surveys."""

from surveyapp.formats.known.format import JsonFormat
from surveyapp.formats.surveyjs.form import read_surveyjs

FORMAT = JsonFormat("surveyjs", marks=(("pages",), ("elements",), ("questions",)), read=read_surveyjs, rank=90)
