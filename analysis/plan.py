"""Declare what a report asks of a data package: which questions, which codes, which segments, which thresholds.

A plan is data: `plan_reading` takes it from JSON, `plan_default` writes one from a codebook, and the manifest of a
report holds the one it was made with. A part that names no question is left out of the report.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, TypeAlias

from pydantic import ConfigDict

from surveyapp.stated.statements import USUAL_LANGUAGES

CLOSED: ConfigDict = {"extra": "forbid", "strict": False}
Wording: TypeAlias = Mapping[str, str]
"""A wording by language tag."""


@dataclass(frozen=True)
class Scale:
    """A question answered on a scale: `top` are the codes counted as the high end, `bottom` as the low end.

    `aside` are codes off the scale that are an outcome of their own ("never looked"); `unknown` are those that say
    the thing is not known.
    """

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED
    question: str
    top: tuple[str, ...] = ()
    bottom: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """Part of a segmentation: an id, and the codes that fall in it."""

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED
    id: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Segmentation:
    """Cut an audience by a variable; without groups every code that occurs is one.

    `compared` says whether groups may be told apart by tests: languages may not, since single items cannot show that
    they work alike in every language.
    """

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED
    id: str
    variable: str
    groups: tuple[Group, ...] = ()
    compared: bool = True


@dataclass(frozen=True)
class Thresholds:
    """Say when a figure is printed, marked or tested."""

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED
    level: float = 0.95
    alpha: float = 0.05
    smallest_difference: float = 0.05
    min_n: int = 30
    low_base: int = 100
    public_n: int = 10
    reach_target: float = 0.7
    adjustment_ratio: float = 8.0
    weight_deff: float = 2.0


@dataclass(frozen=True)
class Total:
    """So many people of one sex ("woman", "man") in one country (two letters)."""

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED
    country: str
    sex: str
    total: float


@dataclass(frozen=True)
class OwnMargins:
    """Population margins of one's own in place of the bundled ones; without totals the bundled ones are used."""

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED
    totals: tuple[Total, ...] = ()
    population: str = ""
    age_scope: str = ""
    date: str = ""
    source: str = ""
    source_url: str = ""


@dataclass(frozen=True)
class Margins:
    """Say whom the population margins describe: the variable and codes, and the sex and country variables."""

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED
    own: OwnMargins = OwnMargins()
    variable: str = "SCR3"
    codes: tuple[str, ...] = ("1", "2")
    country: str = "SCR2"
    sex: str = "DEM1"
    women: tuple[str, ...] = ("1",)
    men: tuple[str, ...] = ("2",)


@dataclass(frozen=True)
class Seeking:
    """When people last looked, whether they found it (`met` are its codes for all of it), and what stood in the way."""

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED
    last: str = ""
    found: str = ""
    met: tuple[str, ...] = ()
    barriers: str = ""


@dataclass(frozen=True)
class Driving:
    """Ask what goes together with an outcome: a variable on a scale, and questions whose rows are set against it."""

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED
    id: str
    outcome: str
    predictors: tuple[str, ...]
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True)
class Discovery:
    """Look for kinds of people: `categories` are questions taken by their codes, `numbers` by their place on the scale.

    With numbers the kinds are k-prototypes, without any they are latent classes. At most `most` are tried.
    """

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED
    id: str
    categories: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    most: int = 6
    resamples: int = 20


@dataclass(frozen=True)
class AnswerMap:
    """Lay out which answers to `questions` go together; those to `added` are placed without shaping the plane."""

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED
    id: str
    questions: tuple[str, ...]
    added: tuple[str, ...] = ()


@dataclass(frozen=True)
class Flags:
    """What shows that somebody answered without looking: grids, and columns with the pace and the device, if any."""

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED
    grids: tuple[str, ...] = ()
    pace: str = ""
    device: str = ""


@dataclass(frozen=True)
class Theme:
    """What several open answers are about; an answer that holds one of the terms belongs to it."""

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED
    id: str
    label: Wording
    terms: tuple[str, ...]


@dataclass(frozen=True)
class Quote:
    """An open answer to print, by the response it is from, with translations; the original is taken from the data."""

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED
    response: str
    translation: Wording = field(default_factory=dict)


