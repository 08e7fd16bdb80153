"""Which panels stand on which page: the only list that joins a page with the rooms above its own.

Places and their subjects: "obligation" (Obligation), "task" (Task), "plan" (Plan), "unit" (Unit),
"work" (the person's Posts: the page "Việc của đơn vị").
"""

PANELS: dict[str, tuple[str, ...]] = {
    "obligation": (),
    "task": (),
    "plan": (),
    "unit": (),
    "work": (),
}
