"""Word the instructions of a printed questionnaire in every language of the survey; others get English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from surveyapp.catalogues import WRITTEN, languages_of, translator
from surveyapp.questionnaire.model import parents_of

Word = Literal[
    "only_if", "and", "or", "not", "is", "is_not", "less", "at_most", "more", "at_least", "one_of", "none_of",
    "includes", "lacks", "missing", "answered", "question", "one", "several", "between", "from_count", "up_to_count",
    "number", "from", "up_to", "text", "rank", "rank_some", "each_row", "date", "month", "time", "datetime",
    "duration", "sum", "best", "worst", "best_worst", "yes", "no", "refused", "dont_know", "not_applicable",
    "required", "check", "shuffled", "comment", "again", "thanks", "day", "total",
]  # fmt: skip


def on_paper(english: str) -> str:
    """Mark a sentence for translators; `{0}` and `{1}` are values put into it."""
    return english


ENGLISH: Final[Mapping[Word, str]] = {
    "only_if": on_paper("Answer only if {0}"),
    "and": on_paper("{0} and {1}"),
    "or": on_paper("{0} or {1}"),
    "not": on_paper("it is not so that {0}"),
    "is": on_paper("{0} is {1}"),
    "is_not": on_paper("{0} is not {1}"),
    "less": on_paper("{0} is less than {1}"),
    "at_most": on_paper("{0} is at most {1}"),
    "more": on_paper("{0} is more than {1}"),
    "at_least": on_paper("{0} is at least {1}"),
    "one_of": on_paper("{0} is one of {1}"),
    "none_of": on_paper("{0} is none of {1}"),
    "includes": on_paper("{0} includes {1}"),
    "lacks": on_paper("{0} does not include {1}"),
    "missing": on_paper("{0} is not answered"),
    "answered": on_paper("{0} is answered"),
    "question": on_paper("question {0}"),
    "one": on_paper("Tick one answer."),
    "several": on_paper("Tick all that apply."),
    "between": on_paper("Tick {0} to {1} answers."),
    "from_count": on_paper("Tick at least {0} answers."),
    "up_to_count": on_paper("Tick at most {0} answers."),
    "number": on_paper("Write a number."),
    "from": on_paper("Write a number, at least {0}."),
    "up_to": on_paper("Write a number, at most {0}."),
    "text": on_paper("Write your answer."),
    "rank": on_paper("Put all in order: write 1 beside the first."),
    "rank_some": on_paper("Write 1 to {0} beside the first {0}."),
    "each_row": on_paper("Give an answer in every row."),
    "date": on_paper("Write the date: year, month, day."),
    "month": on_paper("Write the month: year, month."),
    "time": on_paper("Write the time: hours, minutes."),
    "datetime": on_paper("Write date and time."),
    "duration": on_paper("Write how long."),
    "sum": on_paper("Write a number in every row; mind the total."),
    "best": on_paper("Most"),
    "worst": on_paper("Least"),
    "best_worst": on_paper("Tick one most and one least in each table."),
    "yes": on_paper("Yes"),
    "no": on_paper("No"),
    "refused": on_paper("I would rather not say"),
    "dont_know": on_paper("I don’t know"),
    "not_applicable": on_paper("Does not apply to me"),
    "required": on_paper("Please answer this question."),
    "check": on_paper("Please note"),
    "shuffled": on_paper("On screen these come in random order."),
    "comment": on_paper("Comment"),
    "again": on_paper("Asked again for each one"),
    "thanks": on_paper("Thank you for taking part."),
    "day": on_paper("Year – month – day"),
    "total": on_paper("Total"),
}


def say(word: Word, language: str, *values: object) -> str:
    """Return an instruction in a language, with its values put in; in English where we have no words."""
    tags = (WRITTEN.get(tag.lower(), tag) for tag in parents_of(language))
    spoken = next((tag for tag in tags if tag in languages_of("printed")), "")
    return translator("printed", spoken).gettext(ENGLISH[word]).format(*values)
