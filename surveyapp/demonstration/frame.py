"""Lay out the simulated fieldwork: a frame with known probabilities for the diaspora, open links for foreigners.

Nothing here describes real people: the frame's sizes are chosen so that weighting to published margins moves little.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

FRAME = "simulated-frame"
FRAME_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Stratum:
    """A country of the frame: people, the associations (clusters) they belong to, and how many of these are drawn."""

    country: str
    people: int
    clusters: int
    drawn: int
    languages: tuple[tuple[str, float], ...]


STRATA = (
    Stratum("US", 1_870_000, 1_400, 18, (("vi", 0.6), ("en", 0.4))),
    Stratum("JP", 390_000, 420, 10, (("vi", 0.75), ("ja", 0.25))),
    Stratum("AU", 360_000, 380, 10, (("vi", 0.6), ("en", 0.4))),
    Stratum("CA", 240_000, 280, 10, (("vi", 0.6), ("en", 0.4))),
    Stratum("KR", 215_000, 290, 10, (("vi", 0.7), ("ko", 0.3))),
    Stratum("FR", 205_000, 240, 10, (("vi", 0.65), ("en", 0.35))),
)


@dataclass(frozen=True, slots=True)
class Link:
    """A collection point as the simulation uses it: its link's token, how it was drawn, and how many answer there."""

    token: str
    sample_source: str
    channel: str
    country: str | None
    design: dict[str, Any]
    answers: int
    languages: tuple[tuple[str, float], ...]


OPEN_LINKS = (
    ("open-kr", "web", "KR", 0.22, (("ko", 0.8), ("en", 0.2))),
    ("open-jp", "web", "JP", 0.17, (("ja", 0.85), ("en", 0.15))),
    ("open-cn", "web", "CN", 0.17, (("zh-Hans", 1.0),)),
    ("open-us", "qr", "US", 0.16, (("en", 1.0),)),
    ("open-fr", "qr", "FR", 0.14, (("en", 1.0),)),
    ("open-ae", "qr", "AE", 0.14, (("ar", 0.85), ("en", 0.15))),
)
CLEARED = ("US", "JP", "AU", "CA", "KR", "FR", "CN", "AE", "DE", "CZ", "TH", "GB", "EG", "TW", "SG")
NOT_CLEARED_EXAMPLE = "BR"


def links(responses: int) -> Iterator[Link]:
    """Yield the collection points for about `responses` answers, three fifths of them drawn from the frame."""
    drawn = round(responses * FRAME_SHARE)
    # In proportion to the square root of the population: between equal precision by country and for the whole.
    by_stratum = _shared_out(drawn, [math.sqrt(stratum.people) for stratum in STRATA])
    for stratum, people in zip(STRATA, by_stratum, strict=True):
        clusters = min(stratum.drawn, people)
        for number, take in enumerate(_shared_out(people, [1.0] * clusters), 1):
            yield _frame_link(stratum, number, take, clusters)
    shares = [share for _, _, _, share, _ in OPEN_LINKS]
    for (token, source, country, _, languages), take in zip(
        OPEN_LINKS, _shared_out(responses - drawn, shares), strict=True
    ):
        channel = "culture-centre-poster" if source == "qr" else "embassy-site"
        yield Link(token, source, channel, country, {}, take, languages)


def _frame_link(stratum: Stratum, number: int, take: int, clusters: int) -> Link:
    members = stratum.people / stratum.clusters
    chance = (clusters / stratum.clusters) * (take / members)
    cluster = f"{stratum.country}-{number}"
    design = {
        "frame": FRAME,
        "stratum": stratum.country,
        "cluster": cluster,
        "inclusion_probability": chance,
        "basis": "A",
        "population": {
            "en": "people of Vietnamese origin on the simulated membership lists of associations in six countries",
            "vi": "người gốc Việt trong danh sách hội viên mô phỏng tại sáu nước",
            "zh-Hans": "六国模拟社团会员名单上的越南裔",
            "ar": "ذوو الأصل الفيتنامي في قوائم محاكاة لأعضاء الجمعيات في ستة بلدان",
        },
        "note": {
            "en": "Simulated: associations drawn at random within each country, then members at random within each.",
            "vi": "Mô phỏng: chọn ngẫu nhiên hội trong từng nước, rồi chọn ngẫu nhiên hội viên trong từng hội.",
            "zh-Hans": "模拟：先在各国随机抽取社团，再在每个社团内随机抽取会员。",
            "ar": "محاكاة: تُسحب الجمعيات عشوائياً في كل بلد، ثم يُسحب الأعضاء عشوائياً في كل جمعية.",
        },
    }
    return Link(f"frame-{cluster.lower()}", FRAME, "invitation", stratum.country, design, take, stratum.languages)


def _shared_out(total: int, shares: list[float]) -> list[int]:
    """Divide a total by shares with the largest remainders, so that the parts add up."""
    exact = [total * share / sum(shares) for share in shares]
    parts = [int(part) for part in exact]
    by_remainder = sorted(range(len(shares)), key=lambda at: exact[at] - parts[at], reverse=True)
    for at in by_remainder[: total - sum(parts)]:
        parts[at] += 1
    return parts
