"""Say of each point what it is called, and keep what kiosks send: sealed records and counts."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON().with_variant(JSONB(), "postgresql")
NAMES = ("label", "place", "kind", "languages", "kiosk_number", "kiosk_hmac")


def upgrade() -> None:
    # In place: a table that others point to cannot be made anew while they hold rows.
    none = sa.text("'[]'")
    for column in (
        sa.Column("label", sa.Text(), nullable=False, server_default=""),
        sa.Column("place", sa.Text(), nullable=False, server_default=""),
        sa.Column("kind", sa.String(120), nullable=False, server_default=""),
        sa.Column("languages", DOCUMENT, nullable=False, server_default=none),
        sa.Column("kiosk_number", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("kiosk_hmac", sa.String(64), nullable=True),
    ):
        op.add_column("collection_point", column)
    op.create_index("ix_collection_point_kiosk_hmac", "collection_point", ["kiosk_hmac"], unique=True)
    op.create_table(
        "kiosk_record",
        sa.Column("survey_id", sa.String(36), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("point_id", sa.String(120), nullable=False),
        sa.Column("state", sa.String(120), nullable=False),
        sa.Column("why", sa.String(120), nullable=False),
        sa.Column("sealed", DOCUMENT, nullable=False),
        _at_a_point("kiosk_record"),
        sa.PrimaryKeyConstraint("survey_id", "id", name="pk_kiosk_record"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "kiosk_station",
        sa.Column("survey_id", sa.String(36), nullable=False),
        sa.Column("point_id", sa.String(120), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("counts", DOCUMENT, nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        _at_a_point("kiosk_station"),
        sa.PrimaryKeyConstraint("survey_id", "point_id", "id", name="pk_kiosk_station"),
    )


def downgrade() -> None:
    op.drop_table("kiosk_station")
    op.drop_table("kiosk_record")
    op.drop_index("ix_collection_point_kiosk_hmac", table_name="collection_point")
    for name in reversed(NAMES):
        op.execute(f"ALTER TABLE collection_point DROP COLUMN {name}")


def _at_a_point(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["survey_id", "point_id"],
        ["collection_point.survey_id", "collection_point.id"],
        name=f"fk_{table}_survey_id_point_id",
    )
