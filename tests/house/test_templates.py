"""Templates of respondents' pages give markup that a browser reads as it was meant."""

import re
from pathlib import Path

TEMPLATES = Path(__file__).resolve().parents[2] / "surveyapp" / "templates" / "respondent"
MAY_BE_LEFT_OUT = re.compile(r"^\s*\{% (?:if|for|elif) [^%]*%\}[a-z][\w-]*(=|\{% e)")


def test_an_attribute_that_may_be_left_out_brings_its_own_space() -> None:
    """Line ends after a block are taken away, and `data-distinct` would run into the attribute on the next line."""
    glued = [
        f"{path.relative_to(TEMPLATES)}:{number}"
        for path in sorted(TEMPLATES.rglob("*.html"))
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if MAY_BE_LEFT_OUT.match(line)
    ]
    assert glued == []
