"""Take one person through a survey: begin, save each page, finish, come back by code, look again, withdraw, erase.

Nothing here commits. What was given is durable, and may be called saved, only after the edge has committed.
"""

from surveyapp.services.answering.beginning import Beginning, begin, begun_elsewhere
from surveyapp.services.answering.correcting import begin_correction
from surveyapp.services.answering.drafts import (
    CORRECTS,
    DraftState,
    count_unfinished,
    expected,
    expire,
    find_with_draft,
    leave,
    load,
    put,
    resume,
    resume_code,
    save,
)
from surveyapp.services.answering.finishing import Receipt, finish, finish_elsewhere, finish_with, is_finished
from surveyapp.services.answering.rights import Acknowledgement, ReceiptView, erase, view_receipt, withdraw
from surveyapp.services.answering.tallying import tally
from surveyapp.services.answering.walks import walk_of, way_of
from surveyapp.services.fielded import (
    FieldedSurvey,
    Point,
    context_of,
    draft_days,
    find_point,
    find_survey,
    find_with_point,
)

__all__ = [
    "CORRECTS",
    "Acknowledgement",
    "Beginning",
    "DraftState",
    "FieldedSurvey",
    "Point",
    "Receipt",
    "ReceiptView",
    "begin",
    "begin_correction",
    "begun_elsewhere",
    "context_of",
    "count_unfinished",
    "draft_days",
    "erase",
    "expected",
    "expire",
    "find_point",
    "find_survey",
    "find_with_draft",
    "find_with_point",
    "finish",
    "finish_elsewhere",
    "finish_with",
    "is_finished",
    "leave",
    "load",
    "put",
    "resume",
    "resume_code",
    "save",
    "tally",
    "view_receipt",
    "walk_of",
    "way_of",
    "withdraw",
]
