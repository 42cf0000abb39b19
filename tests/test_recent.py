"""What was made last is kept, and no more than so many."""

from surveyapp.recent import Recent


def test_the_oldest_is_forgotten_first() -> None:
    recent: Recent[str, int] = Recent(2)
    for number, name in enumerate("abc"):
        recent.put(name, number)
    assert [recent.get(name) for name in "abc"] == [None, 1, 2]
    assert len(recent) == 2


def test_what_is_put_in_again_is_new() -> None:
    recent: Recent[str, int] = Recent(2)
    for name in "aba":
        recent.put(name, 1)
    recent.put("c", 1)
    assert (recent.get("a"), recent.get("b")) == (1, None)
