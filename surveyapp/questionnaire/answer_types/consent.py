"""Ask for consent to one purpose; the answer is "yes" or "no" and never pre-ticked."""

from typing import Any, Literal

from surveyapp.questionnaire.answer_types.asked import Fault, Shown
from surveyapp.questionnaire.model import Model


class Consent(Model):
    kind: Literal["consent"] = "consent"
    purpose: str
    """What is agreed to, as recorded beside the hash of the exact wording."""

    def faults(self, value: Any, shown: Shown) -> list[Fault]:
        """Accept only "yes" and "no"."""
        return [] if isinstance(value, str) and value in ("yes", "no") else [Fault("not-a-choice")]
