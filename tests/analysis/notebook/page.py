"""Run the page `docs/analysis-in-python.md` and write what its blocks print:  python -m tests.analysis.notebook.page

The numbers of R come from `tests/reference/notebook.R`, to be run first where its lines have changed.
"""

import ast
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
PAGE = ROOT / "docs" / "analysis-in-python.md"
R_NUMBERS = ROOT / "tests" / "reference" / "notebook.json"
BLOCK = re.compile(r"```(python|r)\n(.*?)\n```\n(?:\n```text\n(.*?)\n```\n)?", re.DOTALL)


@dataclass(frozen=True)
class Block:
    """One block as it stands on the page; `value` is that of its last line, None for R."""

    language: str
    code: str
    value: Any
    printed: str


def run_page(page: str) -> list[Block]:
    """Run the Python blocks of the page one after another, and look up R's numbers for the others."""
    names: dict[str, Any] = {}
    numbers = {block["code"]: block["numbers"] for block in json.loads(R_NUMBERS.read_text("utf-8"))}
    found = []
    for language, code, _ in BLOCK.findall(page):
        code = "\n".join(line for line in code.split("\n") if not line.startswith("#>"))
        value = _run(code, names) if language == "python" else numbers[code]
        found.append(Block(language, code, value, _printed(language, value)))
    return found


def rewritten(page: str, blocks: list[Block]) -> str:
    """Return the page with what its blocks really print."""
    following = iter(blocks)
    return BLOCK.sub(lambda _: _written(next(following)), page)


def _run(code: str, names: dict[str, Any]) -> Any:
    *before, last = ast.parse(code).body
    exec(compile(ast.Module(before, []), "page", "exec"), names)  # noqa: S102
    if not isinstance(last, ast.Expr):
        exec(compile(ast.Module([last], []), "page", "exec"), names)  # noqa: S102
        return None
    try:
        return eval(compile(ast.Expression(last.value), "page", "eval"), names)  # noqa: S307
    except ValueError as error:
        return error


def _printed(language: str, value: Any) -> str:
    if value is None:
        return ""
    if language == "python":
        text = f"{type(value).__name__}:\n{value}" if isinstance(value, ValueError) else repr(value)
        return "\n".join(line.rstrip() for line in text.split("\n"))
    if "values" in value:
        return "\n".join(f"#> {one:.7g}" for one in value["values"])
    if "p" in value:
        return f"#> statistic {value['statistic']:.7g}, p {value['p']:.7g}"
    return "\n".join(f"#> {one:.7g} ({se:.7g})" for one, se in zip(*pairs(value), strict=True))


def pairs(value: dict[str, Any]) -> tuple[list[float], list[float]]:
    """Return R's estimates and standard errors as lists, also where there is one."""
    given = (value["estimate"], value["se"])
    estimates, errors = ([one] if isinstance(one, float | int) else one for one in given)
    return estimates, errors


def _written(block: Block) -> str:
    if block.language == "r":
        return "```r\n" + "\n".join(line for line in (block.code, block.printed) if line) + "\n```\n"
    shown = f"\n```text\n{block.printed}\n```\n" if block.printed else ""
    return f"```python\n{block.code}\n```\n{shown}"


if __name__ == "__main__":
    text = PAGE.read_text("utf-8")
    PAGE.write_text(rewritten(text, run_page(text)), "utf-8")
