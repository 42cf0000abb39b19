"""Write a plan from a codebook, so that a first report costs no thought.

Where the bundled questionnaire's questions are there, its plan is kept for those of them that are. For any other
questionnaire the kinds of its questions decide (several answers, grids, rankings, best–worst, open answers), and words
of its English or Vietnamese wording where a kind alone cannot (importance, trust, age). What is guessed here is written
down in the plan, where a person can change it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from analysis.codebook import Codebook, Variable
from analysis.plan import (
    AnswerMap,
    Discovery,
    Driving,
    Flags,
    Group,
    Margins,
    OpenEnd,
    Plan,
    Scale,
    Seeking,
    Segmentation,
)
from analysis.topics.choosing import way_of
from analysis.topics.drivers import MOST_PREDICTORS

FURTHER: Final[dict[str, Any]] = {
    "ratings": (
        Scale("INT1", top=("4", "5"), bottom=("1", "2")),
        Scale("IMG1", top=("4", "5"), bottom=("1", "2")),
    ),
    "numbers": ("VIS1", "DIA1B"),
    "choices": ("TRU4", "SCR4", "DIA3"),
}
"""What a usual report asks of the bundled questionnaire beside its own methods: each further kind of question once or
more. More of them would cost the comparisons of the other figures their sharpness, and stay for a plan of one's own."""
EVERYBODY: Final = "all"
"""The audience of a survey that names none."""

MOST_STATED_GROUPS = 20
"""A question said to ask who somebody is may have so many answers; one only worded so has fewer."""
MOST_SEGMENTS, MOST_GROUPS, MOST_CHOICES, MOST_RATINGS, MOST_NUMBERS, MOST_OPEN, MOST_CHANNELS = 4, 8, 40, 40, 40, 5, 22
FEWEST_POINTS, MOST_POINTS, FEWEST_ROWS = 3, 11, 3
MOST_MAPPED, MOST_ANSWERS = 4, 20

BACKGROUND = re.compile(
    r"\b(age|old|sex|gender|educat\w*|region|province|country|live|employ\w*|occupation|activity|income|marital|"
    r"tuổi|giới|học vấn|vùng|tỉnh|nước|nghề|thu nhập|hôn nhân)\b",
    re.IGNORECASE,
)
IMPORTANT = re.compile(r"\b(important|importance|quan trọng)\b", re.IGNORECASE)
EASY = re.compile(r"\b(easy|easily|difficult|hard|available|access|dễ|khó)\b", re.IGNORECASE)
TRUSTED = re.compile(r"\b(trust\w*|confidence|tin tưởng|tin cậy)\b", re.IGNORECASE)
INTERESTED = re.compile(r"\b(interest\w*|quan tâm)\b", re.IGNORECASE)
WEEKLY = re.compile(
    r"\b(last|past) (7|seven) days\b|\b(last|past|each|every) week\b|\b7 ngày\b|\btuần\b", re.IGNORECASE
)
OVERALL = re.compile(r"\b(overall|satisf\w*|recommend\w*|opinion|nhìn chung|hài lòng|giới thiệu)\b", re.IGNORECASE)
QUOTED = re.compile(r"\b(quote|trích)\b", re.IGNORECASE)
GRADED = re.compile(
    r"\b(very|not at all|never|always|often|rarely|agree|disagree|satisfied|extremely|slightly|poor|excellent|good|bad|"
    r"likely|rất|không bao giờ|luôn|đồng ý|hài lòng|kém|tốt)\b",
    re.IGNORECASE,
)
POSITIVE = re.compile(
    r"^(very (?!dis|un|bad|poor|hard|diff|low|weak)|strongly agree|extremely|always|excellent|completely|definitely|"
    r"rất (?!không|kém|khó|xấu|ít)|luôn|hoàn toàn (?!không))",
    re.IGNORECASE,
)


def default_plan(codebook: Codebook) -> Plan:
    """Return the plan for a codebook; it never asks for what the codebook does not have."""
    usual = replace(Plan(), **FURTHER)
    if codebook.by_name.get(usual.audience) and any(codebook.of_question(q) for q in (usual.interest, usual.reach)):
        return kept(usual, codebook)
    return _drafted(codebook)


