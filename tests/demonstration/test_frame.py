import pytest

from surveyapp.demonstration.frame import FRAME, STRATA, links


@pytest.mark.parametrize("responses", [20, 137, 400, 5000])
def test_every_response_asked_for_has_a_link(responses: int) -> None:
    assert sum(link.answers for link in links(responses)) == responses


@pytest.mark.parametrize("responses", [20, 137, 400, 5000])
def test_weights_of_the_drawn_add_up_to_the_frame(responses: int) -> None:
    drawn = [link for link in links(responses) if link.sample_source == FRAME]
    total = sum(link.answers / link.design["inclusion_probability"] for link in drawn)
    assert total == pytest.approx(sum(stratum.people for stratum in STRATA))


def test_open_links_record_no_probability() -> None:
    assert all(link.design == {} for link in links(400) if link.sample_source != FRAME)


def test_tokens_are_all_different() -> None:
    tokens = [link.token for link in links(400)]
    assert len(set(tokens)) == len(tokens)
