"""Reading takes longer in some scripts, and answering in some kinds of questions."""

import pytest

from surveyapp.questionnaire.rehearsal.timing import most_minutes, seconds_by_question, seconds_to_read
from tests.questionnaire.building import YES_NO, choices, page, question, questionnaire


def test_reading_is_timed_by_script_and_spaces_take_none() -> None:
    for sign, aloud in (("a", 950), ("調", 255), ("س", 612)):
        assert seconds_to_read(sign * aloud) == pytest.approx(60 * 183 / 238)
    assert seconds_to_read("調" * 357, "ja") == seconds_to_read("か" * 357)
    assert seconds_to_read("a b") == seconds_to_read("ab")
    assert seconds_to_read("ខ្មែរ") == seconds_to_read("ខមែរ") == seconds_to_read("ខ\u200bមែរ")


def test_a_long_list_with_a_search_is_searched_and_what_is_computed_takes_no_time() -> None:
    names = choices(*(f"country {n}" for n in range(12)))
    found = question("A", {"kind": "one", "choices": names, "layout": "type-ahead"})
    read = question("B", {"kind": "one", "choices": names})
    computed = question("C", {"kind": "calculated", "otherwise": "1"})
    seconds = seconds_by_question(questionnaire(page(found, read, computed)))
    assert seconds["A"][0] > 6 > seconds["C"][0] == 0
    assert seconds["A"][0] < seconds["B"][0] + 6


def test_a_grid_takes_a_touch_a_row() -> None:
    grid = {"kind": "grid", "rows": choices("r", "s", "t"), "choices": choices("1")}
    seconds = seconds_by_question(questionnaire(page(question("A", grid), question("B", YES_NO))))
    assert seconds["A"][0] > seconds["B"][0] > 1.5


def test_every_language_has_its_minutes() -> None:
    text = {"en": "How are you today, and how were you yesterday?", "ja": "今日はお元気ですか。昨日はいかがでしたか。"}
    whole = questionnaire(page(*(question(f"Q{n}", text=text) for n in range(60))), languages=["en", "ja"])
    minutes = most_minutes(whole)
    assert minutes["ja"] > minutes["en"] > 1
