"""Draws the house from its imports: `python tools/teken_huis.py` writes docs/huis.svg; a test holds it to the code.

A band is a top folder, a room a folder in it (with how many modules it has), an arrow an import of a room above from a
room below. Arrows that follow from others are left out. An import that closes a circle of rooms is drawn in red.
"""

import sys
from collections import Counter, defaultdict
from graphlib import CycleError, TopologicalSorter
from html import escape
from itertools import pairwise
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parents[1]
BANDS = ("dashboard", "forecasting", "loaders", "config")
"""From above to below: each imports only what stands under it."""
DEEP = ("forecasting.wlz",)
"""Folders that are drawn with the folders in them."""
WIDTH, ROOM, HEIGHT, GAP, FLOOR, HEAD = 1160, 132, 40, 16, 78, 34

Imports = dict[str, Counter[str]]


def room(module: str, packages: set[str]) -> str:
    """The folder in which a module is drawn.

    >>> room("loaders.tijd.kalender", {"loaders", "loaders.tijd"}), room("loaders.run", {"loaders", "loaders.tijd"})
    ('loaders.tijd', 'loaders')
    """
    depth = 3 if module.startswith(tuple(f"{d}." for d in DEEP)) else 2
    parts = module.split(".")[:depth]
    while ".".join(parts) not in packages:
        parts.pop()
    return ".".join(parts)


def rooms() -> tuple[Counter[str], Imports]:
    """Every room with its number of modules, and per room how many modules import which other room of its band."""
    graph = grimp.build_graph(*BANDS, cache_dir=None)
    packages = {
        p.parent.relative_to(ROOT).as_posix().replace("/", ".") for b in BANDS for p in (ROOT / b).rglob("__init__.py")
    }
    sizes = Counter(room(m, packages) for m in graph.modules if m not in packages)
    imports: Imports = defaultdict(Counter)
    for module in graph.modules:
        here = room(module, packages)
        for other in graph.find_modules_directly_imported_by(module):
            there = room(other, packages)
            if there != here and there.split(".")[0] == here.split(".")[0]:
                imports[here][there] += 1
    return sizes, imports


def circles(imports: Imports) -> set[tuple[str, str]]:
    """The fewest imports that, taken out, leave no circle: those drawn in red."""
    left = {here: set(there) for here, there in sorted(imports.items())}
    red: set[tuple[str, str]] = set()
    while True:
        try:
            TopologicalSorter({k: sorted(v) for k, v in left.items()}).prepare()
        except CycleError as error:
            ring = error.args[1]
            steps = [(a, b) for b, a in pairwise(ring)]
            weakest = min(steps, key=lambda s: (imports[s[0]][s[1]], s))
            left[weakest[0]].discard(weakest[1])
            red.add(weakest)
        else:
            return red


def floors(names: list[str], arrows: dict[str, set[str]]) -> list[list[str]]:
    """Rooms by floor, the ground floor last: a room stands one floor above the highest that it imports."""
    level: dict[str, int] = {}
    for name in TopologicalSorter({n: sorted(arrows.get(n, ())) for n in names}).static_order():
        level[name] = max((level[t] + 1 for t in arrows.get(name, ())), default=0)
    top = max(level.values(), default=0)
    return [sorted(n for n in names if level[n] == floor) for floor in range(top, -1, -1)]


def reachable(start: str, arrows: dict[str, set[str]]) -> set[str]:
    """Every room that a room reaches over more than one arrow."""
    found: set[str] = set()
    queue = [t for first in arrows.get(start, ()) for t in arrows.get(first, ())]
    while queue:
        name = queue.pop()
        if name not in found:
            found.add(name)
            queue += arrows.get(name, ())
    return found


STYLE = """
text { font: 13px system-ui, sans-serif; fill: #1c2733; } .klein { font-size: 11px; fill: #4a5968; }
.band { fill: #f3f6f8; stroke: #cfd8df; } .kamer { fill: #ffffff; stroke: #5b7083; }
.pijl { fill: none; stroke: #8496a6; } .rond { fill: none; stroke: #c0392b; stroke-width: 2; }
.kop { font-weight: 600; font-size: 15px; }
@media (prefers-color-scheme: dark) {
text { fill: #e8edf2; } .klein { fill: #aebbc7; } .band { fill: #18212a; stroke: #33424f; }
.kamer { fill: #22303c; stroke: #8496a6; } .rond { stroke: #ff8a7a; } }
"""


def draw() -> str:
    """The picture as SVG; the same code gives the same bytes."""
    sizes, imports = rooms()
    red = circles(imports)
    arrows = {h: {t for t in there if (h, t) not in red} for h, there in imports.items()}
    place: dict[str, tuple[float, float]] = {}
    boxes: list[str] = []
    y = 20.0
    for band in BANDS:
        levels = floors(sorted(n for n in sizes if n.split(".")[0] == band), arrows)
        height = HEAD + len(levels) * FLOOR
        boxes.append(f'<rect class="band" x="10" y="{y:g}" width="{WIDTH - 20}" height="{height}" rx="8"/>')
        boxes.append(f'<text class="kop" x="24" y="{y + 22:g}">{band}/</text>')
        for floor, names in enumerate(levels):
            step = min(ROOM + 40, (WIDTH - 40) / len(names))
            left = (WIDTH - step * (len(names) - 1)) / 2
            for i, name in enumerate(names):
                place[name] = (left + i * step, y + HEAD + floor * FLOOR + HEIGHT / 2 + 4)
        y += height + GAP
    lines = [
        _arrow(place[h], place[t], "pijl") for h in sorted(arrows) for t in sorted(arrows[h] - reachable(h, arrows))
    ] + [_arrow(place[h], place[t], "rond") for h, t in sorted(red)]
    for name in sorted(place):
        x, mid = place[name]
        short = name.split(".", 1)[-1].replace(".", "/") if "." in name else "de stappen zelf"
        corner = f'x="{x - ROOM / 2:g}" y="{mid - HEIGHT / 2:g}"'
        lines += (
            f'<rect class="kamer" {corner} width="{ROOM}" height="{HEIGHT}" rx="5"/>',
            f'<text x="{x:g}" y="{mid - 2:g}" text-anchor="middle">{escape(short)}</text>',
            f'<text class="klein" x="{x:g}" y="{mid + 13:g}" text-anchor="middle">{_count(sizes[name])}</text>',
        )
    title = "Het huis: elke map voert alleen in van mappen eronder"
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y:g}" role="img" aria-labelledby="t d">',
            f'<title id="t">{title}</title>',
            f'<desc id="d">Gemaakt uit de imports. Kringen tussen mappen, in rood: {len(red)}.</desc>',
            f"<style>{STYLE}</style>",
            *boxes,
            *lines,
            "</svg>\n",
        )
    )


def _count(modules: int) -> str:
    return "1 module" if modules == 1 else f"{modules} modules"


def _arrow(start: tuple[float, float], end: tuple[float, float], kind: str) -> str:
    (x, y), (tx, ty) = start, end
    y, ty = (y + HEIGHT / 2, ty - HEIGHT / 2) if y < ty else (y - HEIGHT / 2, ty + HEIGHT / 2)
    bend = (ty - y) / 2
    return f'<path class="{kind}" d="M{x:g} {y:g}C{x:g} {y + bend:g} {tx:g} {ty - bend:g} {tx:g} {ty:g}"/>'


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    (ROOT / "docs" / "huis.svg").write_text(draw(), encoding="utf-8")
