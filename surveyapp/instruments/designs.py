"""Make the balanced designs of the bundled instrument; the frozen result lies in its `structure.json`.

Nothing is drawn at random: run again, the same designs come out, and a test holds the instrument to them.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, product

Block = tuple[str, ...]

RESIDUES = 19
FIXED_POINT = RESIDUES
BASE_CLASS = ((0, 10, 12, 15), (1, 2, 6, 18), (3, 9, 13, 14), (4, 11, 17, FIXED_POINT), (5, 7, 8, 16))
SECOND_CLASS_LATER_BY = 4


def half_blocks(codes: Sequence[str]) -> list[Block]:
    """Return 30 blocks of 8 of 16 codes: each code is in 15, each pair in 7, each three together in 3.

    These are the hyperplanes of the affine geometry AG(4, 2) and their complements, the 3-(16, 8, 3) design.
    """
    points = list(product((0, 1), repeat=4))
    blocks = []
    for normal in points[1:]:
        for side in (0, 1):
            on_side = [sum(a * x for a, x in zip(normal, point, strict=True)) % 2 == side for point in points]
            blocks.append(tuple(code for code, here in zip(codes, on_side, strict=True) if here))
    return blocks


def triples(codes: Sequence[str]) -> list[Block]:
    """Return every way to take three: of six codes each is then in half of the blocks."""
    return list(combinations(codes, 3))


def best_worst_versions(codes: Sequence[str]) -> list[list[Block]]:
    """Return 19 versions of 10 screens of 4 for 20 codes.

    Within a version each code comes twice, once in either half, and no pair twice; over all versions each pair comes
    6 times. A version joins two parallel classes of the resolvable (20, 4, 3) design that the base class generates
    modulo 19, one point staying fixed. Places on the screen rotate, so that no code is favoured by where it stands.
    """
    versions = []
    for shift in range(RESIDUES):
        first = _parallel_class(shift, turn=shift)
        second = [block[::-1] for block in _parallel_class(shift + SECOND_CLASS_LATER_BY, turn=shift)]
        versions.append([tuple(codes[point] for point in block) for block in first + second])
    return versions


def _parallel_class(shift: int, turn: int) -> list[tuple[int, ...]]:
    """Shift the base class, turning the order of its screens and the block of the fixed point by `turn`."""
    moved = []
    for block in BASE_CLASS:
        points = tuple(p if p == FIXED_POINT else (p + shift) % RESIDUES for p in block)
        cut = turn % len(points) if FIXED_POINT in points else 0
        moved.append(points[cut:] + points[:cut])
    cut = turn % len(moved)
    return moved[cut:] + moved[:cut]
