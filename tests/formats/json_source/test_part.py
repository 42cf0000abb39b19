"""Every part of a document is used, passed over for a reason, or listed; nothing disappears."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from surveyapp.formats.json_source import Part, load_json, lose_unread
from surveyapp.formats.reading import read
from surveyapp.formats.result import Ledger

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abcdef"), inner, max_size=3),
    max_leaves=12,
)


def leaves(value: Any) -> int:
    """Count the values that say something."""
    if isinstance(value, dict | list):
        return sum(leaves(one) for one in (value.values() if isinstance(value, dict) else value))
    return value not in (None, "")


def listed(root: Part) -> int:
    return sum(leaves(value) for _, _, value in root.unread())


@given(st.dictionaries(st.sampled_from("abcdef"), VALUES, max_size=4), st.data())
def test_what_was_read_and_what_is_left_make_up_the_whole(document: dict[str, Any], data: st.DataObject) -> None:
    root = Part(document, "")
    used = 0
    for key in document:
        way = data.draw(st.sampled_from(["take", "text", "each", "leave"]))
        if way == "take":
            used += leaves(root.take(key))
        elif way == "text":
            used += leaves(document[key]) if root.text(key) else 0
        elif way == "each":
            root.each(key)
    assert used + listed(root) == leaves(document)


def test_what_nobody_reads_is_listed_with_its_place_and_reason() -> None:
    root = Part({"blocks": [{"id": "b1", "colour": "red", "note": "x", "empty": []}], "title": "T"}, "")
    root.text("title")
    for block in root.each("blocks"):
        block.text("id")
    ledger = Ledger()
    lose_unread(root, ledger, {"colour": "there are no colours"}, {"note"})
    assert [(lost.place, lost.what, lost.why) for lost in ledger.lost] == [
        ("blocks.b1.colour", "colour: red", "there are no colours")
    ]


def test_a_key_that_stands_twice_is_warned_of_and_the_last_counts() -> None:
    ledger = Ledger()
    assert load_json(b'{"a": 1, "a": 2}', ledger) == {"a": 2}
    assert [problem.code for problem in ledger.problems] == ["repeated-key"] and len(ledger.lost) == 1


def refusal(data: bytes) -> str:
    result = read(data, "odd.json")
    assert result.questionnaire is None
    (problem,) = result.problems
    assert problem.code == "unreadable"
    return problem.text


def test_bombs_and_damage_are_one_clear_sentence() -> None:
    start = b'{"SurveyElements": '
    assert "nested too deeply" in refusal(start + b"[" * 100_000 + b"]" * 100_000 + b"}")
    assert "more than 1000000 values" in refusal(start + b"[" + b"[]," * 600_000 + b"[]]}")
    assert "NaN" in refusal(start + b"[NaN]}")
    assert "line 1, column" in refusal(start + b"[1, 2")
    assert "cannot be read" in refusal(start + b'["\xff\xfe\xfa"]}')
    assert "larger than" in refusal(start + b" " * (21 * 2**20) + b"}")


def test_other_encodings_and_a_byte_order_mark_are_read() -> None:
    survey = json.dumps({"pages": [{"elements": [{"type": "text", "name": "q", "title": "Tên"}]}]}, ensure_ascii=False)
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le"):
        result = read(survey.encode(encoding), "odd.json")
        assert result.questionnaire is not None, encoding
        assert result.questionnaire.question_by_id["q"].text == {"en": "Tên"}
