"""The template of the console's messages holds what the console says, all of it and nothing else."""

from pathlib import Path

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

HOUSE = Path(__file__).resolve().parents[2]
SAID_IN = ("surveyapp/console", "surveyapp/templates/console")
METHODS = [("**.py", "python"), ("**.html", "jinja2")]
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2)}


def test_the_template_of_messages_is_up_to_date() -> None:
    said = {
        message
        for folder in SAID_IN
        for _, _, message, _, _ in extract_from_dir(HOUSE / folder, method_map=METHODS, keywords=KEYWORDS)
    }
    with (HOUSE / "translations" / "console.pot").open("rb") as file:
        held = {message.id for message in read_po(file) if message.id}
    assert said == held
