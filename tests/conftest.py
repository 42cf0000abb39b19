"""Share the databases with every test, and let property tests try the same examples each time they run here.

What chance finds belongs to `make torture`, which tries new examples: there `HYPOTHESIS_PROFILE` is `torture`.
The command line speaks English here, whatever the terminal speaks.
"""

import os

from hypothesis import settings

from tests.databases import database_url, empty_engine, empty_url, engine, postgresql
from tests.patience import wait_for_midnight

__all__ = ["database_url", "empty_engine", "empty_url", "engine", "postgresql"]
settings.register_profile("test", derandomize=True, deadline=None)
settings.register_profile("torture", derandomize=False, deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "test"))
os.environ.pop("LANGUAGE", None)
os.environ["LC_ALL"] = "C.UTF-8"


def pytest_runtest_setup() -> None:
    """Begin no test so late that it could end on another day than it began."""
    wait_for_midnight()
