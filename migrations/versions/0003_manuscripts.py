"""Keep questionnaires that authors work on before they are published."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "manuscript",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("organisation_id", sa.String(36), nullable=False),
        sa.Column("slug", sa.String(120), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("source", sa.String(120), nullable=False),
        sa.Column("reading", DOCUMENT, nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("marks", DOCUMENT, nullable=False),
        sa.Column("rehearsal", DOCUMENT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_by", sa.String(36), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_manuscript_organisation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_manuscript"),
    )
    op.create_index("ix_manuscript_organisation_id", "manuscript", ["organisation_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_manuscript_organisation_id", table_name="manuscript")
    op.drop_table("manuscript")
