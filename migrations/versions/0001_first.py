"""Lay the ground: organisations, surveys, responses, jobs and the audit chain."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    for make in (
        make_organisation,
        make_account,
        make_membership,
        make_audit,
        make_survey,
        make_version,
        make_wave,
        make_collection_point,
        make_draft,
        make_response,
        make_receipt,
        make_consent,
        make_tally,
        make_job,
        make_artefact,
    ):
        make()


def downgrade() -> None:
    for table in (
        "artefact",
        "job",
        "tally",
        "consent",
        "receipt",
        "response",
        "draft",
        "collection_point",
        "wave",
        "version",
        "survey",
        "audit",
        "membership",
        "account",
        "organisation",
    ):
        op.drop_table(table)


def make_organisation() -> None:
    op.create_table(
        "organisation",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("parent_id", sa.String(36), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["organisation.id"], name="fk_organisation_parent_id"),
        sa.PrimaryKeyConstraint("id", name="pk_organisation"),
    )


def make_account() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("email", sa.String(255), nullable=False),
        sa.Column("password", sa.String(255), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("fs_uniquifier", sa.String(64), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(), nullable=True),
        sa.Column("tf_primary_method", sa.String(64), nullable=True),
        sa.Column("tf_totp_secret", sa.String(255), nullable=True),
        sa.Column("mf_recovery_codes", sa.Text(), nullable=True),
        sa.Column("fs_webauthn_user_handle", sa.String(64), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_account"),
        sa.UniqueConstraint("email", name="uq_account_email"),
        sa.UniqueConstraint("fs_uniquifier", name="uq_account_fs_uniquifier"),
        sa.UniqueConstraint("fs_webauthn_user_handle", name="uq_account_fs_webauthn_user_handle"),
    )


def make_membership() -> None:
    op.create_table(
        "membership",
        sa.Column("organisation_id", sa.String(36), nullable=False),
        sa.Column("account_id", sa.String(36), nullable=False),
        sa.Column("role", sa.String(120), nullable=False),
        sa.Column("language", sa.String(120), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_membership_account_id"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_membership_organisation_id"),
        sa.PrimaryKeyConstraint("organisation_id", "account_id", "role", "language", name="pk_membership"),
    )
    op.create_index("ix_membership_account_id", "membership", ["account_id"], unique=False)


def make_audit() -> None:
    op.create_table(
        "audit",
        sa.Column("organisation_id", sa.String(36), nullable=False),
        sa.Column("chain", sa.String(120), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.String(120), nullable=True),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.String(120), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("details", DOCUMENT, nullable=False),
        sa.Column("previous_hash", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_audit_organisation_id"),
        sa.PrimaryKeyConstraint("organisation_id", "chain", "number", name="pk_audit"),
    )


def make_survey() -> None:
    op.create_table(
        "survey",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("organisation_id", sa.String(36), nullable=False),
        sa.Column("slug", sa.String(120), nullable=False),
        sa.Column("state", sa.String(120), nullable=False),
        sa.Column("settings", DOCUMENT, nullable=False),
        sa.Column("public_key", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_survey_organisation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_survey"),
        sa.UniqueConstraint("slug", name="uq_survey_slug"),
    )


def make_version() -> None:
    op.create_table(
        "version",
        sa.Column("survey_id", sa.String(36), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("structure_hash", sa.String(64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name="fk_version_survey_id"),
        sa.PrimaryKeyConstraint("survey_id", "number", name="pk_version"),
    )


def make_wave() -> None:
    op.create_table(
        "wave",
        sa.Column("survey_id", sa.String(36), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("opens", sa.Date(), nullable=True),
        sa.Column("closes", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name="fk_wave_survey_id"),
        sa.PrimaryKeyConstraint("survey_id", "number", name="pk_wave"),
    )


def make_collection_point() -> None:
    op.create_table(
        "collection_point",
        sa.Column("survey_id", sa.String(36), nullable=False),
        sa.Column("id", sa.String(120), nullable=False),
        sa.Column("wave", sa.Integer(), nullable=False),
        sa.Column("sample_source", sa.String(120), nullable=False),
        sa.Column("channel", sa.String(120), nullable=False),
        sa.Column("mode", sa.String(120), nullable=False),
        sa.Column("country", sa.String(120), nullable=True),
        sa.Column("token_hmac", sa.String(64), nullable=True),
        sa.Column("design", DOCUMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["survey_id", "wave"], ["wave.survey_id", "wave.number"], name="fk_collection_point_survey_id_wave"
        ),
        sa.PrimaryKeyConstraint("survey_id", "id", name="pk_collection_point"),
    )
    op.create_index(
        "ix_collection_point_survey_id_token_hmac", "collection_point", ["survey_id", "token_hmac"], unique=True
    )


def make_draft() -> None:
    op.create_table(
        "draft",
        sa.Column("survey_id", sa.String(36), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("point_id", sa.String(120), nullable=False),
        sa.Column("wave", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("doc", DOCUMENT, nullable=False),
        sa.Column("posts", DOCUMENT, nullable=False),
        sa.Column("resume_hmac", sa.String(64), nullable=False),
        sa.Column("expires_hour", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["survey_id", "point_id"],
            ["collection_point.survey_id", "collection_point.id"],
            name="fk_draft_survey_id_point_id",
        ),
        sa.ForeignKeyConstraint(
            ["survey_id", "version"], ["version.survey_id", "version.number"], name="fk_draft_survey_id_version"
        ),
        sa.PrimaryKeyConstraint("survey_id", "id", name="pk_draft"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_draft_expires_hour", "draft", ["expires_hour"], unique=False)
    op.create_index("ix_draft_survey_id_resume_hmac", "draft", ["survey_id", "resume_hmac"], unique=False)


def make_response() -> None:
    op.create_table(
        "response",
        sa.Column("survey_id", sa.String(36), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("wave", sa.Integer(), nullable=False),
        sa.Column("point_id", sa.String(120), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("state", sa.String(120), nullable=False),
        sa.Column("purposes", DOCUMENT, nullable=False),
        sa.Column("doc", DOCUMENT, nullable=False),
        sa.Column("doc_format", sa.String(120), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["survey_id", "point_id"],
            ["collection_point.survey_id", "collection_point.id"],
            name="fk_response_survey_id_point_id",
        ),
        sa.ForeignKeyConstraint(
            ["survey_id", "version"], ["version.survey_id", "version.number"], name="fk_response_survey_id_version"
        ),
        sa.PrimaryKeyConstraint("survey_id", "id", name="pk_response"),
        sqlite_with_rowid=False,
    )


def make_receipt() -> None:
    op.create_table(
        "receipt",
        sa.Column("survey_id", sa.String(36), nullable=False),
        sa.Column("code_hmac", sa.String(64), nullable=False),
        sa.Column("response_id", sa.String(36), nullable=False),
        sa.ForeignKeyConstraint(
            ["survey_id", "response_id"], ["response.survey_id", "response.id"], name="fk_receipt_survey_id_response_id"
        ),
        sa.PrimaryKeyConstraint("survey_id", "code_hmac", name="pk_receipt"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_receipt_code_hmac", "receipt", ["code_hmac"], unique=True)
    op.create_index("ix_receipt_survey_id_response_id", "receipt", ["survey_id", "response_id"], unique=False)


def make_consent() -> None:
    op.create_table(
        "consent",
        sa.Column("survey_id", sa.String(36), nullable=False),
        sa.Column("response_id", sa.String(36), nullable=False),
        sa.Column("purpose", sa.String(120), nullable=False),
        sa.Column("text_hash", sa.String(64), nullable=False),
        sa.Column("language", sa.String(120), nullable=False),
        sa.ForeignKeyConstraint(
            ["survey_id", "response_id"], ["response.survey_id", "response.id"], name="fk_consent_survey_id_response_id"
        ),
        sa.PrimaryKeyConstraint("survey_id", "response_id", "purpose", name="pk_consent"),
        sqlite_with_rowid=False,
    )


def make_tally() -> None:
    op.create_table(
        "tally",
        sa.Column("survey_id", sa.String(36), nullable=False),
        sa.Column("point_id", sa.String(120), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("language", sa.String(120), nullable=False),
        sa.Column("step", sa.String(120), nullable=False),
        sa.Column("slot", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["survey_id", "point_id"],
            ["collection_point.survey_id", "collection_point.id"],
            name="fk_tally_survey_id_point_id",
        ),
        sa.PrimaryKeyConstraint("survey_id", "point_id", "day", "language", "step", "slot", name="pk_tally"),
        sqlite_with_rowid=False,
    )


def make_job() -> None:
    op.create_table(
        "job",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("organisation_id", sa.String(36), nullable=True),
        sa.Column("survey_id", sa.String(36), nullable=True),
        sa.Column("kind", sa.String(120), nullable=False),
        sa.Column("arguments", DOCUMENT, nullable=False),
        sa.Column("state", sa.String(120), nullable=False),
        sa.Column("progress", sa.Double(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("claimed_by", sa.String(120), nullable=True),
        sa.Column("heartbeat", sa.Double(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("result", DOCUMENT, nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("created", sa.Double(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_job_organisation_id"),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name="fk_job_survey_id"),
        sa.PrimaryKeyConstraint("id", name="pk_job"),
    )
    op.create_index("ix_job_state_created", "job", ["state", "created"], unique=False)
    op.create_index("ix_job_survey_id", "job", ["survey_id"], unique=False)


def make_artefact() -> None:
    op.create_table(
        "artefact",
        sa.Column("job_id", sa.String(36), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("media_type", sa.String(120), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name="fk_artefact_job_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("job_id", "name", name="pk_artefact"),
    )
