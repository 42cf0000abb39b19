"""Say of a refused record when it was refused and tried again, and of a station what it could not get rid of."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

RECORD = ("day", "tried")
STATION = ("held", "given_up")


def upgrade() -> None:
    for name in RECORD:
        op.add_column("kiosk_record", sa.Column(name, sa.Date(), nullable=True))
    for name in STATION:
        op.add_column("kiosk_station", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    # When older ones were refused nobody knows: their time runs from now on.
    op.execute("UPDATE kiosk_record SET day = CURRENT_DATE, tried = CURRENT_DATE WHERE state = 'refused'")


def downgrade() -> None:
    for table, names in (("kiosk_station", STATION), ("kiosk_record", RECORD)):
        for name in reversed(names):
            op.execute(f"ALTER TABLE {table} DROP COLUMN {name}")
