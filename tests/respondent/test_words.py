"""The template of messages is what the pages say today."""

from pathlib import Path

from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from surveyapp import places

ROOT = Path(__file__).resolve().parents[2]


def test_the_template_holds_every_message_and_no_other() -> None:
    with (places.translations() / "respondent.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    said = {
        message for _, _, message, _, _ in extract_from_dir(ROOT / "surveyapp", method_map=methods, options_map=options)
    }
    with (places.translations() / "respondent.pot").open("rb") as template:
        written = {message.id for message in read_po(template) if message.id}
    assert written == said
