"""Write how the names of countries are typed in Latin letters: `python scripts/read_countries.py` (needs pypinyin).

Chinese names get their pinyin without tones, in one word and as first letters; Japanese names the kana of their
characters, and all of them the letters that are typed for kana. Run it again where a name in `countries.json` or in
Babel's CLDR has changed; a test says so.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from pypinyin import lazy_pinyin

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from surveyapp import instruments
from surveyapp.instruments.countries import country_names

FOLDER = Path(instruments.__file__).parent / "interest_and_needs_2026"
CHARACTERS = {
    "アラブ首長国連邦": "アラブシュチョウコクレンポウ",
    "中華人民共和国": "チュウカジンミンキョウワコク",
    "特別行政区": "トクベツギョウセイク",
    "民主共和国": "ミンシュキョウワコク",
    "共和国": "キョウワコク",
    "合衆国": "ガッシュウコク",
    "領有小離島": "リョウユウショウリトウ",
    "英領インド洋地域": "エイリョウインドヨウチイキ",
    "極南諸島": "キョクナンショトウ",
    "南極": "ナンキョク",
    "諸島": "ショトウ",
    "米領": "ベイリョウ",
    "仏領": "フツリョウ",
    "英領": "エイリョウ",
    "領": "リョウ",
    "中央": "チュウオウ",
    "連邦": "レンポウ",
    "赤道": "セキドウ",
    "香港": "ホンコン",
    "北朝鮮": "キタチョウセン",
    "韓国": "カンコク",
    "中国": "チュウゴク",
    "日本": "ニホン",
    "台湾": "タイワン",
    "自治区": "ジチク",
    "市国": "シコク",
    "及び": "オヨビ",
    "南": "ミナミ",
    "北": "キタ",
    "東": "ヒガシ",
    "西": "ニシ",
    "島": "トウ",
    "国": "コク",
}
SIGNS = (
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
    "ガギグゲゴザジズゼゾダヂヅデドバビブベボパピプペポヴ"
)
LETTERS = (
    "a i u e o ka ki ku ke ko sa shi su se so ta chi tsu te to na ni nu ne no ha hi fu he ho ma mi mu me mo ya yu yo "
    "ra ri ru re ro wa wo n ga gi gu ge go za ji zu ze zo da ji zu de do ba bi bu be bo pa pi pu pe po vu"
)
KANA = dict(zip(SIGNS, LETTERS.split(), strict=True))
SMALL = {"ァ": "a", "ィ": "i", "ゥ": "u", "ェ": "e", "ォ": "o", "ャ": "ya", "ュ": "yu", "ョ": "yo"}


def pinyin(name: str) -> str:
    """Return a Chinese name as it is typed whole, and by the first letters of its syllables."""
    syllables = lazy_pinyin(re.sub(r"[^\u4e00-\u9fff]", "", name), v_to_u=False)
    return f"{''.join(syllables)}, {''.join(one[0] for one in syllables)}"


def kana(name: str) -> str:
    """Return a Japanese name with its characters as kana."""
    for characters, sounds in CHARACTERS.items():
        name = name.replace(characters, sounds)
    return name


def romaji(sounds: str) -> str:
    """Return kana as they are typed: long vowels by one letter, since many leave the stroke out."""
    found, double, before = "", False, ""
    for sign in sounds:
        if sign == "ッ":
            double = True
        elif sign in SMALL:
            vowel = SMALL[sign]
            stem = f"{found[:-1]}w" if before == "ウ" else found[:-1]
            found = stem + (vowel[-1] if stem.endswith(("sh", "ch", "j")) or vowel in "aiueo" else vowel)
        elif sign in KANA:
            found += (KANA[sign][0] if double else "") + KANA[sign]
            double = False
        before = sign
    return found


def main() -> None:
    """Write the readings of every language that is typed by sound."""
    readings: dict[str, dict[str, str]] = {
        language: {code: pinyin(name) for code, name in country_names(FOLDER, language).items()}
        for language in ("zh-Hans", "zh-Hant")
    }
    readings["ja"] = {}
    for code, name in country_names(FOLDER, "ja").items():
        sounds = kana(name)
        unread = re.findall(r"[\u4e00-\u9fff]", sounds)
        if unread:
            raise SystemExit(f"{code}: no kana for {unread} of {name}")
        readings["ja"][code] = ", ".join(([sounds] if sounds != name else []) + [romaji(sounds)])
    text = json.dumps(readings, ensure_ascii=False, indent=1, sort_keys=True)
    (FOLDER / "readings_of_countries.json").write_text(f"{text}\n", "utf-8")


if __name__ == "__main__":
    main()
