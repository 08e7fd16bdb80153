"""What the search looks through, in the order in which results are shown: code, heading, who answers."""

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
