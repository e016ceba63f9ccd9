"""The growth lines as a picture: time to check against the number of plan sets, both axes logarithmic.

Lines are told apart by a mark and by the name at their end, never by colour alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from math import ceil, floor, log10

from benchmarks.contestants import Contestant
from benchmarks.session import Row

WIDTH, HEIGHT = 940, 600
LEFT, RIGHT, TOP, BOTTOM = 90, 270, 70, 70
LABEL_GAP = 19
OURS = ("native", "native-one", "durable", "durable-all")
COLOURS = ("#1a1a1a", "#8a4b08", "#00695c", "#7b1fa2", "#37474f", "#ad1457", "#33691e", "#4e342e", "#5d4037", "#455a64")
OUR_COLOUR = "#0b4fa8"
FONT = "font-family='Helvetica, Arial, sans-serif'"
Point = tuple[float, float]


def picture(rows: Sequence[Row], contestants: Sequence[Contestant]) -> str:
    """An SVG; contestants that were not measured are not in it."""
    lines = {
        each: [(row["sets"], row["check"]["wall"] * 1000) for row in rows if _measured(row, each)]
        for each in contestants
    }
    lines = {each: points for each, points in lines.items() if points}
    scale = _Scale([point for points in lines.values() for point in points])
    body = [*_axes(scale), *_lines(lines, scale)]
    title = "Time to check against the number of plan sets"
    parts = [
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {HEIGHT}' width='{WIDTH}' height='{HEIGHT}' "
        f"role='img' aria-labelledby='title desc' {FONT}>",
        f"<title id='title'>{title}</title>",
        f"<desc id='desc'>{escape(_description(lines))}</desc>",
        f"<rect width='{WIDTH}' height='{HEIGHT}' fill='#ffffff'/>",
        f"<text x='{LEFT}' y='30' font-size='20' font-weight='bold' fill='#1a1a1a'>{title}</text>",
        f"<text x='{LEFT}' y='52' font-size='14' fill='#333333'>"
        "The same eight checks, the same evidence; loading not counted; lower is faster</text>",
        *body,
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _measured(row: Row, each: Contestant) -> bool:
    return row["contestant"] == each.name and "skipped" not in row


def _description(lines: dict[Contestant, list[Point]]) -> str:
    """The same in words, the fastest first."""
    told = []
    for each, points in sorted(lines.items(), key=lambda line: line[1][0][1]):
        (least, first), (most, last) = points[0], points[-1]
        told.append(f"{each.label}: {first:,.1f} ms for {least:,} sets, {last:,.0f} ms for {most:,}")
    return ". ".join(told) + "."


class _Scale:
    """From values to the plane of the picture."""

    def __init__(self, points: Sequence[Point]) -> None:
        self.sizes = sorted({size for size, _ in points})
        self.decades = range(floor(log10(min(y for _, y in points))), ceil(log10(max(y for _, y in points))) + 1)

    def x(self, size: float) -> float:
        first, last = log10(self.sizes[0]), log10(self.sizes[-1])
        share = (log10(size) - first) / ((last - first) or 1)
        return LEFT + share * (WIDTH - LEFT - RIGHT)

    def y(self, value: float) -> float:
        share = (log10(value) - self.decades[0]) / ((self.decades[-1] - self.decades[0]) or 1)
        return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)


def _axes(scale: _Scale) -> Iterator[str]:
    right, bottom = WIDTH - RIGHT, HEIGHT - BOTTOM
    for decade in scale.decades:
        y = scale.y(10**decade)
        yield f"<line x1='{LEFT}' x2='{right}' y1='{y:.1f}' y2='{y:.1f}' stroke='#d0d0d0'/>"
        yield _text(LEFT - 10, y + 5, _time(decade), "end")
    for size in scale.sizes:
        x = scale.x(size)
        yield f"<line x1='{x:.1f}' x2='{x:.1f}' y1='{TOP}' y2='{bottom}' stroke='#d0d0d0'/>"
        yield _text(x, bottom + 24, f"{size:,}", "middle")
    yield _text((LEFT + right) / 2, bottom + 50, "plan sets", "middle")


def _text(x: float, y: float, text: str, anchor: str = "start", look: str = "fill='#1a1a1a'") -> str:
    return f"<text x='{x:.1f}' y='{y:.1f}' font-size='15' text-anchor='{anchor}' {look}>{escape(text)}</text>"


def _time(decade: int) -> str:
    return f"{10 ** (decade - 3):,} s" if decade >= 3 else f"{10**decade:g} ms"


def _lines(lines: dict[Contestant, list[Point]], scale: _Scale) -> Iterator[str]:
    heights = _apart({each: scale.y(_at_the_end(points, scale)) for each, points in lines.items()})
    label = WIDTH - RIGHT + 26
    for number, (each, points) in enumerate(lines.items()):
        ours = each.name in OURS
        colour, width = (OUR_COLOUR, 3.5) if ours else (COLOURS[number % len(COLOURS)], 1.6)
        path = " ".join(f"{scale.x(size):.1f},{scale.y(value):.1f}" for size, value in points)
        yield f"<polyline points='{path}' fill='none' stroke='{colour}' stroke-width='{width}'/>"
        for size, value in points:
            yield _mark(number, scale.x(size), scale.y(value), colour)
        if points[-1][0] == scale.sizes[-1]:
            x, y = scale.x(points[-1][0]) + 7, scale.y(points[-1][1])
            ends = f"x1='{x:.1f}' y1='{y:.1f}' x2='{label - 8}' y2='{heights[each]:.1f}'"
            yield f"<line {ends} stroke='{colour}' stroke-dasharray='2 3'/>"
        yield _mark(number, label, heights[each], colour)
        look = f"fill='{colour}' font-weight='{'bold' if ours else 'normal'}'"
        yield _text(label + 12, heights[each] + 5, each.label, look=look)


def _at_the_end(points: Sequence[Point], scale: _Scale) -> float:
    """What the largest size takes; of a line that ends before it, what it would take if it went on linearly."""
    size, value = points[-1]
    return min(value * scale.sizes[-1] / size, 10.0 ** scale.decades[-1])


def _apart(heights: dict[Contestant, float]) -> dict[Contestant, float]:
    """The heights of the labels, moved down until none covers another, and then up where they left the picture."""
    placed: dict[Contestant, float] = {}
    last = 0.0
    for each, y in sorted(heights.items(), key=lambda item: item[1]):
        last = placed[each] = max(y, last + LABEL_GAP)
    over = max(0.0, last - (HEIGHT - BOTTOM))
    below: float = HEIGHT - BOTTOM + LABEL_GAP
    for each, y in reversed(placed.items()):
        below = placed[each] = min(y, below - LABEL_GAP) if over else y
    return placed


def _mark(number: int, x: float, y: float, colour: str) -> str:
    """A circle, square, diamond or triangle: full, then hollow, then grey."""
    fill = colour if number < 4 else "#ffffff" if number < 8 else "#bbbbbb"
    style = f"fill='{fill}' stroke='{colour}' stroke-width='1.6'"
    match number % 4:
        case 0:
            return f"<circle cx='{x:.1f}' cy='{y:.1f}' r='4.5' {style}/>"
        case 1:
            return f"<rect x='{x - 4:.1f}' y='{y - 4:.1f}' width='8' height='8' {style}/>"
        case 2:
            return f"<path d='M{x:.1f} {y - 6:.1f}l6 6l-6 6l-6 -6z' {style}/>"
        case _:
            return f"<path d='M{x:.1f} {y - 5.5:.1f}l5.5 10h-11z' {style}/>"
