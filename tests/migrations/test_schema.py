"""The migrations and the models say the same, on both databases."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect

from surveyapp.database import migrate, migrate_down
from surveyapp.store.models import Base


def test_migrating_up_gives_exactly_the_tables_of_the_models(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_migrating_down_to_the_ground_leaves_no_table(engine: Engine) -> None:
    migrate_down(engine)
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}


def test_migrating_twice_changes_nothing(empty_engine: Engine) -> None:
    migrate(empty_engine)
    migrate(empty_engine)
    assert "response" in inspect(empty_engine).get_table_names()
