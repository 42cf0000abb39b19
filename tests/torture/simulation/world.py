"""A population whose truth is known, and fieldworks in it as a survey would hold them.

Six countries are strata, places in them are clusters that think alike, people come with unequal weights, and women
answer more often than men, which weighting to country and sex has to put right. Chances are linear in everything that
moves them, so the truth is arithmetic and not another simulation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any, TypeAlias

import numpy as np

from analysis.arrays import BoolArray, FloatArray, IntArray
from analysis.cells import Cells
from analysis.codebook import Codebook, codebook_from
from analysis.dataset import Dataset, Fieldwork, Frame, Package
from analysis.plan import Plan
from analysis.topics.samples import Sample, sample_of
from analysis.weighting.margins import SEXES, Margin, MarginTable
from tests.analysis.report.package import SAMPLED, codebook_of, columns_asked

CLUSTERS, TAKEN = 12, 9
"""Clusters drawn in each country, and people in each cluster."""
PEOPLE: FloatArray = np.array([[560.0, 500], [300, 310], [150, 90], [160, 130], [200, 170], [190, 90]])
"""Thousands by country and sex, women first."""
WOMEN_AMONG_ANSWERS = 0.62
Factors: TypeAlias = tuple[float, ...]
EVEN: Factors = (0.7, 1.0, 1.3)
UNEVEN: Factors = (0.3, 1.0, 4.0)
"""Factors of clusters' weights: with the uneven ones the design effect of the weights alone is above 2."""
AGES: FloatArray = np.array([0.15, 0.25, 0.2, 0.15, 0.12, 0.08, 0.05])
FIRST_AGE, YOUNG_AGES = 3, 2
YOUNG = float(AGES[:YOUNG_AGES].sum())


@dataclass(frozen=True)
class People:
    """Who was drawn, one number a row: country, cluster, whether a woman, code of age."""

    country: IntArray
    cluster: IntArray
    woman: BoolArray
    age: IntArray

    @property
    def n(self) -> int:
        return len(self.country)

    @property
    def young(self) -> BoolArray:
        return np.asarray(self.age < FIRST_AGE + YOUNG_AGES)


@dataclass(frozen=True)
class Chances:
    """How likely each of k things is: a base, and what being a woman, being young and the country add (k each).

    `by_cluster` is the furthest a cluster may be from that, up or down alike.
    """

    base: FloatArray
    woman: FloatArray
    young: FloatArray
    country: FloatArray
    by_cluster: FloatArray

    @property
    def true(self) -> FloatArray:
        """Return the shares in the population."""
        return self.among(np.ones(len(SAMPLED), dtype=np.bool_))

    def among(self, countries: BoolArray, young: float = YOUNG) -> FloatArray:
        """Return the shares in some countries, at a share of young people."""
        people = PEOPLE * countries[:, None]
        women, of_country = people[:, 0].sum() / people.sum(), people.sum(axis=1) / people.sum()
        return np.asarray(self.base + women * self.woman + young * self.young + of_country @ self.country)

    def of(self, people: People, rng: np.random.Generator) -> FloatArray:
        """Return everybody's chances (rows × k), with a draw for every cluster."""
        moved = rng.uniform(-1, 1, (len(SAMPLED) * CLUSTERS, len(self.base))) * self.by_cluster
        own = self.base + people.woman[:, None] * self.woman + people.young[:, None] * self.young
        return np.asarray(own + self.country[people.country] + moved[people.cluster])


def chances(base: Sequence[float] | FloatArray, *, by_group: float = 0.15, by_cluster: float = 0.5) -> Chances:
    """Return chances around a base that differ by group and cluster, each by a part of the room there is.

    Groups move the even things one way and the odd ones the other.
    """
    at = np.asarray(base, dtype=np.float64)
    room = np.minimum(at, 1 - at)
    way = np.where(np.arange(len(at)) % 2, 1.0, -1.0)
    places = np.linspace(-1, 1, len(SAMPLED))[:, None]
    return Chances(at, way * by_group * room, -way * by_group * room, places * by_group * room, by_cluster * room)


