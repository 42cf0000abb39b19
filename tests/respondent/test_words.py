"""The template of messages is what the pages say today."""

from pathlib import Path

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from surveyapp import places

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ("templates/respondent/**.html", "templates/kiosk/**.html")
METHODS = [("respondent/**.py", "python"), ("formats/fielding.py", "python"), *((one, "jinja2") for one in TEMPLATES)]
TRIMMED = {"trim_blocks": "true", "lstrip_blocks": "true"}


def test_the_template_holds_every_message_and_no_other() -> None:
    found = extract_from_dir(ROOT / "surveyapp", method_map=METHODS, options_map=dict.fromkeys(TEMPLATES, TRIMMED))
    said = {message for _, _, message, _, _ in found}
    with (places.translations() / "respondent.pot").open("rb") as template:
        written = {message.id for message in read_po(template) if message.id}
    assert written == said
