"""Find in one statement everything a request of a respondent is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, cast

from sqlalchemy import Table, bindparam
from sqlalchemy.orm import Session

from surveyapp.store.drafts import DRAFT_COLUMNS, DraftRow
from surveyapp.store.models.response import Draft
from surveyapp.store.models.survey import CollectionPoint, Survey, Version
from surveyapp.store.prepared import Prepared
from surveyapp.store.surveys import DEFAULT_POINT, WIDTH, NewestVersion, at_address, newest_of


class PointRow(NamedTuple):
    """A collection point as a request reads it."""

    id: str
    wave: int
    sample_source: str
    channel: str
    mode: str
    country: str | None
    design: Mapping[str, Any]
    label: str
    place: str
    kind: str
    languages: Sequence[str]


class WithDraft(NamedTuple):
    """`draft` is None where there is none of that id."""

    newest: NewestVersion
    draft: DraftRow | None


class WithPoint(NamedTuple):
    newest: NewestVersion
    point: PointRow | None


_SURVEY, _DRAFT, _POINT = (cast(Table, model.__table__).c for model in (Survey, Draft, CollectionPoint))
_BEGUN = cast(Table, Version.__table__).alias().c
_WITH_DRAFT = Prepared(
    at_address(*(column.label(f"draft_{column.name}") for column in DRAFT_COLUMNS), _BEGUN.content_hash.label("begun"))
    .outerjoin(_DRAFT.id.table, (_DRAFT.survey_id == _SURVEY.id) & (_DRAFT.id == bindparam("draft")))
    .outerjoin(_BEGUN.number.table, (_BEGUN.survey_id == _SURVEY.id) & (_BEGUN.number == _DRAFT.version))
)
_POINT_COLUMNS = tuple(_POINT[name].label(f"point_{name}") for name in PointRow._fields)
_AT_POINT = {
    has_token: Prepared(
        at_address(*_POINT_COLUMNS).outerjoin(_POINT.id.table, (_POINT.survey_id == _SURVEY.id) & wanted)
    )
    for has_token, wanted in (
        (True, _POINT.token_hmac == bindparam("token")),
        (False, _POINT.id == DEFAULT_POINT),
    )
}


def with_draft(session: Session, slug: str, draft_id: str) -> WithDraft | None:
    """Return a survey with its newest version, and a draft with the hash of the version it was begun in."""
    found = _WITH_DRAFT.first(session, {"slug": slug, "draft": draft_id})
    if found is None:
        return None
    return WithDraft(newest_of(found), None if found[WIDTH] is None else DraftRow(*found[WIDTH:]))


def with_point(session: Session, slug: str, token_hmac: str | None) -> WithPoint | None:
    """Return a survey with its newest version, and the collection point a token leads to."""
    given = {"slug": slug, "token": token_hmac} if token_hmac else {"slug": slug}
    found = _AT_POINT[bool(token_hmac)].first(session, given)
    if found is None:
        return None
    return WithPoint(newest_of(found), None if found[WIDTH] is None else PointRow(*found[WIDTH:]))
