"""The project speaks to its users and to the next engineer, not of the machine it was written on."""

import re

from tests.house.test_sizes import HOUSE, tracked

MACHINE_PATH = re.compile(r"(?<![\w.])/(work|root|farm|home/\w+)/")


def test_no_path_of_a_machine_is_in_the_tree() -> None:
    kinds = (".py", ".md", ".toml", ".sh", ".html", ".js", ".css", ".json", ".po", ".pot", ".yml", "Makefile")
    found = [path for path in tracked(*kinds) if MACHINE_PATH.search(path.read_text("utf-8"))]
    assert not [str(path.relative_to(HOUSE)) for path in found]
