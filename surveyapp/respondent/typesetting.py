"""Set an author's wording for the screen: hold together what a line must not part."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

JOINED: Final = "\u2060"
"""No line ends here; it shows nothing."""
HELD: Final = "\u00a0"
_NUMBERED = re.compile(r"(?<![\w/.:-])\d\w*(?:[/-]\w+)+|(?<=[\u3400-\u9fff])\d\w*(?:[/-]\w+)+")
"""What begins with a figure and goes on over strokes and hyphens: the number of a law, a date, a telephone."""
_RANGE = re.compile(r"(?<=\d)–(?=\d)")
_AFTER_FIGURE = re.compile(r"(?<!\w)(\d[\d.,]*) (?=\d|[%‰°€₫]|[^\W\d_]{1,8}\b)")
_BEFORE = re.compile(r"(?<=[№§#]) (?=\d)| (?=[–—] )")
_FRENCH = re.compile(r" (?=[:;?!»])|(?<=«) ")
_SMALL_WORD = re.compile(r"\b([^\W\d_]) (?=\w)")
_VIETNAMESE = re.compile(r"\b(quý) (?=vị\b)|\b(Việt) (?=Nam\b)|\b(tháng|năm) (?=\d)", re.IGNORECASE)
_CHINESE = re.compile("什么|什麼|多少|哪些|哪个|哪個|哪里|哪裡|怎么|怎麼|怎样|怎樣|如何|是否|越南")
"""Words that questions turn on; a line is broken between any two characters of Chinese unless they are held."""
_SMALL_WORDS_GO_WITH_THE_NEXT: Final = ("cs", "pl", "ru")


@lru_cache(maxsize=8192)
def typeset(text: str, language: str) -> str:
    """Return the text with spaces that hold and with joiners; it reads, sounds and is searched as before.

    In every language numbers of laws, dates, telephones, and figures with their unit stay on one line, and no line
    begins with a dash. So do in French the signs with a space before them, in Czech, Polish and Russian words of one
    letter with the next, in Vietnamese two names, and months and years with their number, in Chinese the words that
    questions turn on.
    """
    first = language.partition("-")[0]
    text = _NUMBERED.sub(lambda found: re.sub(r"[/-]", rf"\g<0>{JOINED}", found[0]), text)
    text = _RANGE.sub(f"–{JOINED}", text)
    text = _BEFORE.sub(HELD, _AFTER_FIGURE.sub(rf"\1{HELD}", text))
    if first == "fr":
        text = _FRENCH.sub(HELD, text)
    elif first == "vi":
        text = _VIETNAMESE.sub(lambda found: (found[1] or found[2] or found[3]) + HELD, text)
    elif first == "zh":
        text = _CHINESE.sub(lambda found: JOINED.join(found[0]), text)
    elif first in _SMALL_WORDS_GO_WITH_THE_NEXT:
        text = _SMALL_WORD.sub(rf"\1{HELD}", text)
    return text
