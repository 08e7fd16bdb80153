"""Whatever happens to the text, every line ends in one field or in `unaccounted`, or the text is refused."""

from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.plans.trees import strings
from namro.core.errors import Refusal

Read = Callable[[bytes, str], dict[str, Any]]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_mangled_plan_keeps_every_line(data: st.DataObject, plan_359_text: str, read: Read) -> None:
    lines = plan_359_text.split("\n")
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(lines) - 2))
        length = data.draw(st.integers(1, 40))
        action = data.draw(st.sampled_from(["drop", "double", "move", "join"]))
        piece = lines[at : at + length]
        if action == "drop":
            del lines[at : at + length]
        elif action == "double":
            lines[at:at] = piece
        elif action == "move":
            del lines[at : at + length]
            target = data.draw(st.integers(0, max(0, len(lines) - 1)))
            lines[target:target] = piece
        else:
            lines[at : at + length] = [" ".join(piece)]
    try:
        tree = read("\n".join(lines).encode(), "a.txt")
    except Refusal:
        return
    said = "\n".join(strings(tree))
    lost = [
        line for line in lines if line.strip("\u00a0 \t") and " ".join(line.split()).lstrip("-") not in said
    ]
    assert lost == []
    assert all(entry["text"] for entry in tree["unaccounted"])
