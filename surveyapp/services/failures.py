"""Name everything that can go wrong for a reader; one place at each edge turns these into pages or exit codes.

The sentence of a failure says what to do. It never holds an answer, a code or a password.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from surveyapp.questionnaire.problems import Problem
    from surveyapp.services.answering.drafts import DraftState


class Failure(Exception):
    """Something went wrong in a way that has a name; `str(failure)` is a sentence saying what to do."""

    sentence = "Something went wrong. Please try again."

    def __init__(self, sentence: str | None = None) -> None:
        super().__init__(sentence or self.sentence)


class SettingsUnusable(Failure):
    """The environment or the instance folder does not let the application start."""


class DatabaseUnavailable(Failure):
    """The database cannot be reached, read or written."""

    sentence = "The database cannot be reached. Check DATABASE_URL and that the database server is running."


class DatabaseBusy(DatabaseUnavailable):
    """Somebody else held the database for too long; nothing was changed and the same request may be sent again."""

    sentence = "The database is busy. Nothing was lost; please send the page again."


class DiskFull(DatabaseUnavailable):
    """There is no room to write; what was acknowledged before stands."""

    sentence = "The disk of the database is full. Free some space; what was saved before is safe."


class UnknownSurvey(Failure):
    sentence = "There is no survey of that name."


class UnknownPoint(Failure):
    sentence = "This link does not belong to the survey. Use the link exactly as it was given."


class UnknownDraft(Failure):
    """No unfinished interview has that id: never begun, finished, expired or withdrawn."""

    sentence = "This interview is no longer open. Start again, or enter your code."


class AlreadyFinished(Failure):
    """The interview was finished before; `code` is its receipt code."""

    sentence = "This interview is finished already."

    def __init__(self, code: str) -> None:
        super().__init__()
        self.code = code


class NotComplete(Failure):
    """Something required is missing or wrong; `questions` are the ids concerned, in order."""

    sentence = "Some answers are still missing."

    def __init__(self, questions: Sequence[str]) -> None:
        super().__init__()
        self.questions = tuple(questions)


class EndsEarly(Failure):
    """The answers lead to an ending that stores nothing; `outcome` is that ending's."""

    sentence = "The interview ends here; nothing is stored."

    def __init__(self, outcome: str) -> None:
        super().__init__()
        self.outcome = outcome


class CodeTaken(Failure):
    """A receipt code that was minted elsewhere is another response's already."""

    sentence = "This receipt code is taken."


class StaleAnswer(Failure):
    """Another tab saved first; `current` is what is stored now, and nothing of this post was."""

    sentence = "These answers were changed in another window. Compare and send them again."

    def __init__(self, current: DraftState) -> None:
        super().__init__()
        self.current = current


class Frozen(Failure):
    sentence = "The analysis has begun: answers can no longer be corrected. They can still be withdrawn or erased."


class FreezeRefused(Failure):
    """The day of the freeze cannot be set; `why` is `day`, `past` or `begun`."""

    def __init__(self, why: str) -> None:
        super().__init__(
            {
                "day": "A day is written as year, month and day: 2026-11-30.",
                "past": "The day is past. Choose today or a later day.",
                "begun": "The freeze has come and stays: corrections have been refused since.",
            }[why]
        )
        self.why = why


class UnknownCode(Failure):
    sentence = "This code is not known. Check it letter by letter; capitals, spaces and hyphens do not matter."


class NotPublishable(Failure):
    """The questionnaire has errors; `problems` lists all of them, warnings included."""

    sentence = "The questionnaire cannot be published before its errors are mended."

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__()
        self.problems = tuple(problems)


class SlugTaken(Failure):
    sentence = "Another organisation's survey has this address already. Choose another."


class UnknownManuscript(Failure):
    sentence = "There is no such manuscript: it was published or discarded."


class StaleManuscript(Failure):
    """Another tab, or somebody else, changed the manuscript first; nothing of this change was kept."""

    sentence = "The manuscript was changed in the meantime. Look at it again, and repeat what is still missing."


class NeedsAnother(Failure):
    """Whoever changed a manuscript last does not publish it where somebody else may."""

    sentence = "Somebody else must publish what you changed last: four eyes see more than two."


class Unmarked(Failure):
    """Wordings were replaced of which nobody has said whether they are slips."""

    sentence = "Say of every changed wording whether it corrects a slip or means something else."


class StaleInput(Failure):
    """Somebody else, or another tab, changed a plan, statements or measures first; nothing of this change was kept."""

    sentence = "This was changed in the meantime. Look at it again, and repeat what is still missing."


class AnotherPublished(Failure):
    """Another report of the survey was published while this one was judged."""

    sentence = "Another report of this survey was published in the meantime. Publish this one again."


class Overtaken(Failure):
    """What a report was made from changed while it was judged; `reasons` are codes with what they concern."""

    sentence = "What the report was made from changed while it was judged: look at it again."

    def __init__(self, reasons: Sequence[tuple[str, tuple[str, ...]]]) -> None:
        super().__init__()
        self.reasons = tuple(reasons)


class PointRefused(Failure):
    """A collection point cannot be added or changed; `why` is `name`, `country`, `kind`, `languages` or `taken`."""

    def __init__(self, why: str) -> None:
        super().__init__(
            {
                "name": "A point is named in small letters a to z, digits and hyphens, at most 40.",
                "country": "A country is named by its two letters, such as KR.",
                "kind": "There is no such kind of place.",
                "languages": "The survey is not offered in one of these languages.",
                "taken": "The survey has a point of that name already.",
            }[why]
        )
        self.why = why


class UnknownJob(Failure):
    sentence = "There is no such task."


class JobLost(Failure):
    """The job was cancelled, or taken from this worker because it was silent too long: stop working on it."""

    sentence = "This task no longer belongs to this worker."


class AccountExists(Failure):
    sentence = "There is an account with this address already."


class UnknownAccount(Failure):
    sentence = "There is no account with this address."


class UnknownRole(Failure):
    sentence = "There is no such role."
