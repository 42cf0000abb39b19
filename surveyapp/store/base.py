"""Share what every table needs: the metadata with its naming rule, and the column types."""

from __future__ import annotations

from typing import Annotated, Any

from sqlalchemy import JSON, Dialect, MetaData, String, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.types import TypeDecorator

from surveyapp.store.storable import as_document, storable_text

WITHOUT_ROWID = {"sqlite_with_rowid": False}
"""Lay a table out by its random key: row ids would keep the order of arrival."""


class Document(TypeDecorator[Any]):
    """Hold a JSON document; whatever is written is made storable first."""

    impl = JSON
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        return dialect.type_descriptor(JSONB() if dialect.name == "postgresql" else JSON())

    def bind_processor(self, dialect: Dialect) -> Any:
        """Write the document here, once for both databases: PostgreSQL is told by a cast what it gets."""
        return as_document


class Words(TypeDecorator[str]):
    """Hold text that somebody wrote; whatever is written is made storable first."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else storable_text(value)


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


Identity = Annotated[str, mapped_column(String(36))]
"""A random UUID (version 4) as text: other versions carry the time."""
Name = Annotated[str, mapped_column(String(120))]
"""A short word of ours: a code, a kind, a language tag."""
Digest = Annotated[str, mapped_column(String(64))]
"""A SHA-256 or HMAC-SHA-256 in hexadecimal."""
Json = Annotated[dict[str, Any], mapped_column(Document())]
JsonList = Annotated[list[Any], mapped_column(Document())]
Writing = Annotated[str, mapped_column(Words())]
