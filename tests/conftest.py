"""Share the databases with every test."""

from tests.databases import database_url, empty_engine, empty_url, engine, postgresql

__all__ = ["database_url", "empty_engine", "empty_url", "engine", "postgresql"]
