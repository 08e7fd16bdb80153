"""Which room offers which group of figures: the only list that joins reports and measures with the rooms.

A name of a figure begins with its group: "phan-viec.hoan-thanh". Key ─▶ the `namro.web.ui.figures.Group` of the room.
"""

FIGURES: dict[str, str] = {
    "phan-viec": "namro.web.plans.figures.OFFERED",
    "bang-diem": "namro.web.scorecards.figures.OFFERED",
    "chi-tieu": "namro.web.measures.figures.OFFERED",
    "cham-diem": "namro.web.campaigns.figures.OFFERED",
    "chi-so": "namro.web.indices.figures.OFFERED",
}