def kept(plan: Plan, codebook: Codebook) -> Plan:
    """Return a plan without what the codebook does not have: questions, codes of channels, segments."""
    channels = {variable.choice for variable in codebook.of_question(plan.reach)}
    seeking, parts = plan.seeking, dict[str, Any]()
    parts |= {name: _question(codebook, getattr(plan, name)) for name in QUESTION_PARTS}
    parts |= {name: _scale(codebook, getattr(plan, name)) for name in SCALE_PARTS}
    parts |= {name: tuple(code for code in getattr(plan, name) if code in channels) for name in CHANNEL_PARTS}
    parts["seeking"] = Seeking(
        _question(codebook, seeking.last),
        _question(codebook, seeking.found),
        seeking.met if codebook.of_question(seeking.found) else (),
        _question(codebook, seeking.barriers),
    )
    parts |= {name: _there(codebook, getattr(plan, name)) for name in ("numbers", "choices")}
    parts["ratings"] = tuple(one for one in plan.ratings if codebook.of_question(one.question))
    parts["drivers"] = tuple(_kept_drivers(plan, codebook))
    parts["kinds"] = tuple(_kept_kinds(plan, codebook))
    parts["maps"] = tuple(
        replace(one, questions=_there(codebook, one.questions), added=_there(codebook, one.added))
        for one in plan.maps
        if len(_there(codebook, one.questions)) > 1
    )
    parts["quality"] = replace(plan.quality, grids=_there(codebook, plan.quality.grids))
    parts["open_ends"] = tuple(one for one in plan.open_ends if one.question in codebook.by_name)
    parts["consent_to_quote"] = plan.consent_to_quote if plan.consent_to_quote in codebook.by_name else ""
    parts["segments"] = tuple(s for s in plan.segments if s.variable in codebook.by_name or s.variable == "language")
    cuts = {segment.id for segment in parts["segments"]}
    parts["waves"] = replace(plan.waves, composition=tuple(cut for cut in plan.waves.composition if cut in cuts))
    return replace(plan, **parts)


def _kept_drivers(plan: Plan, codebook: Codebook) -> Iterator[Driving]:
    for one in plan.drivers:
        predictors = _there(codebook, one.predictors)
        if one.outcome in codebook.by_name and predictors:
            yield replace(one, predictors=predictors)


def _kept_kinds(plan: Plan, codebook: Codebook) -> Iterator[Discovery]:
    for one in plan.kinds:
        categories, numbers = _there(codebook, one.categories), _there(codebook, one.numbers)
        if categories or numbers:
            yield replace(one, categories=categories, numbers=numbers)


QUESTION_PARTS: Final = ("interest", "best_worst", "reach", "languages", "forms")
SCALE_PARTS: Final = ("importance", "ease", "trust", "image", "dimensions", "official")
CHANNEL_PARTS: Final = ("sources", "platforms", "personal")


def _question(codebook: Codebook, question: str) -> str:
    return question if codebook.of_question(question) else ""


def _scale(codebook: Codebook, scale: Scale) -> Scale:
    return scale if codebook.of_question(scale.question) else Scale("")


def _there(codebook: Codebook, questions: Iterable[str]) -> tuple[str, ...]:
    return tuple(question for question in questions if codebook.of_question(question))


