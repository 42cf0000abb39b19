"""Tell the language of a short answer from its script, its letters and its commonest words.

Scripts that one language uses settle it (Hangul, kana, Thai, Lao, Khmer, Arabic, Cyrillic among the languages offered);
characters that only one form of Chinese has tell the two apart. Latin letters are scored by how likely each run of
three letters is in a language (naive Bayes; the runs are those of CLDR's names of countries, languages and currencies),
by marks that few languages share and by function words; where two languages score alike it stays undetermined.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

from babel import Locale

UNDETERMINED: Final = "und"

SCRIPTS: Final = (
    ("ko", "\uac00", "\ud7a3"), ("ko", "\u1100", "\u11ff"), ("ja", "\u3040", "\u30ff"), ("th", "\u0e01", "\u0e5b"),
    ("lo", "\u0e81", "\u0edf"), ("km", "\u1780", "\u17ff"), ("ar", "\u0600", "\u06ff"), ("ru", "\u0400", "\u04ff"),
    ("zh", "\u4e00", "\u9fff"),
)  # fmt: skip

SIMPLIFIED: Final = frozenset(
    "们这国对时来说学会为发过还没开样现问间关门见觉话语读书写买卖车东西电视网络信息么个从给长让应该务员实际经济"
    "办证签护照资讯传统华侨报纸听广节华应认识亲戚历热爱难题种类医药养农业产权与专业环灾项变动"
)
TRADITIONAL: Final = frozenset(
    "們這國對時來說學會為發過還沒開樣現問間關門見覺話語讀書寫買賣車東電視網絡資訊麼個從給長讓應該務員實際經濟"
    "辦證簽護傳統華僑報紙聽廣節認識親戚歷熱愛難題種類醫藥養農業產權與專環災項變動"
)

LETTERS: Final[Mapping[str, str]] = {
    "vi": "ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ",
    "de": "äöüß",
    "es": "ñ¿¡áíóú",
    "fr": "çœæèêëîïûùà",
    "cs": "ěščřžůďťň",
    "pl": "ąęłńśźżć",
}

WORDS: Final[Mapping[str, str]] = {
    "en": "the and of to is in it you that for on are with not how what where when which about do does can my i we "
    "they this there have has from an a be more any why who or at by nothing information news",
    "vi": "va cua la khong co cho toi nguoi duoc cac nhung mot trong ve o nhu the nao lam biet muon thong tin viet nam "
    "hoi khi den tu thi voi gi",
    "fr": "le la les de des du et est un une je nous pour que qui dans sur pas ne au aux comment quoi avec plus mon ma "
    "vous rien se ou ce cette",
    "de": "der die das und ist ich nicht ein eine zu den von mit für auf wie was wo es dem im über keine nichts oder "
    "sich auch werden man",
    "es": "el la los las de y es un una que en no por para con como qué cómo del se mi más lo al dónde sobre nada "
    "quiero información",
    "cs": "a je se na v že to jak co kde pro s o z do nebo jsem by ale jsou které není o mi informace nic",
    "pl": "i w na z do nie jest się jak co gdzie dla o że to czy są ale lub mi od po nic informacje jakie",
}
_FUNCTION_WORDS: Final = {language: frozenset(words.split()) for language, words in WORDS.items()}
_WORD: Final = re.compile(r"[^\W\d_]+")
WORD_WEIGHT, LETTER_WEIGHT, SURE = 2.0, 2.0, 1.0
FUNCTION_COUNT, SMOOTHING = 20, 0.5


def language_of(text: str) -> str:
    """Return the tag of the language a text is in, among those offered; `und` where it cannot be told."""
    text = unicodedata.normalize("NFC", text).casefold()
    counts: dict[str, int] = {}
    for letter in text:
        found = next((language for language, low, high in SCRIPTS if low <= letter <= high), None)
        found = found or ("latin" if letter.isalpha() else None)
        if found:
            counts[found] = counts.get(found, 0) + 1
    if not counts:
        return UNDETERMINED
    if counts.get("ja"):
        counts["ja"] += counts.pop("zh", 0)
    leading = max(counts, key=lambda language: counts[language] * (1 if language == "latin" else 2))
    if leading == "latin":
        return _latin(text)
    return _chinese(text) if leading == "zh" else leading


def _chinese(text: str) -> str:
    """Tell simplified from traditional by the characters that only one of them has; undecided counts as simplified."""
    simplified = sum(letter in SIMPLIFIED and letter not in TRADITIONAL for letter in text)
    traditional = sum(letter in TRADITIONAL and letter not in SIMPLIFIED for letter in text)
    return "zh-Hant" if traditional > simplified else "zh-Hans"


def _latin(text: str) -> str:
    words, runs = _WORD.findall(text), list(_runs(text))
    scores = {}
    for language, chances in _chances().items():
        known, letters = _FUNCTION_WORDS[language], LETTERS.get(language, "")
        score = sum(chances.get(run, chances[""]) for run in runs)
        score += WORD_WEIGHT * sum(word in known for word in words)
        scores[language] = score + LETTER_WEIGHT * sum(any(letter in letters for letter in word) for word in words)
    first, second = sorted(scores, key=lambda language: -scores[language])[:2]
    return first if scores[first] - scores[second] > SURE else UNDETERMINED


def _runs(text: str) -> Iterator[str]:
    """Yield each run of three letters, with the ends of words as spaces."""
    for word in _WORD.findall(text):
        padded = f" {word} "
        yield from (padded[at : at + 3] for at in range(len(padded) - 2))


@cache
def _chances() -> dict[str, dict[str, float]]:
    """Return the logarithm of each run's chance by language; of a run never seen under the empty text."""
    counted = {language: _counted(language) for language in _FUNCTION_WORDS}
    different = len({run for counts in counted.values() for run in counts})
    found = {}
    for language, counts in counted.items():
        whole = counts.total() + SMOOTHING * different
        found[language] = {run: math.log((count + SMOOTHING) / whole) for run, count in counts.items()}
        found[language][""] = math.log(SMOOTHING / whole)
    return found


def _counted(language: str) -> Counter[str]:
    locale = Locale(language)
    names = (locale.languages, locale.territories, locale.scripts, locale.variants, locale.currencies)
    counts = Counter(run for texts in names for text in texts.values() for run in _runs(str(text).casefold()))
    for word in _FUNCTION_WORDS[language]:
        counts.update(dict.fromkeys(_runs(word), FUNCTION_COUNT))
    return counts
