"""Check answers: against their type, against what was shown, and against the author's own checks."""

from surveyapp.questionnaire.checking.answers import Checked, check_answer, check_texts_beside
from surveyapp.questionnaire.checking.steps import check_step

__all__ = ["Checked", "check_answer", "check_step", "check_texts_beside"]
