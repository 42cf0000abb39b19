"""Say repeats as the repeated groups of a form, with their pages inside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from surveyapp.formats.expressions.tree import Untranslatable
from surveyapp.formats.implied import implied
from surveyapp.formats.written.xlsform.names import referenced_names
from surveyapp.formats.written.xlsform.questions import FormWriter, Row
from surveyapp.formats.written.xlsform.repeated import bare_pages, chain_of
from surveyapp.questionnaire.answer_types import One
from surveyapp.questionnaire.choices import Choice
from surveyapp.questionnaire.conditions import Comparison, Constant, Name
from surveyapp.questionnaire.model import Text
from surveyapp.questionnaire.schema import Page, Question, Questionnaire, Repeat

MOST_TIMES = 200
Written = tuple[Page, Sequence[Row]]


def asks_for_another(questionnaire: Questionnaire) -> frozenset[str]:
    """Return the pages that only ask in our own words whether another turn follows: a form has a button for that."""
    referenced = referenced_names(questionnaire.model_copy(update={"repeats": ()}))
    return frozenset(
        page.id
        for repeat in questionnaire.repeats
        for page in questionnaire.pages
        if page.repeat == repeat.id and _asks_for_another(page, repeat, questionnaire.languages, referenced)
    )


def _asks_for_another(page: Page, repeat: Repeat, languages: tuple[str, ...], referenced: frozenset[str]) -> bool:
    if len(page.questions) != 1 or page.questions[0].id in referenced:
        return False
    name = page.questions[0].id
    choices = tuple(Choice(code=code, text=implied(code, languages)) for code in ("yes", "no"))
    usual = Question(id=name, text=implied("more", languages), answer=One(choices=choices), required=True)
    only = Page(id=page.id, questions=(usual,), repeat=repeat.id)
    return page == only and repeat.again == Comparison("==", Name(name), Constant("yes"))


def heading_of(questionnaire: Questionnaire, repeat: str) -> Text | None:
    """Return what the group of a repeat is headed with: the title of the page that needs no group in it."""
    bare = bare_pages(questionnaire)
    return next((page.title for page in questionnaire.pages if page.repeat == repeat and page.id in bare), None)


def woven(pages: Iterable[Written], form: FormWriter) -> Iterator[Row]:
    """Yield the rows of all pages, with a group around those of each repeat."""
    open_: tuple[str, ...] = ()
    for page, rows in pages:
        chain = chain_of(form.questionnaire, page.repeat)
        same = next((at for at, (a, b) in enumerate(zip(open_, chain, strict=False)) if a != b), None)
        same = min(len(open_), len(chain)) if same is None else same
        yield from ({"type": "end_repeat"} for _ in open_[same:])
        for depth in range(same, len(chain)):
            yield _begin(chain[depth], form.within(chain[:depth]))
        yield from rows
        open_ = chain
    yield from ({"type": "end_repeat"} for _ in open_)


def _begin(name: str, form: FormWriter) -> Row:
    repeat = next(found for found in form.questionnaire.repeats if found.id == name)
    row = {"type": "begin_repeat", "name": form.names.fields[name]}
    row |= form.said("label", heading_of(form.questionnaire, name), f"repeats.{name}")
    row |= form.relevant(repeat.show_if, f"repeats.{name}", "the repeat")
    count = _count(repeat, form)
    return row | ({"repeat_count": count} if count else {})


def _count(repeat: Repeat, form: FormWriter) -> str:
    place, writer = f"repeats.{repeat.id}", form.names.writer()
    if repeat.again is not None:
        if not any(
            page.repeat == repeat.id and page.id in asks_for_another(form.questionnaire)
            for page in form.questionnaire.pages
        ):
            form.ledger.lose(f"{place}.again", "whether another turn follows", "a form has a button for that")
        if repeat.most != MOST_TIMES:
            form.ledger.lose(f"{place}.most", str(repeat.most), "the button adds as many turns as are wanted")
        return ""
    try:
        if repeat.count is not None:
            count = writer.value(repeat.count)
            fixed = repeat.count.value if isinstance(repeat.count, Constant) else None
        else:
            over = str(repeat.over)
            answers = writer.answers(over)
            if not answers.several:
                raise Untranslatable(f"`{over}` is no list of choices in the form")
            form.ledger.lose(place, f"turns for what {over} holds", "its turns have the order of choosing there")
            count, fixed = f"count-selected({writer.reference(over)})", len(answers.codes)
    except Untranslatable as error:
        form.ledger.lose(f"{place}.count", "how many turns there are", f"{error}; a button adds one there")
        return ""
    if repeat.most == MOST_TIMES or (isinstance(fixed, int) and fixed <= repeat.most):
        return count
    return f"if({count} > {repeat.most}, {repeat.most}, {count})"
