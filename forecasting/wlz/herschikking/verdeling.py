"""How an amount is divided in whole cents, so that one cent more never lowers anyone."""

import heapq
from collections.abc import Sequence
from fractions import Fraction
from math import floor, lcm


def verdeel_naar_rato(geheel_cent: int, gewichten: Sequence[int]) -> list[int]:
    """`geheel_cent` (0 or more) in whole cents proportional to `gewichten` (0 or more), adding up exactly.

    Every part is rounded to the nearest cent, with one divisor for all, chosen so that the parts add up (Sainte-Laguë);
    a tie goes to the earliest. The divisor may lie a little beside the exact one, so now and then a part is somewhat
    more than a cent from its exact share. The largest remainder (`loaders.split.verdeel`) adds up as well and differs
    by a cent at most now and then, but a cent more to divide can take a cent from someone: 10 over 6, 6 and 2 gives 4,
    4, 2 and 11 gives 5, 5, 1. That may not happen to an agreement, so it is not used here. No part is larger than its
    weight as long as `geheel_cent` is not larger than all weights together.

    Bron: regel R6 (one percentage, in whole cents that add up; one cent more room never lowers anyone).

    >>> verdeel_naar_rato(29_251, [10_000, 10_000, 10_001])
    [9750, 9750, 9751]
    >>> verdeel_naar_rato(10, [6, 6, 2]), verdeel_naar_rato(11, [6, 6, 2])
    ([5, 4, 1], [5, 5, 1])
    """
    total = sum(gewichten)
    if not total:
        return [0] * len(gewichten)
    parts = [-((total - 2 * geheel_cent * w) // (2 * total)) for w in gewichten]  # nearest; half a cent down
    short = geheel_cent - sum(parts)
    sign = 1 if short > 0 else -1
    heap = [(_turn(w, part, sign), sign * i) for i, (w, part) in enumerate(zip(gewichten, parts, strict=True))]
    heapq.heapify(heap)
    for _ in range(abs(short)):
        i = sign * heap[0][1]
        parts[i] += sign
        heapq.heapreplace(heap, (_turn(gewichten[i], parts[i], sign), sign * i))
    return parts


def naar_rato(bedragen: Sequence[Fraction]) -> list[int]:
    """Exact amounts, credits (below 0) among them, in whole cents that add up to their sum (a whole number, or half a
    cent up): credits together to the nearest cent, and each side divided by `verdeel_naar_rato`.

    >>> naar_rato([Fraction(90), Fraction(-9)]), naar_rato([Fraction(5, 2), Fraction(5, 2), Fraction(-1)])
    ([90, -9], [3, 2, -1])
    """
    scale = lcm(*(b.denominator for b in bedragen)) if bedragen else 1
    plus = [max(0, int(b * scale)) for b in bedragen]
    minus = [max(0, -int(b * scale)) for b in bedragen]
    total, credit = floor(sum(bedragen, Fraction(1, 2))), round(Fraction(sum(minus), scale))
    parts = zip(verdeel_naar_rato(total + credit, plus), verdeel_naar_rato(credit, minus), strict=True)
    return [more - less for more, less in parts]


def _turn(gewicht: int, deel: int, sign: int) -> Fraction | float:
    """Whose turn it is, lowest first: to get the next cent (sign 1), or to give the last one back (sign -1)."""
    if sign > 0:
        return -Fraction(gewicht, 2 * deel + 1)
    return Fraction(gewicht, 2 * deel - 1) if deel else float("inf")
