"""The templates of messages hold what the console says and what is said of problems, all of it and nothing else."""

from pathlib import Path
from typing import Any

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

HOUSE = Path(__file__).resolve().parents[2]
METHODS = [("**.py", "python"), ("**.html", "jinja2")]
DOMAINS: dict[str, tuple[tuple[str, ...], dict[str, Any]]] = {
    "console": (
        ("surveyapp/console", "surveyapp/templates/console"),
        {"_": None, "gettext": None, "ngettext": (1, 2)},
    ),
    "problems": (
        ("surveyapp/questionnaire", "surveyapp/formats", "surveyapp/services", "surveyapp/cli"),
        {"sentence": None, "phrase": None, "ConditionError": None},
    ),
}


@pytest.mark.parametrize("domain", DOMAINS)
def test_the_template_of_messages_is_up_to_date(domain: str) -> None:
    folders, keywords = DOMAINS[domain]
    said = {
        message
        for folder in folders
        for _, _, message, _, _ in extract_from_dir(HOUSE / folder, method_map=METHODS, keywords=keywords)
    }
    with (HOUSE / "translations" / f"{domain}.pot").open("rb") as file:
        held = {message.id for message in read_po(file) if message.id}
    assert said == held
