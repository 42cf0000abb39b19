"""Keep which responses a report was made from, so that it can be made again while others still answer."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "snapshot",
        sa.Column("survey_id", sa.String(36), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("about", DOCUMENT, nullable=False),
        sa.Column("responses", DOCUMENT, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name="fk_snapshot_survey_id"),
        sa.PrimaryKeyConstraint("survey_id", "digest", name="pk_snapshot"),
    )


def downgrade() -> None:
    op.drop_table("snapshot")
