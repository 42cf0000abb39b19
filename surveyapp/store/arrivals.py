"""Find in one statement everything a request of a respondent is about."""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import Row, Select, bindparam, select
from sqlalchemy.orm import Session, aliased

from surveyapp.store.models.response import Draft
from surveyapp.store.models.survey import CollectionPoint, Survey, Version
from surveyapp.store.responses import DRAFT_COLUMNS
from surveyapp.store.surveys import DEFAULT_POINT, NewestVersion


class WithDraft(NamedTuple):
    """`draft` is a row as `responses.select_draft` gives it, None where there is none of that id."""

    newest: NewestVersion
    draft: Row[*tuple[Any, ...]] | None


class WithPoint(NamedTuple):
    newest: NewestVersion
    point: CollectionPoint | None


_BEGUN = aliased(Version)


def _newest(*also: Any) -> Select[*tuple[Any, ...]]:
    return (
        select(Survey, Version.number, Version.content_hash, *also)
        .join(Version, Version.survey_id == Survey.id)
        .where(Survey.slug == bindparam("slug"))
        .order_by(Version.number.desc())
        .limit(1)
        .execution_options(populate_existing=True)
    )


# Asked on every page: made once, since making a statement costs more than asking it.
_WITH_DRAFT = (
    _newest(*DRAFT_COLUMNS, _BEGUN.content_hash.label("begun_hash"))
    .outerjoin(Draft, (Draft.survey_id == Survey.id) & (Draft.id == bindparam("draft")))
    .outerjoin(_BEGUN, (_BEGUN.survey_id == Survey.id) & (_BEGUN.number == Draft.version))
)
_AT_POINT = {
    True: _newest(CollectionPoint).outerjoin(
        CollectionPoint,
        (CollectionPoint.survey_id == Survey.id) & (CollectionPoint.token_hmac == bindparam("token")),
    ),
    False: _newest(CollectionPoint).outerjoin(
        CollectionPoint, (CollectionPoint.survey_id == Survey.id) & (CollectionPoint.id == DEFAULT_POINT)
    ),
}


def with_draft(session: Session, slug: str, draft_id: str) -> WithDraft | None:
    """Return a survey with its newest version, and a draft with the hash of the version it was begun in."""
    found = session.execute(_WITH_DRAFT, {"slug": slug, "draft": draft_id}).first()
    return None if found is None else WithDraft(NewestVersion(*found[:3]), found if found.id is not None else None)


def with_point(session: Session, slug: str, token_hmac: str | None) -> WithPoint | None:
    """Return a survey with its newest version, and the collection point a token leads to."""
    given = {"slug": slug, "token": token_hmac} if token_hmac else {"slug": slug}
    found = session.execute(_AT_POINT[bool(token_hmac)], given).first()
    return None if found is None else WithPoint(NewestVersion(*found[:3]), found[3])
