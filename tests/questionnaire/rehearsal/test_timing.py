"""Reading takes longer in some scripts, and answering in some kinds of questions."""

from surveyapp.questionnaire.rehearsal.timing import most_minutes, seconds_by_question, seconds_to_read
from tests.questionnaire.building import YES_NO, choices, page, question, questionnaire


def test_reading_is_timed_by_script_and_spaces_take_none() -> None:
    assert seconds_to_read("a" * 950) == 60 or abs(seconds_to_read("a" * 950) - 60) < 1e-6
    assert abs(seconds_to_read("調" * 255) - 60) < 1e-6
    assert abs(seconds_to_read("س" * 612) - 60) < 1e-6
    assert seconds_to_read("a b") == seconds_to_read("ab")


def test_a_grid_takes_a_touch_a_row() -> None:
    grid = {"kind": "grid", "rows": choices("r", "s", "t"), "choices": choices("1")}
    seconds = seconds_by_question(questionnaire(page(question("A", grid), question("B", YES_NO))))
    assert seconds["A"][0] > seconds["B"][0] > 1.5


def test_every_language_has_its_minutes() -> None:
    text = {"en": "How are you today, and how were you yesterday?", "ja": "今日はお元気ですか。昨日はいかがでしたか。"}
    whole = questionnaire(page(*(question(f"Q{n}", text=text) for n in range(60))), languages=["en", "ja"])
    minutes = most_minutes(whole)
    assert minutes["ja"] > minutes["en"] > 1
