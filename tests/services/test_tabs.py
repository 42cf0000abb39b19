"""Whatever two tabs do in whatever order, a plain model of one interview says the same as the store."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from surveyapp.database import writing
from surveyapp.services import answering
from surveyapp.services.failures import AlreadyFinished, NotComplete, StaleAnswer, UnknownDraft
from tests.services.fieldwork import SECRET, TODAY, begin, finish, new_id, publish_tiny

PAGES = st.sampled_from(["about", "more"])
CHANGES = st.dictionaries(
    st.sampled_from(["AGE", "WORDS"]),
    st.one_of(st.none(), st.integers(18, 99), st.sampled_from(["a", "é"])),
    max_size=2,
)
ACTIONS = st.one_of(
    st.tuples(st.just("save"), st.integers(0, 3), PAGES, CHANGES, st.sampled_from(["en", "vi"])),
    st.tuples(st.just("again"), st.integers(0, 5)),
    st.tuples(st.just("begin")),
    st.tuples(st.just("resume")),
    st.tuples(st.just("finish")),
)


@dataclass
class Model:
    """One interview as it should be: what is stored, and every post that was taken."""

    answers: dict[str, tuple[Any, str]] = field(default_factory=lambda: {"AGREE": ("yes", "en")})
    revision: int = 1
    posts: list[tuple[Any, ...]] = field(default_factory=list)
    code: str | None = None

    def take(self, behind: int, page: str, changes: dict[str, Any], language: str) -> str:
        """Say what must become of a post made `behind` revisions ago: stored, repeated or stale."""
        post = (self.revision - behind, page, changes, language)
        if behind:
            return "repeated" if post in self.posts else "stale"
        for name, value in changes.items():
            if value is None:
                self.answers.pop(name, None)
            elif self.answers.get(name, (None,))[0] != value:
                self.answers[name] = (value, language)
        self.posts.append(post)
        self.revision += 1
        return "stored"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(actions=st.lists(ACTIONS, max_size=14))
def test_the_store_and_the_model_never_part(engine: Engine, actions: list[tuple[Any, ...]]) -> None:
    survey, draft_id, model = publish_tiny(engine), new_id(), Model()
    with writing(engine) as session:
        begin(session, survey, draft_id)
    for action in actions:
        with writing(engine) as session:
            match action:
                case ("save", behind, page, changes, language):
                    _save(session, survey, draft_id, model, (behind, page, changes, language))
                case ("again", number) if number < len(model.posts):
                    made_from, *post = model.posts[number]
                    _save(session, survey, draft_id, model, (model.revision - made_from, *post))
                case ("begin",):
                    _begin(session, survey, draft_id, model)
                case ("resume",):
                    found = answering.resume(session, survey.survey_id, answering.resume_code(SECRET, draft_id), SECRET)
                    assert found == (None if model.code else draft_id)
                case ("finish",):
                    _finish(session, survey, draft_id, model)
        _compare(engine, survey, draft_id, model)


def _save(session: Any, survey: Any, draft_id: str, model: Model, post: tuple[Any, ...]) -> None:
    behind, page, changes, language = post
    made_from = model.revision - behind
    expected = "finished" if model.code else model.take(behind, page, changes, language)
    try:
        answering.save(
            session,
            survey.survey_id,
            draft_id,
            page_key=page,
            revision=made_from,
            changes=changes,
            language=language,
        )
    except StaleAnswer:
        assert expected == "stale"
    except UnknownDraft:
        assert expected == "finished"
    else:
        assert expected in ("stored", "repeated")


def _begin(session: Any, survey: Any, draft_id: str, model: Model) -> None:
    try:
        begin(session, survey, draft_id)
    except AlreadyFinished as finished:
        assert finished.code == model.code
    else:
        assert model.code is None


def _finish(session: Any, survey: Any, draft_id: str, model: Model) -> None:
    age, words = model.answers.get("AGE", (None, ""))[0], model.answers.get("WORDS", ("", ""))[0]
    try:
        receipt = finish(session, survey, draft_id)
    except NotComplete:
        assert model.code is None
        assert not isinstance(age, int) or not isinstance(words, str)
    else:
        assert receipt.new == (model.code is None)
        assert model.code in (None, receipt.code)
        model.code = receipt.code


def _compare(engine: Engine, survey: Any, draft_id: str, model: Model) -> None:
    with writing(engine) as session:
        if model.code:
            stored = answering.view_receipt(session, model.code, SECRET, TODAY).answers
        else:
            draft = answering.load(session, survey.survey_id, draft_id)
            assert draft is not None
            assert draft.revision == model.revision
            stored = draft.doc["answers"]
    assert {name: (held["v"], held["l"]) for name, held in stored.items()} == model.answers
