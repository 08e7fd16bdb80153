"""The life of a thing as a table: which action leads from where to where, and who may take it.

Pure data. A room writes its table in `states.py`; `tools/draw_states.py` draws every table into docs/.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar, cast

from django.db.models import TextChoices

S = TypeVar("S", bound=TextChoices)
A = TypeVar("A", bound=TextChoices)


@dataclass(frozen=True, slots=True)
class Step(Generic[S, A]):
    """One row of a table; `target` None leaves the state as it is, `freezes` keeps what nobody can change after."""

    action: A
    sources: frozenset[S]
    target: S | None
    who: str = ""
    needs_reason: bool = False
    needs_proof: bool = False
    freezes: bool = False

    def after(self, state: S | str) -> S:
        """Give the state that the step leads to from this one."""
        return cast(S, state) if self.target is None else self.target


# Columns that a table may show beside the action, where it starts and ends: the heading and the field of `Step`.
WHO, REASON, PROOF, FREEZES = "Ai", "Cần lý do", "Cần minh chứng", "Giữ lại bản không sửa được"
_YES_NO = {REASON: "needs_reason", PROOF: "needs_proof", FREEZES: "freezes"}


@dataclass(frozen=True)
class Life(Generic[S, A]):
    """A whole table; every action stands in it once.

    `first` says by which states a thing enters and, where it needs words, how. `who` gives the words for `Step.who`,
    `columns` what is drawn of each step, `notes` the lines below the drawing.
    """

    title: str
    room: str
    states: type[S]
    steps: tuple[Step[S, A], ...]
    first: Sequence[tuple[S, str]]
    who: Mapping[str, str]
    columns: Sequence[str] = (WHO, REASON)
    notes: Sequence[str] = ()
    action_heading: str = "Bước"

    @cached_property
    def by_action(self) -> dict[A, Step[S, A]]:
        return {step.action: step for step in self.steps}

    def possible(self, state: S | str, action: A) -> bool:
        """Say whether the table lets the action start from the state."""
        step = self.by_action.get(action)
        return step is not None and state in step.sources

    def diagram(self) -> str:
        """Give the table as a document in Vietnamese with a drawing of states and steps."""
        drawing = [f"    {state.value}: {state.label}" for state in self.states]
        drawing += [f"    [*] --> {state.value}{f': {how}' if how else ''}" for state, how in self.first]
        headings = (self.action_heading, "Từ", "Đến", *self.columns)
        rows = [_row(headings), "|---" * len(headings) + "|"]
        for step in self.steps:
            sources = [state for state in self.states if state in step.sources]
            drawing += [
                f"    {source.value} --> {(step.target or source).value}: {step.action.label}"
                for source in sources
            ]
            target = str(step.target.label) if step.target else "giữ nguyên"
            froms = ", ".join(str(source.label) for source in sources)
            rows.append(
                _row(
                    (str(step.action.label), froms, target, *(self._cell(step, one) for one in self.columns))
                )
            )
        return "\n".join(
            (
                f"# {self.title}",
                "",
                f"Trang này được sinh ra từ `src/namro/web/{self.room}/states.py`; sửa bảng ở đó rồi chạy",
                "`make docs`, hoặc `python tools/draw_states.py`.",
                "",
                "```mermaid",
                "stateDiagram-v2",
                *drawing,
                "```",
                "",
                *rows,
                "",
                *self.notes,
                "",
            )
        )

    def _cell(self, step: Step[S, A], column: str) -> str:
        if column == WHO:
            return self.who[step.who]
        return "có" if getattr(step, _YES_NO[column]) else "không"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
