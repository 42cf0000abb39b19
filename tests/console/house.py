"""A small survey, its people, and how a test signs in."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask.testing import FlaskClient
from sqlalchemy import Engine, select

from surveyapp.database import reading
from surveyapp.identity.passwords import hash_password
from surveyapp.questionnaire.schema import Questionnaire
from surveyapp.store.models.account import Account

OURS, THEIRS = "our-survey", "their-survey"
PASSWORD = "correct horse battery staple"
PASSWORD_HASH = hash_password(PASSWORD)
_TOKEN = re.compile(r'name="csrf_token"\s+value="([^"]+)"')


@dataclass(frozen=True)
class Members:
    """`emails` by role, and `suspended` and `other` (an administrator of the other organisation)."""

    engine: Engine
    emails: dict[str, str]

    def sign_in(self, client: FlaskClient, name: str) -> None:
        """Put the session of a member into the client, as signing in would."""
        with reading(self.engine) as session:
            key = session.scalar(select(Account.fs_uniquifier).where(Account.email == self.emails[name]))
        with client.session_transaction() as cookie:
            cookie.update(_user_id=key, _fresh=True, language="en")


def token_of(page: str) -> str:
    """Return the token of the first form of a page."""
    found = _TOKEN.search(page)
    assert found, "every page has a form, and every form a token"
    return found.group(1)


def questionnaire() -> Questionnaire:
    return Questionnaire.model_validate(
        {
            "id": "small",
            "languages": ["en", "vi"],
            "title": {"en": "News from Viet Nam", "vi": "Tin từ Việt Nam"},
            "pages": [
                {
                    "id": "first",
                    "title": {"en": "About you", "vi": "Về bạn"},
                    "questions": [
                        {
                            "id": "AGE",
                            "text": {"en": "How old are you?", "vi": "Bạn bao nhiêu tuổi?"},
                            "answer": {"kind": "number", "minimum": 0, "maximum": 120},
                            "sensitivity": "basic",
                        }
                    ],
                }
            ],
        }
    )
