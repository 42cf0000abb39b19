"""The page about banner tables prints what its code gives."""

import re
from pathlib import Path
from typing import Any

HOUSE = Path(__file__).resolve().parents[3]
PAGE = HOUSE / "docs" / "banner-tables.md"


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)


def test_the_printed_table_is_the_one_its_code_makes() -> None:
    names: dict[str, Any] = {}
    code = blocks("python")[0].replace("tests/reference", str(HOUSE / "tests" / "reference"))
    exec(code, names)  # noqa: S102
    assert repr(names["table"]) == blocks("text")[0].rstrip("\n")
    for further in blocks("python")[1:]:
        exec(further.replace('last=["Other"], ', ""), names)  # noqa: S102
