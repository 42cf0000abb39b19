"""Keep plans, statements and measures of a survey's reports, and which reports were published."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "report_input",
        sa.Column("survey_id", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(120), nullable=False),
        sa.Column("content", DOCUMENT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_by", sa.String(36), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name="fk_report_input_survey_id"),
        sa.PrimaryKeyConstraint("survey_id", "kind", name="pk_report_input"),
    )
    op.create_table(
        "publication",
        sa.Column("survey_id", sa.String(36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("job_id", sa.String(36), nullable=True),
        sa.Column("manifest_hash", sa.String(64), nullable=False),
        sa.Column("manifest", sa.Text(), nullable=False),
        sa.Column("printed", DOCUMENT, nullable=False),
        sa.Column("published_by", sa.String(36), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.String(120), nullable=False),
        sa.Column("alone", sa.Boolean(), nullable=False),
        sa.Column("at", sa.String(120), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name="fk_publication_job_id"),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name="fk_publication_survey_id"),
        sa.PrimaryKeyConstraint("survey_id", "number", name="pk_publication"),
        sa.UniqueConstraint("survey_id", "manifest_hash", name="uq_publication_survey_id_manifest_hash"),
    )


def downgrade() -> None:
    op.drop_table("publication")
    op.drop_table("report_input")
