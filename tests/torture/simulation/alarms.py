"""Fieldworks that ask how often something false is claimed, and how often something true is found.

Each is run twice: in a world where there is nothing to find, and in one where a stated effect is there.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from analysis.arrays import BoolArray
from analysis.codebook import Variable
from analysis.plan import Plan
from analysis.report.evidence import AudienceEvidence, Evidence
from analysis.report.sections.leaders import leaders
from analysis.report.waves import Change, changes
from analysis.sampling import build_design
from analysis.segments.contrasts import Contrast, items, scan_items
from analysis.segments.declared import segments
from analysis.tables.banner.computing import compute
from analysis.tables.banner.layout import BannerColumn, BannerQuestion, TableQuestion, TableRow
from analysis.tables.banner.result import Wish
from analysis.tables.crosstab import Precision
from analysis.tables.letters import LetterRule, Mark
from analysis.topics.interest import Interest, interest
from analysis.topics.samples import Sample
from tests.analysis.report.package import CODES
from tests.torture.simulation.intervals import INTERVAL
from tests.torture.simulation.promises import Experiment, Promise, Trial, Trials
from tests.torture.simulation.world import Chances, chances, drawn, margins, marked, package, sample

PLAN = Plan()
AS_R = 0.06
"""What R's degrees of freedom, clusters less strata, cost in tables of few clusters; see docs/simulation.md."""
ALPHA = 0.05
R_LETTERS = LetterRule()
TOPICS = CODES["INT2"]
FLAT = np.full(len(TOPICS), 0.3)
AHEAD, AHEAD_BY = 0, 0.3
ANSWERS, COLUMNS, COLUMN_BY = 4, 4, 0.25
YOUNG_BY, CHANGED_BY = 0.25, 0.2
LEAST = PLAN.thresholds.smallest_difference


def once(happened: bool) -> Trial:
    return Trial(np.array([bool(happened)]))


def letters(rng: np.random.Generator) -> Trials:
    """Make a table of four answers by four columns of places that think alike, and one in which a column differs."""
    many, same, other = (_marks(rng, gap, alike) for gap, alike in ((0.0, True), (0.0, False), (COLUMN_BY, False)))
    few = _marks(rng, 0.0, False, LetterRule(degrees="effective"))
    return {
        "letters where no column differs, simple random sample": once(any(mark.above for mark in many[0])),
        "marks against everyone else, none differs, simple random sample": once(any(mark.rest for mark in many[0])),
        "letters where no column differs, few uneven clusters, df as R": once(any(m.above for m in same[0])),
        "letters where no column differs, few uneven clusters, effective degrees": once(any(m.above for m in few[0])),
        "marks against everyone else, none differs, effective degrees": once(any(mark.rest for mark in few[0])),
        "table significant by Rao and Scott, no column differs": once(same[1] < ALPHA),
        "letter of a column 25 points above the others": once(any(m.above for m in other[0] if _is_first(m))),
        "letters between columns that do not differ, beside one that does": once(
            any(set(mark.above) - {0} for mark in other[0] if mark.column)
        ),
    }


def _is_first(mark: Mark) -> bool:
    return mark.row == 0 and mark.column == 0


def _marks(
    rng: np.random.Generator, gap: float, alike: bool, rule: LetterRule = R_LETTERS
) -> tuple[tuple[Mark, ...], float]:
    """Return the marks and the p-value of a table whose first column gives the first answer more often by a gap.

    `alike` draws people one by one with equal weights.
    """
    people = drawn(rng)
    column = rng.integers(0, COLUMNS, people.n)
    likely = chances(np.array([0.3]), by_group=0.0, by_cluster=0.0 if alike else 0.5)
    first = likely.of(people, rng)[:, 0] + gap * (column == 0)
    codes = np.where(rng.random(people.n) < first, 0, rng.integers(1, ANSWERS, people.n))
    taken, everyone = sample(people, {}, rng), np.ones(people.n, dtype=np.bool_)
    heads = tuple(BannerColumn(at, str(at), column == at) for at in range(COLUMNS))
    rows = tuple(TableRow(at, str(at), "category") for at in range(ANSWERS))
    design = build_design(np.ones(people.n)) if alike else taken.design
    wish = Wish(Precision(), rule, float(design.df()))
    table = compute(
        design,
        [TableQuestion("q", "q", "everyone", everyone, everyone, rows, codes)],
        [BannerQuestion("c", "c", heads, everyone)],
        wish,
    ).tables[0]
    test = table.compared[0].test
    return table.compared[0].marks, test.p if test else 1.0


