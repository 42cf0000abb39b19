"""Draw a grid of tiles: one equal tile for each place, region by region, without borders and without a map."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.report.charts.svg import LINE, Sheet, width_of, wrapped
from analysis.report.marks import Tile, TileGrid, TileRegion

COLUMNS = 4
HEIGHT, GAP, APART, HEAD, BELOW, INSET = 46.0, 3.0, 6.0, 16.0, 12.0, 5.0
"""Of a tile; between tiles; more between parts of a region; its name; under it; from a tile's edge to its letters."""
KEY, SWATCH, HIGH = 34.0, 14.0, 4
"""The height of the key, the width of its boxes, and the class from which letters are those for dark tiles."""


@dataclass(frozen=True)
class Placed:
    """A tile and its upper corner at the start."""

    tile: Tile
    x: float
    y: float


@dataclass(frozen=True)
class Named:
    """The name of a region and the start of its baseline."""

    name: str
    x: float
    y: float


@dataclass(frozen=True)
class Layout:
    """Where everything of a grid stands; `top` is left free above it."""

    tiles: tuple[Placed, ...]
    names: tuple[Named, ...]
    tile_width: float
    height: float


def draw_tiles(chart: TileGrid, name: str, *, width: float = 372, is_rtl: bool = False) -> str:
    """Draw the classes, then the regions; a place that is not printed is hatched, and keeps its mark."""
    sheet, found = Sheet(width, is_rtl), laid_out(chart, width)
    parts = [_key(sheet, chart)]
    parts += [sheet.text(one.x, one.y, one.name, "tb") for one in found.names]
    parts += [_tile(sheet, one, found.tile_width) for one in found.tiles]
    return sheet.whole(name, found.height, chart.title, chart.description, parts)


def laid_out(chart: TileGrid, width: float, columns: int = COLUMNS) -> Layout:
    """Place tiles in rows of so many columns; a region that fits beside the one before it in one row stands there."""
    tile_width = (width - GAP * (columns - 1) - APART * (columns - 1)) / columns
    step, x, top, bottom = tile_width + GAP + APART, 0.0, KEY, KEY
    tiles: list[Placed] = []
    names: list[Named] = []
    for region in chart.regions:
        wide = _width(region, tile_width)
        name_width = width_of(region.name) + APART
        if x and (x + max(wide, name_width) > width or wide > width):
            x, top = 0.0, bottom + BELOW
        names.append(Named(region.name, x, top + 11))
        placed = _rows(region, x, top + HEAD, tile_width, width)
        tiles += placed
        bottom = max([bottom, *(one.y + HEIGHT for one in placed)])
        x += -(-max(wide, name_width) // step) * step
    return Layout(tuple(tiles), tuple(names), tile_width, bottom + 2)


def _width(region: TileRegion, tile_width: float) -> float:
    """Return how wide a region is in one row."""
    tiles = sum(len(part) for part in region.parts)
    return tiles * (tile_width + GAP) - GAP + (len(region.parts) - 1) * APART


def _rows(region: TileRegion, start: float, top: float, tile_width: float, width: float) -> list[Placed]:
    placed: list[Placed] = []
    x, y = start, top
    for at, part in enumerate(region.parts):
        x += APART if at and x > start else 0.0
        for tile in part:
            if x > start and x + tile_width > width + 0.01:
                x, y = start, y + HEIGHT + GAP
            placed.append(Placed(tile, x, y))
            x += tile_width + GAP
    return placed


def _key(sheet: Sheet, chart: TileGrid) -> str:
    """Write what the figures are and the limits of each class."""
    parts, x = [sheet.text(0, 10, chart.heading, "tm")], 0.0
    for step, limits in chart.steps:
        parts.append(sheet.box(x, 16, SWATCH, 10, f"q{step}"))
        parts.append(sheet.text(x + SWATCH + 4, 25, limits, "tm"))
        x += SWATCH + 4 + width_of(limits, 10) + 12
    return "".join(parts)


def _tile(sheet: Sheet, one: Placed, width: float) -> str:
    tile, side = one.tile, "h" if one.tile.step >= HIGH else "l"
    plain = f"k{side}" if tile.step else "tm"
    parts = [sheet.box(one.x, one.y, width, HEIGHT, f"q{tile.step}")]
    parts.append(sheet.text(one.x + INSET, one.y + 14, tile.code, plain))
    if not tile.step:
        start, end = one.x + INSET + 20, one.x + width - INSET - 12
        parts.append(sheet.hatch(start, one.y + 6, end - start, 8))
    value = f"v{side}" if tile.step else "tm"
    parts.append(sheet.text(one.x + width - INSET, one.y + 15, tile.text, value, "end"))
    rows = wrapped(tile.name, width - 2 * INSET, 10, most=2)
    parts.append(sheet.lines(one.x + INSET, one.y + HEIGHT - 6 - LINE * (len(rows) - 1), rows, plain))
    return "".join(parts)
