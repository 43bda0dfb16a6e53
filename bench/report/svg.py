"""Bars in groups, as an SVG that reads in light and dark and is the same for the same figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape

WIDTH, LEFT, RIGHT, TOP = 760, 150, 70, 44
BAR, GAP, GROUP_GAP = 13, 2, 16
COLOURS = ("#0072b2", "#56b4e9", "#009e73", "#e69f00", "#cc79a7", "#d55e00", "#999999")
"""Okabe and Ito's colours, which people who see colours differently tell apart."""

OURS = "therapy_"
"""What the names of our own packages begin with."""

STYLE = """
text { font: 12px system-ui, sans-serif; fill: #6e7781; }
.title { font-weight: 600; font-size: 14px; }
.small { font-size: 10px; }
.line { stroke: #8c959f; stroke-width: 1; }
.goal { stroke: #6e7781; stroke-width: 2; }
@media (prefers-color-scheme: light) { text { fill: #24292f; } .goal { stroke: #24292f; } }
@media (prefers-color-scheme: dark) { text { fill: #e6edf3; } .goal { stroke: #e6edf3; } }
"""


def bars(
    title: str,
    groups: Mapping[str, Mapping[str, float]],
    goals: Mapping[str, float] | None = None,
    places: int = 2,
) -> str:
    """Return a chart of horizontal bars, one group after another.

    Every group has a bar for each of the same names; `goals` puts a mark across a group.
    """
    names = _coloured(next(iter(groups.values())))
    most = max(value for group in groups.values() for value in group.values()) or 1
    scale = (WIDTH - LEFT - RIGHT) / most
    body, y = [_text(0, 16, title, "title"), *_legend(names)], TOP + 16 * len(_rows(names))
    for label, group in groups.items():
        height = len(group) * (BAR + GAP)
        body.append(_text(LEFT - 8, y + height / 2 + 4, label, anchor="end"))
        body += [
            part
            for n, (name, value) in enumerate(group.items())
            for part in _bar(y + n * (BAR + GAP), value, scale, names.index(name), places)
        ]
        body.append(_line(LEFT, y, y + height, "line"))
        if goals and label in goals:
            body.append(_line(LEFT + goals[label] * scale, y - 3, y + height + 1, "goal"))
        y += height + GROUP_GAP
    return _svg(body, y, title)


def _coloured(names: Iterable[str]) -> list[str]:
    """Return names in the order of the colours that they get: ours has the first everywhere."""
    return sorted(names, key=lambda name: not name.startswith(OURS))


def _bar(y: float, value: float, scale: float, colour: int, places: int) -> list[str]:
    fill, width = COLOURS[colour % len(COLOURS)], value * scale
    rect = f'<rect x="{LEFT}" y="{y:.1f}" width="{width:.1f}" height="{BAR}" fill="{fill}"/>'
    said = _text(LEFT + width + 4, y + BAR - 3, f"{value:,.{places}f}", "small")
    return [rect, said]


def _rows(names: Sequence[str]) -> list[Sequence[str]]:
    """Return the legend's names, three a row."""
    return [names[n : n + 3] for n in range(0, len(names), 3)]


def _legend(names: Sequence[str]) -> list[str]:
    found = []
    for row, each in enumerate(_rows(names)):
        for column, name in enumerate(each):
            x, y = LEFT + column * 190, TOP + row * 16
            fill = COLOURS[names.index(name) % len(COLOURS)]
            found.append(f'<rect x="{x}" y="{y - 10}" width="10" height="10" fill="{fill}"/>')
            found.append(_text(x + 14, y - 1, name))
    return found


def _text(x: float, y: float, text: str, kind: str = "", anchor: str = "start") -> str:
    named = f' class="{kind}"' if kind else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{named}>{escape(text)}</text>'


def _line(x: float, top: float, bottom: float, kind: str) -> str:
    return f'<line x1="{x:.1f}" y1="{top:.1f}" x2="{x:.1f}" y2="{bottom:.1f}" class="{kind}"/>'


def _svg(body: Sequence[str], height: float, title: str) -> str:
    size = f'width="{WIDTH}" height="{height:.0f}" viewBox="0 0 {WIDTH} {height:.0f}"'
    opening = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img">'
    whole = [opening, f"<title>{escape(title)}</title>", f"<style>{STYLE}</style>", *body]
    return "\n".join([*whole, "</svg>"]) + "\n"