def _drafted(codebook: Codebook) -> Plan:
    """Draft a plan from the kinds of the questions and what their wordings say."""
    questions = _asked(codebook)
    audience, audiences = _audiences(codebook)
    background = [q for q in questions if q != audience and _is_background(codebook.of_question(q))][:MOST_SEGMENTS]
    left = [question for question in questions if question not in (*background, audience)]
    scales = [scale for q in left if (scale := scale_of(codebook.of_question(q)))]
    grids = [scale for scale in scales if codebook.of_question(scale.question)[0].row]
    needs = _needs(codebook, grids)
    trust = next((scale for scale in grids if _says(codebook, scale.question, TRUSTED)), Scale(""))
    several = [q for q in left if way_of(codebook.of_question(q)) == "several"]
    interest = next((q for q in several if _says(codebook, q, INTERESTED)), "")
    reach = next((q for q in several if q != interest and _says(codebook, q, WEEKLY)), "")
    taken = {interest, reach, trust.question, *(scale.question for scale in needs), *(s.question for s in scales)}
    chosen = [q for q in left if q not in taken and way_of(codebook.of_question(q))]
    used = {trust.question, *(scale.question for scale in needs)}
    return replace(
        NOTHING,
        audience=audience,
        audiences=audiences,
        interest=interest,
        best_worst=next((q for q in left if codebook.of_question(q)[0].kind == "best-worst"), ""),
        importance=needs[0],
        ease=needs[1],
        reach=reach,
        sources=tuple(v.choice for v in codebook.of_question(reach) if v.choice and v.choice != "none")[:MOST_CHANNELS],
        trust=trust,
        choices=tuple([*chosen, *(q for q in background if way_of(codebook.of_question(q)))][:MOST_CHOICES]),
        ratings=tuple(scale for scale in scales if scale.question not in used)[:MOST_RATINGS],
        numbers=tuple(q for q in left if codebook.of_question(q)[0].kind == "number")[:MOST_NUMBERS],
        drivers=tuple(_drivers(codebook, scales, grids)),
        kinds=tuple(_kinds(codebook, several, scales, interest)),
        maps=tuple(_maps(codebook, chosen, background)),
        quality=Flags(tuple(scale.question for scale in grids if len(codebook.of_question(scale.question)) >= 4)),
        open_ends=tuple(OpenEnd(q) for q in left if codebook.of_question(q)[0].kind == "text")[:MOST_OPEN],
        consent_to_quote=next((q for q in _consents(codebook) if _says(codebook, q, QUOTED)), ""),
        segments=tuple(_segments(codebook, background)),
    )


NOTHING: Final = Plan(
    audience="",
    audiences=(EVERYBODY,),
    weighted="",
    interest="",
    best_worst="",
    importance=Scale(""),
    ease=Scale(""),
    reach="",
    sources=(),
    platforms=(),
    personal=(),
    trust=Scale(""),
    image=Scale(""),
    dimensions=Scale(""),
    seeking=Seeking(),
    official=Scale(""),
    languages="",
    forms="",
    drivers=(),
    kinds=(),
    maps=(),
    quality=Flags(),
    open_ends=(),
    consent_to_quote="",
    segments=(),
    margins=Margins(variable="", codes=(), country="", sex="", women=(), men=()),
)
"""A plan that asks nothing of everybody."""


def scale_of(variables: Sequence[Variable]) -> Scale | None:
    """Return the scale of a question or of its rows, with two points at either end (one of three); None without one.

    The wording of the first point says which end is the top; without words the last is.
    """
    first = variables[0]
    if first.kind not in ("one", "grid") or not FEWEST_POINTS <= len(first.scale) <= MOST_POINTS:
        return None
    if any(
        [value.code for value in variable.values] != [value.code for value in first.values] for variable in variables
    ):
        return None
    texts = [_english(value.text) for value in first.scale]
    numbered = all(re.fullmatch(r"-?\d+", text) for text in texts)
    if not (numbered or sum(bool(GRADED.search(text)) for text in texts) >= 2):
        return None
    codes = [value.code for value in first.scale]
    wide = 1 if len(codes) < 4 else 2
    bottom, top = tuple(codes[:wide]), tuple(codes[-wide:])
    if POSITIVE.search(texts[0]) and not POSITIVE.search(texts[-1]):
        bottom, top = top, bottom
    return Scale(first.question, top=top, bottom=bottom, aside=tuple(v.code for v in first.values if v.apart))


def _asked(codebook: Codebook) -> list[str]:
    """Return the questions in order that were put to people."""
    roles = ("answer", "background")
    answers = (v.question for v in codebook.variables if v.role in roles and v.kind != "consent")
    return [question for question in dict.fromkeys(answers) if codebook.of_question(question)]


def _consents(codebook: Codebook) -> list[str]:
    return [variable.name for variable in codebook.variables if variable.kind == "consent"]


def _audiences(codebook: Codebook) -> tuple[str, tuple[str, ...]]:
    """Return the variable of audiences and its codes where there is one that names them; else everybody is one."""
    variable = codebook.by_name.get("audience")
    if variable and variable.values:
        return "audience", tuple(value.code for value in variable.values)
    return "", (EVERYBODY,)


