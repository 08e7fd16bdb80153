"""A deck of slides as a tree: titles, big figures, points, tables, charts; how it is drawn stands in `pptx.py`."""

from dataclasses import dataclass

from namro.core.letters.model import Chart, Table


@dataclass(frozen=True, slots=True)
class Figure:
    """One big figure: what is read across a room, what it counts, and in small what it is compared with."""

    value: str
    label: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """Up to five figures in a row."""

    items: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Points:
    """Short lines, each a point."""

    lines: tuple[str, ...]


Part = Figures | Points | Table | Chart


@dataclass(frozen=True, slots=True)
class Slide:
    """A slide: figures stand across its top, the other parts side by side under them; `note` is for who speaks."""

    title: str
    parts: tuple[Part, ...] = ()
    source: str = ""  # in small at the foot: where the numbers come from, and their day
    note: str = ""


@dataclass(frozen=True, slots=True)
class Deck:
    """Slides with a first one that says what they are, by whom and of which day."""

    title: str
    subtitle: str = ""
    author: str = ""
    slides: tuple[Slide, ...] = ()