@dataclass(frozen=True)
class OpenEnd:
    """An open question, its themes, who confirmed them, and how that person coded some answers (response to themes).

    Themes that nobody has confirmed are a proposal, and no share of them is printed. A second person may have coded
    the same answers without seeing what the first one did.
    """

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED
    question: str
    themes: tuple[Theme, ...] = ()
    confirmed_by: str = ""
    coded_by: str = ""
    coded: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    coded_again_by: str = ""
    coded_again: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True)
class Waves:
    """Follow figures over the waves of a survey.

    `since` names what this wave is compared with: the "last" wave, that of a "year" ago, the "first". `composition` are
    the segmentations by which a change is parted, without any every one that may be compared. A forecast looks `ahead`
    as many waves, by a "level" that wanders or one with a steady "drift".
    """

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED
    since: tuple[str, ...] = ("last", "year", "first")
    composition: tuple[str, ...] = ()
    model: str = "level"
    ahead: int = 1


@dataclass(frozen=True)
class Plan:
    __pydantic_config__: ClassVar[ConfigDict] = CLOSED
    audience: str = "audience"
    audiences: tuple[str, ...] = ("V", "F")
    weighted: str = "V"
    weights: str = "margins"
    """Which weights: "margins" (design weights, then those of the population), "design", or "none"."""
    none: str = "none"
    interest: str = "INT2"
    best_worst: str = "INT3"
    importance: Scale = Scale("NED1", top=("4", "5"), bottom=("1", "2"))
    ease: Scale = Scale("NED2", top=("4", "5"), bottom=("1", "2"), aside=("6",))
    reach: str = "CHN1"
    sources: tuple[str, ...] = tuple(f"C{at:02}" for at in range(1, 12))
    platforms: tuple[str, ...] = (*(f"C{at:02}" for at in range(12, 20)), "C22")
    personal: tuple[str, ...] = ("C20", "C21")
    trust: Scale = Scale("TRU1", top=("4", "5"), bottom=("1", "2"), unknown=("6",))
    image: Scale = Scale("IMG2", top=("3", "4"), bottom=("1", "2"))
    dimensions: Scale = Scale("IMG3", top=("4", "5"), bottom=("1", "2"))
    seeking: Seeking = Seeking("NED3", "NED5", ("1",), "NED6")
    official: Scale = Scale("TRU3", top=("4", "5"), bottom=("1", "2"))
    languages: str = "CHN4"
    forms: str = "CHN5"
    choices: tuple[str, ...] = ()
    ratings: tuple[Scale, ...] = ()
    numbers: tuple[str, ...] = ()
    drivers: tuple[Driving, ...] = (
        Driving("opinion", "IMG2", ("IMG3",)),
        Driving("official", "TRU1__R2", ("TRU3",), unknown=("6",)),
    )
    kinds: tuple[Discovery, ...] = (
        Discovery("interests", categories=("INT2",)),
        Discovery("habits", categories=("CHN5", "NED3"), numbers=("INT1", "IMG1", "IMG2")),
    )
    maps: tuple[AnswerMap, ...] = (AnswerMap("habits", ("INT2", "CHN5"), ("SCR1",)),)
    quality: Flags = Flags(("NED1", "NED2", "TRU1", "TRU3", "IMG3"))
    open_ends: tuple[OpenEnd, ...] = (OpenEnd("OPN1"), OpenEnd("NED4"))
    consent_to_quote: str = "CNS3_1"
    segments: tuple[Segmentation, ...] = (
        Segmentation(
            "age",
            "SCR1",
            (Group("18-34", ("3", "4")), Group("35-54", ("5", "6")), Group("55-", ("7", "8", "9"))),
        ),
        Segmentation("country", "SCR2"),
        Segmentation("language", "language", compared=False),
    )
    waves: Waves = Waves()
    margins: Margins = Margins()
    thresholds: Thresholds = Thresholds()
    view: str = "public"
    """Who may see the report: "public", or "internal" for those who may see the data."""
    written_in: tuple[str, ...] = USUAL_LANGUAGES
    """The languages of the report, where whoever writes it names none."""
    seed: int = 2026