def _is_background(variables: Sequence[Variable]) -> bool:
    """Tell whether a question asks who somebody is: one answer of a few, worded so or said to be so."""
    first = variables[0]
    groups = len(first.values) if first.kind == "one" else 0
    if first.role == "background":
        return 2 <= groups <= MOST_STATED_GROUPS
    return 2 <= groups <= MOST_GROUPS and bool(
        BACKGROUND.search(_english(first.text)) or BACKGROUND.search(first.question)
    )


def _segments(codebook: Codebook, background: Sequence[str]) -> Iterator[Segmentation]:
    for question in background:
        variable = codebook.of_question(question)[0]
        yield Segmentation(question, variable.name, tuple(Group(v.code, (v.code,)) for v in variable.values))
    if len(codebook.languages) > 1:
        yield Segmentation("language", "language", compared=False)


def _needs(codebook: Codebook, grids: Sequence[Scale]) -> tuple[Scale, Scale]:
    """Pair a grid on importance with one of the same rows on how easy things are to get."""
    for importance in grids:
        if not _says(codebook, importance.question, IMPORTANT):
            continue
        rows = {variable.row for variable in codebook.of_question(importance.question)}
        for ease in grids:
            same = {variable.row for variable in codebook.of_question(ease.question)} == rows
            if ease is not importance and same and _says(codebook, ease.question, EASY):
                return importance, ease
    return Scale(""), Scale("")


def _drivers(codebook: Codebook, scales: Sequence[Scale], grids: Sequence[Scale]) -> Iterator[Driving]:
    """Set the first overall scale against the grid that stands nearest before or after it."""
    order = [scale.question for scale in scales]
    fit = [g.question for g in grids if FEWEST_ROWS <= len(codebook.of_question(g.question)) <= MOST_PREDICTORS]
    outcome = next((q for q in order if not codebook.of_question(q)[0].row and _says(codebook, q, OVERALL)), "")
    if outcome and fit:
        nearest = min(fit, key=lambda question: abs(order.index(question) - order.index(outcome)))
        yield Driving(outcome, codebook.of_question(outcome)[0].name, (nearest,))


def _kinds(codebook: Codebook, several: Sequence[str], scales: Sequence[Scale], interest: str) -> Iterator[Discovery]:
    wide = [q for q in ([interest] if interest else several) if len(codebook.of_question(q)) >= 2 * FEWEST_ROWS]
    if wide:
        yield Discovery("choices", categories=(wide[0],))
    alone = tuple(s.question for s in scales if not codebook.of_question(s.question)[0].assignment)
    if len([variable for question in alone for variable in codebook.of_question(question)]) >= FEWEST_ROWS:
        yield Discovery("ratings", numbers=alone[:FEWEST_ROWS])


def _maps(codebook: Codebook, chosen: Sequence[str], background: Sequence[str]) -> Iterator[AnswerMap]:
    """Lay out the first questions with choices of what people do and think, and place who they are.

    Sensitive questions are left out: a map would tell what few people answered.
    """
    fit = [q for q in chosen if way_of(codebook.of_question(q)) != "ranking" and _few_answers(codebook, q)]
    questions, added = ([q for q in some if not _is_sensitive(codebook, q)] for some in (fit, background))
    if len(questions) > 1:
        yield AnswerMap("answers", tuple(questions[:MOST_MAPPED]), tuple(added))


def _is_sensitive(codebook: Codebook, question: str) -> bool:
    return any(variable.is_sensitive for variable in codebook.of_question(question))


def _few_answers(codebook: Codebook, question: str) -> bool:
    variables = codebook.of_question(question)
    return max(len(variables), len(variables[0].values)) <= MOST_ANSWERS


def _says(codebook: Codebook, question: str, pattern: re.Pattern[str]) -> bool:
    return bool(pattern.search(_english(codebook.of_question(question)[0].text)))


def _english(text: object) -> str:
    """Return the English wording, else the Vietnamese, else any."""
    texts = dict(text) if isinstance(text, dict) else {}
    return str(texts.get("en") or texts.get("vi") or next(iter(texts.values()), ""))
