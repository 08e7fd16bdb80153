"""Which panels stand on which page: the only list that joins a page with the rooms above its own.

Places and their subjects: "obligation" (Obligation), "task" (Task), "plan" (Plan), "unit" (Unit),
"work" (the person's Posts: the page "Việc của đơn vị"), "account" (User: the person's own account).
"""

PANELS: dict[str, tuple[str, ...]] = {
    "obligation": (
        "namro.web.chase.panels.of_obligation",
        "namro.web.cascade.panels.of_obligation",
        "namro.web.talks.panels.of_obligation",
        "namro.web.measures.panels.of_obligation",
    ),
    "task": (
        "namro.web.directives.panels.of_task",
        "namro.web.recurrences.panels.of_task",
        "namro.web.measures.panels.of_task",
    ),
    "plan": (
        "namro.web.cascade.panels.of_plan",
        "namro.web.directives.panels.of_plan",
        "namro.web.recurrences.panels.of_plan",
        "namro.web.reports.documents.panels.of_plan",
    ),
    "unit": (
        "namro.web.scorecards.panels.of_unit",
        "namro.web.reports.briefing.panels.of_unit",
        "namro.web.cascade.panels.of_unit",
    ),
    "work": (
        "namro.web.reports.panels.of_work",
        "namro.web.scorecards.panels.of_work",
        "namro.web.cascade.panels.of_work",
        "namro.web.directives.panels.of_work",
        "namro.web.talks.panels.of_work",
        "namro.web.reports.briefing.panels.of_work",
    ),
    "account": ("namro.web.chase.panels.of_account",),
}
