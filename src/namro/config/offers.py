"""Which room offers what to the rooms below and beside it: the only lists that join them.

The form of an offer stands in a low room, each room gives its own, and whoever asks goes through the form and never
learns which room answered. Every entry is the dotted path of a function or an object.
"""

# Panels on the pages of lower rooms (`web/ui/panels.py`). Places and their subjects: "obligation" (Obligation), "task"
# (Task), "plan" (Plan), "unit" (Unit), "work" (the person's Posts: the page "Việc của đơn vị"), "account" (User).
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

# Figures for reports and measures (`web/ui/figures.py`), by the group their names begin with: "phan-viec.hoan-thanh".
FIGURES: dict[str, str] = {
    "phan-viec": "namro.web.plans.figures.OFFERED",
    "bang-diem": "namro.web.scorecards.figures.OFFERED",
    "chi-tieu": "namro.web.measures.figures.OFFERED",
    "cham-diem": "namro.web.campaigns.figures.OFFERED",
    "chi-so": "namro.web.indices.figures.OFFERED",
}

# What units must hand in by a day, for reminders (`web/ui/dues.py`). The name begins a duty's key and is kept with every
# reminder: it is never changed.
DUES: dict[str, str] = {"bao-cao": "namro.web.reports.dues.OFFER"}

# What the search looks through, in the order in which results are shown (`web/ui/search.py`): code, heading, who answers.
SEARCHES: tuple[tuple[str, str, str], ...] = (
    ("nhiem-vu", "Nhiệm vụ", "namro.web.plans.searching.tasks"),
    ("phan-viec", "Phần việc", "namro.web.plans.searching.obligations"),
    ("ke-hoach", "Kế hoạch", "namro.web.plans.searching.plans"),
    ("don-vi", "Đơn vị", "namro.web.organisations.searching.units"),
    ("van-ban", "Văn bản chỉ đạo", "namro.web.directives.searching.directives"),
    ("trao-doi", "Trao đổi", "namro.web.talks.searching.messages"),
    ("vuong-mac", "Vướng mắc", "namro.web.talks.searching.obstacles"),
    ("cham-diem", "Đợt chấm điểm", "namro.web.campaigns.searching.campaigns"),
    ("nguoi", "Người dùng", "namro.web.organisations.searching.people"),
)

# Who is asked what a piece of proof proves (`web/evidence/uses.py`).
EVIDENCE_USES: tuple[str, ...] = (
    "namro.web.campaigns.selectors.proofs.uses_of",
    "namro.web.plans.selectors.proofs.uses_of",
    "namro.web.directives.selectors.proofs.uses_of",
    "namro.web.cascade.selectors.proofs.uses_of",
)

# Invented data that one press takes away, in one transaction (`web/program/invented.py`): who counts, who removes.
INVENTED: tuple[tuple[str, str], ...] = (
    (
        "namro.web.campaigns.services.illustrating.invented_campaigns",
        "namro.web.campaigns.services.illustrating.remove_campaign_illustration",
    ),
)

# What official documents are told of indices and lost points (`web/reports/documents/facts.py`).
REPORT_FACTS: dict[str, str] = {
    "indices": "namro.web.overview.report_facts.index_facts",
    "losses": "namro.web.overview.report_facts.loss_book",
    "books": "namro.web.overview.report_facts.books_of_plan",
}

# Periods of a task that rules make and not its own words (`web/plans/selectors/ruled.py`).
RULED_PERIODS = "namro.web.recurrences.selectors.rules.periods_so_far"

# What rooms above plans keep about an obligation that may go with an added task nobody worked on.
FALLS_WITH_A_TASK = ("chase.notice", "chase.oneuselink", "talks.readmark")