def drawn(rng: np.random.Generator, taken: int = TAKEN) -> People:
    """Draw people: the same number in every cluster, of whom women answer more often."""
    cluster = np.repeat(np.arange(len(SAMPLED) * CLUSTERS), taken)
    n = len(cluster)
    woman = rng.random(n) < WOMEN_AMONG_ANSWERS
    return People(cluster // CLUSTERS, cluster, woman, FIRST_AGE + rng.choice(len(AGES), n, p=AGES))


def package(people: People, answers: Mapping[str, Cells], rng: np.random.Generator, factors: Factors = EVEN) -> Package:
    """Put answers into a data package; factors of clusters' weights know nothing of the answers."""
    weights = PEOPLE.sum(axis=1)[people.country] * rng.choice(factors, len(SAMPLED) * CLUSTERS)[people.cluster]
    kinds, which = np.unique(weights, return_inverse=True)
    same = {"language": "vi", "day": "2026-11-05", "sample_source": "frame", "basis": "A", "audience": "V"}
    cells = {name: constant(text, people.n) for name, text in same.items()}
    cells |= {f"SCR3__{code}": constant(str(int(code == 1)), people.n) for code in range(6)}
    cells |= {
        "design_weight": coded([f"{weight:g}" for weight in kinds], which),
        "stratum": coded(SAMPLED, people.country),
        "SCR2": coded(SAMPLED, people.country),
        "cluster": coded([f"c{at}" for at in range(len(SAMPLED) * CLUSTERS)], people.cluster),
        "SCR1": coded([str(code) for code in range(10)], people.age),
        "DEM1": coded(["2", "1"], people.woman),
    }
    return Package(Dataset(codebook(), {**cells, **answers}, people.n), FIELDWORK)


def sample(people: People, answers: Mapping[str, Cells], rng: np.random.Generator, factors: Factors = EVEN) -> Sample:
    """Take the sample as a report would: weighted to country and sex."""
    found = sample_of(package(people, answers, rng, factors), Plan(), "V", margins())
    if found is None:
        raise ValueError("nobody was drawn")
    return found


def marked(question: str, codes: Sequence[str], flags: BoolArray) -> dict[str, Cells]:
    """Return the columns of a question with several answers; `flags` is rows × codes."""
    columns = {f"{question}__{code}": coded(["0", "1"], flags[:, at]) for at, code in enumerate(codes)}
    return columns | {f"{question}__none": coded(["0", "1"], ~flags.any(axis=1))}


def coded(texts: Sequence[str], which: Any) -> Cells:
    """Return a column that holds these texts by number."""
    return Cells(np.array(texts, dtype=np.str_), np.asarray(which, dtype=np.int32))


def constant(text: str, n: int) -> Cells:
    return coded([text], np.zeros(n))


@cache
def codebook() -> Codebook:
    """Return the codebook, in which needs are drawn by lot with chances that depend on age."""
    raw = codebook_of(columns_asked())
    names = list(raw["assignments"]["ned_block"][0]["probability"])
    often = dict(zip(names, [0.75] * 8 + [0.25] * 8, strict=True))
    seldom = dict(zip(names, [0.25] * 8 + [0.75] * 8, strict=True))
    young = " or ".join(f"SCR1 == '{FIRST_AGE + at}'" for at in range(YOUNG_AGES))
    pools = [{"when": young, "probability": often}, {"when": "always", "probability": seldom}]
    raw["assignments"] = raw["assignments"] | {"ned_block": pools}
    return codebook_from(raw)


@cache
def margins() -> MarginTable:
    """Return the true numbers by country and sex."""
    about = Margin(
        "", "", 0, "persons", "people of Vietnamese origin", "18+", date(2026, 1, 1), "simulated", "", "high"
    )
    return MarginTable(
        tuple(
            replace(about, country=country, sex=sex, total=float(PEOPLE[at, place]))
            for at, country in enumerate(SAMPLED)
            for place, sex in enumerate(SEXES)
        )
    )


FIELDWORK = Fieldwork(
    frames=(Frame("frame", "A", "design_weight", ("stratum",), ("cluster",), {}, {}),),
    opt_in=(),
    first="2026-11-01",
    last="2026-11-20",
    modes=("web",),
    versions=(1,),
    tallies={},
    translation_status={},
    sponsor={},
)
