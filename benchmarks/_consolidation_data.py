"""The data of `consolidation.py`: the quarterly reports of all units of a province in 2021, the same every time.

Every unit writes its own sentences from the same stock as officers do: forms that everybody uses, results with numbers
and places of its own, some taken over from a neighbour, the same document named by two, numbers that contradict the
figures beside them, totals that their parts do not make. A seventh hands in late, a sixth not at all.
"""

import os
import random
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

KIND, PERIOD = "tien-do-ke-hoach", "2021-Q3"
EXAMPLE = Path(__file__).parent.parent / "examples" / "ke-hoach-359-kh-ubnd.txt"
TYPED = [
    {"key": "van-ban", "label": "Văn bản chỉ đạo ban hành", "unit": "văn bản", "rule": "sum", "places": 0,
     "parts": ["quyet-dinh", "ke-hoach"]},
    {"key": "quyet-dinh", "label": "Quyết định", "unit": "văn bản", "rule": "sum", "places": 0},
    {"key": "ke-hoach", "label": "Kế hoạch", "unit": "văn bản", "rule": "sum", "places": 0},
    {"key": "ho-so", "label": "Tỷ lệ hồ sơ giải quyết đúng hạn", "unit": "%", "rule": "ratio_of_sums", "places": 2},
]  # fmt: skip
FORMS = (
    "Đơn vị đã triển khai đầy đủ các nhiệm vụ được giao.",
    "Công tác chỉ đạo, điều hành được thực hiện kịp thời, nghiêm túc.",
    "Thực hiện Kế hoạch số 359/KH-UBND ngày 30/9/2021 của UBND tỉnh, đơn vị đã phân công cụ thể cho từng công chức.",
    "Công tác tuyên truyền cải cách hành chính được thực hiện thường xuyên bằng nhiều hình thức.",
    "Đề nghị UBND tỉnh quan tâm bố trí kinh phí cho công tác cải cách hành chính.",
    "Tiếp tục thực hiện tốt các nhiệm vụ được giao trong kế hoạch của tỉnh.",
    "Trong thời gian tới, đơn vị tiếp tục đẩy mạnh tuyên truyền, nâng cao trách nhiệm người đứng đầu.",
    "Trình độ công nghệ thông tin của một số công chức còn hạn chế.",
    "Do ảnh hưởng của dịch bệnh nên một số nhiệm vụ triển khai chậm so với kế hoạch.",
)
DEEDS = (
    "Đã {verb} {n} {what} tại {place}, trong đó {m} {more}.",
    "Tổ chức {n} {event} với {m} lượt người tham gia tại {place}.",
    "Ban hành {doc} ngày {day}/{month}/2021 về {topic}.",
    "Bộ phận Một cửa tiếp nhận {n} hồ sơ, giải quyết xong {m} hồ sơ thuộc lĩnh vực {field}.",
    "Kiểm tra {n} lượt tại {place}, phát hiện {m} trường hợp cần chấn chỉnh về {topic}.",
    "{place} còn {n} hộ chưa được {verb2}, dự kiến xong trước ngày {day}/12/2021.",
    "Đến nay {m}/{n} thôn của địa bàn đã {verb2} theo hướng dẫn về {topic}.",
    "Nguyên nhân là {cause}, nhất là ở {place}.",
    "Đề nghị Sở {dept} hướng dẫn {topic} đối với {n} trường hợp vướng mắc tại {place}.",
    "Quý tới sẽ {verb3} {n} {what} và hoàn thành trước ngày {day}/12/2021.",
)
WORDS = {
    "verb": ("rà soát", "niêm yết công khai", "cập nhật", "số hóa", "đối thoại về", "giải quyết", "lấy ý kiến về"),
    "verb2": ("cấp giấy chứng nhận", "lấy ý kiến hài lòng", "công khai danh sách hộ nghèo", "trả kết quả qua bưu điện"),
    "verb3": ("rà soát lại", "kiểm tra", "tập huấn về", "hoàn thành số hóa", "công khai"),
    "what": ("thủ tục hành chính", "hồ sơ đất đai", "văn bản", "phiếu khảo sát", "kiến nghị của cử tri", "công trình"),
    "more": ("việc đã xong", "việc đang làm", "trường hợp phải làm lại", "hồ sơ quá hạn", "nội dung chờ ý kiến"),
    "event": ("buổi đối thoại", "lớp tập huấn", "hội nghị", "buổi phát thanh", "đợt lấy ý kiến", "buổi tiếp công dân"),
    "topic": ("công khai quy hoạch đất", "quy chế dân chủ", "kiểm soát thủ tục hành chính", "kỷ luật, kỷ cương",
              "trả lời kiến nghị", "thu phí, lệ phí", "tiếp công dân", "dịch vụ công trực tuyến mức độ 4"),
    "field": ("đất đai", "hộ tịch", "xây dựng", "chứng thực", "bảo trợ xã hội", "đăng ký kinh doanh"),
    "cause": ("thiếu công chức địa chính", "đường truyền yếu", "người dân đi làm xa", "hồ sơ cũ thất lạc",
              "văn bản hướng dẫn ban hành muộn", "kinh phí chưa cấp"),
    "dept": ("Tư pháp", "Tài nguyên và Môi trường", "Thông tin và Truyền thông", "Tài chính", "Xây dựng"),
}  # fmt: skip
PLACES = (
    "Trung",
    "Yên",
    "Đông",
    "Nam",
    "Bắc",
    "Tân",
    "Phú",
    "Hồng",
    "Sơn",
    "Liên",
    "Hòa",
    "Bình",
    "Thượng",
    "Vĩnh",
)


