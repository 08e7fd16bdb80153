"""Which room answers for which group of figures in reports: the only list that joins reports with the rooms.

A name of a figure begins with its group: "phan-viec.hoan-thanh".
"""

FIGURES: dict[str, str] = {
    "phan-viec": "namro.web.plans.figures.figures",
    "bang-diem": "namro.web.scorecards.figures.figures",
    "chi-tieu": "namro.web.measures.figures.figures",
    "chi-so": "namro.web.indices.figures.figures",
}
