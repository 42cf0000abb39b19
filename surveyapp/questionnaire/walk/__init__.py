"""Find out what a respondent is really asked: a fold over the pages from the top, without jumps or loops."""

from surveyapp.questionnaire.path import AnswerProblem, Asked, AskedPage, Step, Walk
from surveyapp.questionnaire.walk.dates import reads_today
from surveyapp.questionnaire.walk.steps import steps
from surveyapp.questionnaire.walk.unanswered import is_common
from surveyapp.questionnaire.walk.walk import walk

__all__ = ["AnswerProblem", "Asked", "AskedPage", "Step", "Walk", "is_common", "reads_today", "steps", "walk"]
