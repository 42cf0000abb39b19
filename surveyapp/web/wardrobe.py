"""Decide which rules a browser is given to keep, and which a page carries in itself because it was not given them yet.

A page waits for nothing: what it needs and its reader's browser does not keep stands in it. A page that is light
enough gives the browser the next sheet to keep, for print only, so that nothing waits for it and it is there for the
pages that follow.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from surveyapp.web.around import HARDEST, LARGE, squeeze
from surveyapp.web.looks import Looks, of_every_language, short

MOST: Final = 5_920
"""Bytes on the wire of a page with all that it asks for."""
HEADERS_OF_A_PAGE: Final = 720
HEADERS_OF_A_SHEET: Final = 340
MOST_GAINED: Final = 0.15
"""Of a page's bytes, by compressing it hardest."""


@dataclass(frozen=True)
class Wardrobe:
    """Sheets by name in the order in which they hold; `kept` are the first of them, given to browsers one by one."""

    sheets: Mapping[str, str]
    kept: tuple[str, ...]
    _short: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_short", short(tuple(self.sheets.values())))

    @cached_property
    def served(self) -> Mapping[str, str]:
        """The kept sheets as they are served: what holds in one language only stays in the pages."""
        return {name: of_every_language(text) for name, text in zip(self.kept, self._short, strict=False)}

    @cached_property
    def looks(self) -> tuple[Looks, ...]:
        """What a page takes its rules from, by how many sheets its reader's browser was given."""
        return tuple(self._looks(given) for given in range(len(self.kept) + 1))

    def _looks(self, given: int) -> Looks:
        special = [of_every_language(text, wanted=False) for text in self._short[:given]]
        return Looks("\n".join((*special, *self._short[given:])), beside="".join(self._short[:given]))

    @cached_property
    def _weights(self) -> tuple[int, ...]:
        return tuple(
            len(squeeze(text.encode(), "br", quality=HARDEST)) + HEADERS_OF_A_SHEET for text in self.served.values()
        )

    def dress(self, page: str, given: int, address: Callable[[str], str], *, once: bool) -> tuple[str, int]:
        """Put into a drawn page what its reader's browser lacks, and return how many sheets it has been given then.

        A page that goes out `once` is not compressed hardest.
        """
        dressed = self.looks[given].dress(page)
        if given == len(self.kept) or not self._has_room(dressed.encode(), given, once):
            return dressed, given
        link = f'<link rel="stylesheet" href="{address(self.kept[given])}" media="print">'
        return dressed.replace("</head>", f"{link}</head>", 1), given + 1

    def _has_room(self, page: bytes, given: int, once: bool) -> bool:
        room = MOST - HEADERS_OF_A_PAGE - self._weights[given]
        quick = len(squeeze(page, "br"))
        if quick <= room or once or len(page) < LARGE or quick * (1 - MOST_GAINED) > room:
            return quick <= room
        return len(squeeze(page, "br", quality=HARDEST)) <= room
