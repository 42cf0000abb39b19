"""Keep with each version what a person said of its changed wordings."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    # In place: a table that others point to cannot be made anew while they hold rows.
    op.add_column("version", sa.Column("marks", DOCUMENT, nullable=False, server_default=sa.text("'{}'")))


def downgrade() -> None:
    op.execute("ALTER TABLE version DROP COLUMN marks")
