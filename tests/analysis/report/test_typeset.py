"""A tagged PDF holds every script, in text and in drawings."""

import unicodedata
from pathlib import Path

import pytest

from analysis.report.typeset.labels import apart
from analysis.report.typeset.pdf import typeset
from analysis.report.typeset.spoken import spoken
from tests.analysis.report.test_general import document, variable, write

WORDS = {
    "Khmer": ("បាទ/ចាស ខ្ញុំយល់ព្រម", "ទេ"),
    "Lao": ("ແມ່ນແລ້ວ ຂ້ອຍ", "ບໍ່"),
    "Thai": ("ใช่ ฉันเห็นด้วย", "ไม่ใช่"),
    "Arabic": ("نعم أوافق", "لا"),
    "Korean": ("네, 동의합니다", "아니요"),
    "Chinese": ("是的，我同意", "不是"),
    "Vietnamese, letters and marks apart": (unicodedata.normalize("NFD", "Đồng ý"), "Không"),
}


@pytest.mark.parametrize("script", WORDS)
def test_labels_of_any_script_are_typeset_and_tagged(script: str, tmp_path: Path) -> None:
    values = [{"code": str(at), "text": {"en": text}} for at, text in enumerate(WORDS[script])]
    rows = [{"Q1": "0"}] * 80 + [{"Q1": "1"}] * 40
    made = document(write(tmp_path, rows, (variable("Q1", WORDS[script][0], values),), frame=True))
    assert typeset(made).startswith(b"%PDF")


def test_the_language_of_a_page_is_told_with_the_region_of_its_script() -> None:
    assert spoken("vi") == {"lang": "vi", "region": None}
    assert spoken("vi-US") == {"lang": "vi", "region": "US"}
    assert spoken("zh-Hans") == {"lang": "zh", "region": "CN"}


def test_only_words_with_marks_leave_the_drawing_and_keep_their_place() -> None:
    drawn = (
        '<svg><text x="5" y="20.5" class="tb" text-anchor="end">ខ្ញុំ</text>'
        '<text x="1" y="2" class="t" text-anchor="start">Tiếng Việt &amp; more</text></svg>'
    )
    left, taken = apart(drawn)
    assert "Tiếng Việt &amp; more" in left
    assert "ខ្ញុំ" not in left
    (one,) = taken
    assert (one["x"], one["y"], one["anchor"], one["bold"], one["text"]) == (5.0, 20.5, "end", True, "ខ្ញុំ")