def leading(rng: np.random.Generator) -> Trials:
    """Ask for topics of which none is ahead, and for topics of which one is."""
    found = {}
    for name, gap in (("none", 0.0), ("one", AHEAD_BY)):
        asked = _topics(rng, _ahead(gap))
        lead = leaders([topic.chosen for topic in asked.topics], asked.ranks)
        first = asked.topics[lead.places[0]].variable.choice == TOPICS[AHEAD] if lead.how == "first" else False
        ranks = asked.ranks
        if ranks is None:
            raise ValueError("the sample has errors")
        if name == "none":
            found["“more than any other topic” where all are the same"] = once(lead.how == "first")
            found["“more than the average topic” where all are the same"] = once(any(ranks.above))
            found["a range of ranks shorter than all, where all are the same"] = once(
                min(ranks.worst) < len(TOPICS) or max(ranks.best) > 1
            )
        else:
            found["“more than any other topic”, 30 points ahead"] = once(first)
    return found


def _ahead(gap: float) -> Chances:
    base = FLAT.copy()
    base[AHEAD] += gap
    return chances(base, by_group=0.0)


def _topics(rng: np.random.Generator, likely: Chances) -> Interest:
    people = drawn(rng)
    flags = rng.random((people.n, len(TOPICS))) < likely.of(people, rng)
    found = interest(sample(people, marked("INT2", TOPICS, flags), rng), PLAN)
    if found is None:
        raise ValueError("everybody was asked for topics")
    return found


def groups(rng: np.random.Generator) -> Trials:
    """Scan topics by age and country where no group differs, and where the young want one topic more often."""
    nothing, something = _scanned(rng, 0.0), _scanned(rng, YOUNG_BY)
    tested = [c for c in (*nothing[0], *something[0]) if c.why_not is None]
    gaps = [*(0.0 for c in nothing[0] if c.why_not is None)]
    gaps += [something[1].get((c.segment.id, c.item.variable.choice or ""), 0.0) for c in something[0] if not c.why_not]
    truly = [c.difference.low <= gap <= c.difference.high for c, gap in zip(tested, gaps, strict=True)]
    said = [c for c in something[0] if c.differs(PLAN, scan=True)]
    false = [abs(something[1].get((c.segment.id, c.item.variable.choice or ""), 0.0)) < 1e-9 for c in said]
    return {
        "difference of a group from everyone else": Trial(np.array(truly)),
        "a difference on page one where no group differs": once(any(c.differs(PLAN, scan=True) for c in nothing[0])),
        "a difference marked within a question and a cut, none differs": Trial(_by_cut(nothing[0])),
        "the topic that the young want 25 points more often, on page one": once(len(said) > false.count(True)),
        "differences on page one that are none, beside true ones": Trial(np.array([np.mean(false) if false else 0.0])),
    }


def _scanned(rng: np.random.Generator, gap: float) -> tuple[tuple[Contrast, ...], Mapping[tuple[str, str], float]]:
    """Return contrasts, and the true differences by segment and topic; those not named are 0."""
    people, flat = drawn(rng), chances(FLAT, by_group=0.0)
    moved = np.zeros(len(TOPICS))
    moved[AHEAD] = gap
    likely = Chances(flat.base, flat.woman, moved, flat.country, flat.by_cluster)
    flags = rng.random((people.n, len(TOPICS))) < likely.of(people, rng)
    taken = sample(people, marked("INT2", TOPICS, flags), rng)
    compared = [item for item in items(taken, PLAN) if item.question == PLAN.interest]
    others = {"18-34": gap, "35-54": -gap * YOUNG_REST[0], "55-": -gap * YOUNG_REST[1]}
    truth = {(f"age={group}", TOPICS[AHEAD]): value for group, value in others.items()}
    return scan_items(taken, PLAN, [s for s in segments(taken, PLAN) if s.segmentation.compared], compared), truth


YOUNG_REST = (0.40 / 0.65, 0.40 / 0.75)
"""The part of young people among everyone but the middle-aged, and among everyone but the old."""


def _by_cut(found: tuple[Contrast, ...]) -> BoolArray:
    cuts = sorted({contrast.segment.segmentation.id for contrast in found})
    return np.array([any(c.differs(PLAN) for c in found if c.segment.segmentation.id == cut) for cut in cuts])


