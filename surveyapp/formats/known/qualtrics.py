"""Read Qualtrics surveys (.qsf)."""

from surveyapp.formats.known.format import JsonFormat
from surveyapp.formats.qualtrics.form import read_qualtrics

FORMAT = JsonFormat("qualtrics", marks=(("SurveyElements",),), read=read_qualtrics, rank=10)
