"""A manuscript is changed by one at a time, published by a second person, and tried without being stored."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from surveyapp.database import writing
from surveyapp.formats.result import Lost, ReadResult
from surveyapp.questionnaire.schema import Questionnaire
from surveyapp.questionnaire.texts import with_texts
from surveyapp.services import accounts, manuscripts, publishing, releasing, revisions
from surveyapp.services.accounts import DEFAULT_ORGANISATION
from surveyapp.services.failures import (
    NeedsAnother,
    NotPublishable,
    StaleManuscript,
    UnknownManuscript,
    Unmarked,
)
from surveyapp.services.manuscripts import Manuscript
from tests.console.house import questionnaire
from tests.services.fieldwork import SECRET, TODAY


def person(session: Session, name: str, role: str = "researcher") -> str:
    return accounts.create(session, f"{name}@example.org", role=role, password_hash="hashed").id


def begun(session: Session, actor: str, slug: str = "news") -> Manuscript:
    accounts.default_organisation(session)
    asked = questionnaire()
    reading = ReadResult(asked, "surveyjs", lost=(Lost("page", "what", "why"),), added=frozenset({"helper"}))
    made = manuscripts.add(
        session, DEFAULT_ORGANISATION, slug, asked, reading, file_name="a.json", actor=actor, today=TODAY
    )
    return again(session, made)


def again(session: Session, manuscript_id: str) -> Manuscript:
    found = manuscripts.find(session, manuscript_id)
    assert found is not None
    return found


def test_a_manuscript_comes_back_as_it_was_kept(engine: Engine) -> None:
    with writing(engine) as session:
        found = begun(session, person(session, "an"))
        assert found.questionnaire == questionnaire()
        assert (found.lost, found.source, found.revision) == ((Lost("page", "what", "why"),), "surveyjs", 1)
        assert [one.id for one in manuscripts.of_organisations(session, [DEFAULT_ORGANISATION])] == [found.id]
        assert manuscripts.of_organisations(session, []) == []


def test_a_second_tab_does_not_overwrite_the_first(engine: Engine) -> None:
    with writing(engine) as session:
        an = person(session, "an")
        first = begun(session, an)
        other = with_texts(first.questionnaire, "en", {"AGE.text": "Your age?"})
        manuscripts.keep_rehearsal(session, first, {"wanted": 1})
        with pytest.raises(StaleManuscript):
            manuscripts.change(session, first, other, actor=an, today=TODAY)
        second = again(session, first.id)
        assert second.rehearsal == {"wanted": 1}
        manuscripts.change(session, second, other, actor=an, today=TODAY, notes=["told"])
        third = again(session, first.id)
        assert (third.questionnaire, third.rehearsal, third.notes) == (other, {}, ("told",))
        assert third.added == second.added == {"helper"}
        with pytest.raises(StaleManuscript):
            manuscripts.discard(session, second)
        manuscripts.discard(session, third)
        with pytest.raises(UnknownManuscript):
            manuscripts.mark(session, third, {}, actor=an, today=TODAY)


def test_who_changed_it_last_does_not_publish_it_where_somebody_else_may(engine: Engine) -> None:
    with writing(engine) as session:
        an = person(session, "an")
        found = begun(session, an)
        assert not releasing.needs_another(session, found, an), "whoever works alone may publish"
        person(session, "officer", "field-officer")
        assert not releasing.needs_another(session, found, an), "a field officer publishes nothing"
        binh = person(session, "binh")
        with pytest.raises(NeedsAnother):
            releasing.publish(session, found, actor=an, today=TODAY)
        accounts.suspend(session, "binh@example.org")
        assert not releasing.needs_another(session, found, an)
        accounts.restore(session, "binh@example.org")
        assert releasing.publish(session, found, actor=binh, today=TODAY) == 1
        assert manuscripts.find(session, found.id) is None
        published = publishing.find(session, "news")
        assert published is not None
        assert published.questionnaire == questionnaire()


def test_what_changes_wording_is_published_once_every_change_is_marked(engine: Engine) -> None:
    with writing(engine) as session:
        an = person(session, "an")
        releasing.publish(session, begun(session, an), actor=an, today=TODAY)
        second = begun(session, an)
        other = with_texts(second.questionnaire, "en", {"AGE.text": "How old is your child?"})
        manuscripts.change(session, second, other, actor=an, today=TODAY)
        ready = releasing.readiness_of(session, again(session, second.id))
        assert (ready.version, [change.key for change in ready.unmarked]) == (1, ["AGE.text:en"])
        with pytest.raises(Unmarked):
            releasing.publish(session, again(session, second.id), actor=an, today=TODAY)
        manuscripts.mark(session, again(session, second.id), {"AGE.text:en": "meaning"}, actor=an, today=TODAY)
        assert releasing.publish(session, again(session, second.id), actor=an, today=TODAY) == 2


def test_a_locked_question_refuses_another_meaning(engine: Engine) -> None:
    with writing(engine) as session:
        an = person(session, "an")
        first = begun(session, an)
        page = first.questionnaire.pages[0]
        locked = page.model_copy(update={"questions": (page.questions[0].model_copy(update={"locked": True}),)})
        trend = first.questionnaire.model_copy(update={"pages": (locked,)})
        manuscripts.change(session, first, trend, actor=an, today=TODAY)
        releasing.publish(session, again(session, first.id), actor=an, today=TODAY)
        second = begun(session, an)
        other = with_texts(trend, "en", {"AGE.text": "How old is your child?"})
        manuscripts.change(session, second, other, actor=an, today=TODAY)
        manuscripts.mark(session, again(session, second.id), {"AGE.text:en": "meaning"}, actor=an, today=TODAY)
        ready = releasing.readiness_of(session, again(session, second.id))
        assert [problem.code for problem in ready.problems if problem.severity == "error"] == ["locked-meaning"]
    with pytest.raises(NotPublishable), writing(engine) as session:
        releasing.publish(session, again(session, second.id), actor=an, today=TODAY)


def test_what_has_errors_stays_a_manuscript(engine: Engine) -> None:
    with writing(engine) as session:
        an = person(session, "an")
        found = begun(session, an)
        bad = found.questionnaire.model_copy(update={"title": {"en": "x"}})
        manuscripts.change(session, found, bad, actor=an, today=TODAY)
    with pytest.raises(NotPublishable), writing(engine) as session:
        releasing.publish(session, again(session, found.id), actor=an, today=TODAY)
    with writing(engine) as session:
        assert again(session, found.id).questionnaire == bad


def test_a_preview_is_found_by_its_address_and_no_other(engine: Engine) -> None:
    with writing(engine) as session:
        found = begun(session, person(session, "an"))
        slug = manuscripts.preview_slug(found.id, SECRET)
        shown = manuscripts.previewed(session, slug, SECRET)
        assert shown is not None
        assert (shown.state, shown.questionnaire) == ("preview", found.questionnaire)
        for other in (slug[:-1], f"{slug}x", "news", "", "preview..", slug.replace("preview", "x"), "é.é.é"):
            assert manuscripts.previewed(session, other, SECRET) is None
        assert manuscripts.previewed(session, slug, SECRET + "x") is None
        manuscripts.discard(session, replace(found))
        assert manuscripts.previewed(session, slug, SECRET) is None


def retitled(title: str) -> Questionnaire:
    return with_texts(questionnaire(), "en", {"title": title})


def test_changes_are_taken_back_one_after_another_and_found_in_the_history(engine: Engine) -> None:
    with writing(engine) as session:
        an = person(session, "an")
        made = begun(session, an).id
        for title in ("One", "Two"):
            manuscripts.change(session, again(session, made), retitled(title), actor=an, today=TODAY, action=title)
        for expected, undone in (("One", "Two"), ("News from Viet Nam", "One")):
            back = manuscripts.take_back(session, again(session, made), actor=an, today=TODAY)
            assert back is not None
            assert (again(session, made).questionnaire.title["en"], back.action) == (expected, undone)
        assert manuscripts.take_back(session, again(session, made), actor=an, today=TODAY) is None
        assert manuscripts.restore(session, again(session, made), 3, actor=an, today=TODAY)
        assert again(session, made).questionnaire.title["en"] == "Two"
        assert not manuscripts.restore(session, again(session, made), 99, actor=an, today=TODAY)
        told = [(one.number, one.action, one.before) for one in revisions.of(session, again(session, made))]
        assert told == [
            (6, "restore", 5),
            (5, "take back", None),
            (4, "take back", 1),
            (3, "Two", 2),
            (2, "One", 1),
            (1, "begin", None),
        ]


def test_a_manuscript_from_before_there_was_a_history_can_take_back_its_next_change(engine: Engine) -> None:
    with writing(engine) as session:
        an = person(session, "an")
        first = begun(session, an)
        revisions.forget(session, first.id)
        manuscripts.mark(session, first, {"x:en": "typo"}, actor=an, today=TODAY)
        manuscripts.change(session, again(session, first.id), retitled("One"), actor=an, today=TODAY)
        assert manuscripts.take_back(session, again(session, first.id), actor=an, today=TODAY) is not None
        assert again(session, first.id).questionnaire == questionnaire()


def test_names_that_were_taken_out_or_published_are_known(engine: Engine) -> None:
    with writing(engine) as session:
        an = person(session, "an")
        first = begun(session, an)
        publishing.publish(session, None, "news", questionnaire(), today=TODAY)
        page = first.questionnaire.pages[0]
        other = page.questions[0].model_copy(update={"id": "YEARS"})
        changed = first.questionnaire.model_copy(
            update={"pages": (page.model_copy(update={"questions": (other, page.questions[0])}),)}
        )
        manuscripts.change(session, first, changed, actor=an, today=TODAY)
        manuscripts.change(session, again(session, first.id), questionnaire(), actor=an, today=TODAY)
        known = revisions.names_known(session, again(session, first.id))
        assert known.ids == {"AGE": "How old are you?", "YEARS": "How old are you?"}


def test_only_the_newest_contents_are_kept(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(revisions, "MOST_KEPT", 3)
    with writing(engine) as session:
        an = person(session, "an")
        made = begun(session, an).id
        for title in "abcdef":
            manuscripts.change(session, again(session, made), retitled(title), actor=an, today=TODAY)
        now = again(session, made)
        assert [revisions.content_at(session, now, number) is not None for number in range(1, 8)] == [False] * 4 + [
            True
        ] * 3
        assert len(revisions.of(session, now)) == 7
        assert manuscripts.take_back(session, now, actor=an, today=TODAY) is not None
        assert again(session, made).questionnaire.title["en"] == "e"
        assert manuscripts.take_back(session, again(session, made), actor=an, today=TODAY) is None