def waves(rng: np.random.Generator) -> Trials:
    """Hold two waves of topics: one pair in which nothing changed, one in which a topic did."""
    before = _wave(rng, 0.0)
    same, other = (_compared(_wave(rng, gap), before) for gap in (0.0, CHANGED_BY))
    moved = next(one for one in other if one.now.id.endswith(TOPICS[AHEAD]))
    still = [one for one in other if one is not moved]
    inside = [one.low <= 0 <= one.high for one in (*same, *still)] + [moved.low <= CHANGED_BY <= moved.high]
    return {
        "change between waves": Trial(np.array(inside)),
        "“rose” or “fell” where nothing changed": once(any(one.verdict == "changed" for one in same)),
        "a change of 20 points is found": once(moved.verdict == "changed"),
        "“did not change” of a topic that rose by 20 points": once(moved.verdict == "unchanged"),
    }


def detecting(rng: np.random.Generator) -> Trials:
    """Change one topic by as much as the report says it would have noticed four times in five."""
    before = _wave(rng, 0.0)
    said = next(one for one in _compared(_wave(rng, 0.0), before) if one.now.id.endswith(TOPICS[AHEAD]))
    other = _compared(_wave(rng, said.detectable), before)
    moved = next(one for one in other if one.now.id.endswith(TOPICS[AHEAD]))
    return {"a change as large as “would have been noticed” says": once(moved.verdict == "changed")}


def _wave(rng: np.random.Generator, gap: float) -> Evidence:
    people, likely = drawn(rng), _ahead(gap)
    flags = rng.random((people.n, len(TOPICS))) < likely.of(people, rng)
    held = package(people, marked("INT2", TOPICS, flags), rng)
    taken = sample(people, marked("INT2", TOPICS, flags), rng)
    return Evidence(held, PLAN, margins(), (_of_topics(taken),))


def _of_topics(taken: Sample) -> AudienceEvidence:
    return AudienceEvidence(taken, interest(taken, PLAN))


def _compared(now: Evidence, then: Evidence) -> list[Change]:
    about: dict[str, Variable] = {}
    for topic in now.audiences[0].interest.topics if now.audiences[0].interest else ():
        about[topic.chosen.id] = topic.variable
    return changes(now, then, about)


EXPERIMENTS = (
    Experiment(
        "letters",
        letters,
        (
            Promise("letters where no column differs, simple random sample", "false alarms", ALPHA),
            Promise("marks against everyone else, none differs, simple random sample", "false alarms", ALPHA),
            Promise("letters where no column differs, few uneven clusters, df as R", "false alarms", ALPHA, AS_R),
            Promise(
                "letters where no column differs, few uneven clusters, effective degrees", "false alarms", ALPHA, 0.01
            ),
            Promise("marks against everyone else, none differs, effective degrees", "false alarms", ALPHA, 0.01),
            Promise("table significant by Rao and Scott, no column differs", "false alarms", ALPHA),
            Promise("letters between columns that do not differ, beside one that does", "false alarms", ALPHA, 0.02),
            Promise("letter of a column 25 points above the others", "finds", 0.8, 0.0),
        ),
        1.0,
    ),
    Experiment(
        "what leads",
        leading,
        (
            Promise("“more than any other topic” where all are the same", "false alarms", ALPHA),
            Promise("“more than the average topic” where all are the same", "false alarms", ALPHA),
            Promise("a range of ranks shorter than all, where all are the same", "false alarms", ALPHA),
            Promise("“more than any other topic”, 30 points ahead", "finds", 0.8, 0.0),
        ),
    ),
    Experiment(
        "groups",
        groups,
        (
            Promise("difference of a group from everyone else", "covers", INTERVAL, 0.02),
            Promise("a difference on page one where no group differs", "false alarms", ALPHA),
            Promise("a difference marked within a question and a cut, none differs", "false alarms", ALPHA),
            Promise("differences on page one that are none, beside true ones", "false alarms", ALPHA),
            Promise("the topic that the young want 25 points more often, on page one", "finds", 0.8, 0.0),
        ),
        0.4,
    ),
    Experiment(
        "waves",
        waves,
        (
            Promise("change between waves", "covers", INTERVAL, 0.02),
            Promise("“rose” or “fell” where nothing changed", "false alarms", ALPHA),
            Promise("“did not change” of a topic that rose by 20 points", "false alarms", 0.2),
            Promise("a change of 20 points is found", "finds", 0.8, 0.0),
        ),
        0.5,
    ),
    Experiment(
        "what would have been noticed",
        detecting,
        (Promise("a change as large as “would have been noticed” says", "finds", 0.8, 0.1),),
        0.5,
    ),
)
