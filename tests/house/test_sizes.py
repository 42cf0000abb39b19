"""A file of more than 400 lines or a function of more than 40 hides two things in one place."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[2]
MOST_LINES_IN_A_FILE = 400
MOST_LINES_IN_A_FUNCTION = 40
KINDS = (".py", ".js", ".css", ".html", ".svg", ".txt.jinja")
SAYS_NOTHING = re.compile(r"(^|/)(utils?|helpers?|common|misc|managers?|base_utils)(/|\.py$)")


def tracked(*kinds: str) -> list[Path]:
    """Return the files that git knows, or all below the house where it is no checkout."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=HOUSE,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\n")
    return [HOUSE / name for name in listed if name.endswith(kinds) and (HOUSE / name).is_file()]


def functions_of(path: Path) -> list[tuple[str, int]]:
    tree = ast.parse(path.read_text("utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [(node.name, (node.end_lineno or 0) - node.lineno + 1) for node in ast.walk(tree) if isinstance(node, kinds)]


def test_no_file_is_longer_than_400_lines() -> None:
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in tracked(*KINDS)}
    too_long = {str(path.relative_to(HOUSE)): n for path, n in lengths.items() if n > MOST_LINES_IN_A_FILE}
    assert not too_long


def test_no_function_is_longer_than_40_lines() -> None:
    too_long = [
        f"{path.relative_to(HOUSE)}: {name} has {lines} lines"
        for path in tracked(".py")
        for name, lines in functions_of(path)
        if lines > MOST_LINES_IN_A_FUNCTION
    ]
    assert not too_long


def test_every_module_has_a_name_that_says_something() -> None:
    assert not [path for path in tracked(".py") if SAYS_NOTHING.search(str(path.relative_to(HOUSE)))]


@pytest.mark.parametrize("mark", ["TO" + "DO", "FIX" + "ME", "X" * 3 + ":"])
def test_nothing_is_left_open_in_the_code(mark: str) -> None:
    assert not [path for path in tracked(".py", ".js", ".html", ".css") if mark in path.read_text("utf-8")]
