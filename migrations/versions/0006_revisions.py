"""Keep every content that a manuscript had, so that a change can be taken back."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "manuscript_revision",
        sa.Column("manuscript_id", sa.String(36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("before", sa.Integer(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("action", sa.String(120), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("gone", DOCUMENT, nullable=False),
        sa.Column("changed_by", sa.String(36), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["manuscript_id"], ["manuscript.id"], name="fk_manuscript_revision_manuscript_id"),
        sa.PrimaryKeyConstraint("manuscript_id", "number", name="pk_manuscript_revision"),
    )


def downgrade() -> None:
    op.drop_table("manuscript_revision")