def build(units: int) -> dict[str, Any]:
    """Fill the database of NAMRO_STATE through the program's services; give what was planted and the reports' numbers."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "namro.config.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from namro.core.reports.calendar import period_called
    from namro.web.accounts.models import User
    from namro.web.imports.services.example import ensure_example_plan
    from namro.web.organisations.models import Post, Role
    from namro.web.organisations.selectors import posts_on
    from namro.web.organisations.services import ensure_demo_posts, load_register
    from namro.web.program import selectors, services
    from namro.web.reports.models import Report
    from namro.web.reports.selectors.kinds import kind_called, writers
    from namro.web.reports.services.kinds import set_kind
    from namro.web.reports.services.opening import open_report

    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    services.ensure_demo_date(clock=timezone.localtime())
    day = selectors.working_date()
    load_register(at=selectors.now())
    ensure_demo_posts(at=selectors.now(), on=day)
    ensure_example_plan(EXAMPLE, selectors.now())
    by = User.objects.get(username="sonoivu")
    posts = posts_on(by, on=day)
    held = kind_called(KIND)
    set_kind(key=KIND, tree=_with_typed(held.tree), reason="Hạn và biểu nhập của tỉnh", version=held.version, by=by,
             posts=posts, at=selectors.now())  # fmt: skip
    kind = kind_called(KIND)
    period = period_called(kind.kind, PERIOD)
    opened = datetime(2021, 10, 1, 8, tzinfo=timezone.get_current_timezone())
    owing = list(writers(kind.kind, period.end))
    chosen = owing[:units] if units else owing
    # One officer stands for those of all units: who typed is not measured here.
    writer = User.objects.create(username="cacdonvi", full_name="Cán bộ các đơn vị", password=by.password)
    Post.objects.bulk_create(Post(user=writer, unit=unit, role=Role.UNIT_OFFICER) for unit in chosen)
    reports = [open_report(kind=kind, unit=unit, period=period, by=by, at=opened)[0] for unit in chosen]
    planted = _write(reports, writer, posts_on(writer, on=day))
    whole_unit = next(unit for unit in owing if unit.key == "so-noi-vu")
    whole, _ = open_report(
        kind=kind, unit=whole_unit, period=period, is_consolidated=True, by=by, at=selectors.now()
    )
    return planted | {"whole": whole.pk, "reports": Report.objects.count(), "units": len(reports)}


def _with_typed(tree: Any) -> dict[str, Any]:
    sections = [
        dict(one) | ({"typed": TYPED} if one["key"] == "nhiem-vu" else {})
        for one in tree["outline"]["sections"]
    ]
    outline = dict(tree["outline"]) | {"sections": sections}
    return dict(tree) | {"outline": outline, "due_days": {"province": 10, "district": 10, "commune": 7}}


def _write(reports: list[Any], writer: Any, posts: Any) -> dict[str, Any]:
    """Write, type and hand in; give how many of each were planted."""
    from namro.web.reports.services.flow import take_step
    from namro.web.reports.services.writing import Number, save_text, set_figure
    from namro.web.reports.states import Action

    chance = random.Random(2021)
    counts = dict.fromkeys(
        ("handed_in", "late", "taken_over", "same_document", "wrong_totals", "said_otherwise"), 0
    )
    before: dict[str, list[str]] = {}
    for place, report in enumerate(reports):
        if place % 6 == 5:
            continue  # writes nothing in time: missing
        at = report.opened_at + timedelta(days=chance.randrange(1, 7), hours=chance.randrange(8))
        if place % 7 == 3:
            at += timedelta(days=9)
            counts["late"] += 1
        ask = {"report_id": report.pk, "by": writer, "posts": posts, "at": at}
        over, made = chance.randrange(50, 400), [chance.randrange(1, 9), chance.randrange(1, 9)]
        wrong = place % 29 == 4
        counts["wrong_totals"] += wrong
        numbers = {
            "van-ban": Number(Decimal(sum(made) + 2 * wrong)), "quyet-dinh": Number(Decimal(made[0])),
            "ke-hoach": Number(Decimal(made[1])), "ho-so": Number(None, Decimal(over), Decimal(400)),
        }  # fmt: skip
        for figure in report.figures.filter(origin="typed"):
            key = figure.name.rsplit(".", 1)[1]
            set_figure(
                figure_id=figure.pk, number=numbers[key], reason="Sổ theo dõi của đơn vị", version=0, **ask
            )
        for text in report.texts.all():
            said = [_deed(chance) for _ in range(chance.randrange(2, 6))]
            said += chance.sample(FORMS, chance.randrange(1, 4))
            if text.section == "nhiem-vu" and place % 31 == 7:
                said.append(f"Giải quyết đúng hạn {over - 13}/400 hồ sơ.")
                counts["said_otherwise"] += 1
            if place % 40 == 9 and text.section in ("nhiem-vu", "vuong-mac") and text.section in before:
                said.append(before[text.section][0])
                counts["taken_over"] += 1
            if place in (12, 13) and text.section == "nhiem-vu":
                said.append(
                    f"Đơn vị {place} ban hành Kế hoạch số 715/KH-UBND ngày 5/8/2021 chung với xã bạn."
                )
                counts["same_document"] += 1
            before[text.section] = said[:2]
            if text.section == "kien-nghi" and place % 9 == 0:
                continue  # says nothing in this part
            chance.shuffle(said)
            save_text(section=text.section, text=" ".join(said), version=0, **ask)
        report.refresh_from_db()
        take_step(action=Action.SUBMIT, version=report.version, **ask)
        counts["handed_in"] += 1
    return counts


def _deed(chance: random.Random) -> str:
    more = chance.randrange(3, 90)
    place = f"{chance.choice(('thôn', 'tổ dân phố', 'khối'))} {chance.choice(PLACES)} {chance.choice(PLACES)}"
    return chance.choice(DEEDS).format(
        n=more + chance.randrange(5, 300), m=more, place=place, day=chance.randrange(1, 28), month=chance.randrange(7, 10),
        doc=f"{chance.choice(('Kế hoạch', 'Công văn'))} số {chance.randrange(1, 400)}/{chance.choice(('KH', 'CV'))}-UBND",
        **{name: chance.choice(words) for name, words in WORDS.items()},
    )  # fmt: skip
