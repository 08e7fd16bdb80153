"""A small plan as its reader gives it: two appendices, six rows, a doubtful one, one loose line.

The words are those of Plan 359/KH-UBND of Hà Tĩnh (examples/ke-hoach-359-kh-ubnd.txt), shortened.
"""

import copy
from typing import Any

LINES: list[list[Any]] = [
    [1, "Hệ thống pháp luật"],
    [3, "ỦY BAN NHÂN DÂN TỈNH HÀ TĨNH"],
    [5, "Số: 359/KH-UBND"],
    [7, "Hà Tĩnh, ngày 27 tháng 9 năm 2021"],
    [9, "KẾ HOẠCH khắc phục tồn tại, hạn chế"],
    [11, "8. Giao Sở Nội vụ chủ trì, hướng dẫn, kiểm tra, định kỳ hàng quý báo cáo."],
    [13, "Trong quá trình triển khai, nếu phát sinh vướng mắc, các đơn vị báo cáo Sở Nội vụ."],
    [20, "PHỤ LỤC 1"],
    [22, "II"],
    [24, "Công khai, minh bạch"],
    [30, "1"],
    [32, "Công khai danh sách hộ nghèo"],
    [34, "UBND cấp xã, UBND cấp huyện công khai danh sách hộ nghèo trên Trang thông tin điện tử."],
    [36, "UBND cấp huyện, UBND cấp xã"],
    [38, "Sở LĐTB&XH"],
    [40, "Quý IV/2021"],
    [42, "Sở Lao động - Thương binh và Xã hội tăng cường kiểm tra, giám sát."],
    [44, "Sở LĐTB&XH"],
    [46, "UBND cấp huyện, cấp xã"],
    [48, "Quý IV/2021"],
    [50, "III"],
    [52, "Trách nhiệm giải trình với người dân"],
    [54, "1"],
    [56, "Tiếp cận dịch vụ Tư pháp"],
    [58, "- Thực hiện nghiêm túc việc niêm yết, công khai thủ tục hành chính."],
    [60, "Sở Tư pháp; UBND cấp huyện, cấp xã"],
    [62, "Văn phòng UBND tỉnh"],
    [64, "Hàng năm"],
    [66, "- Có văn bản chỉ đạo, hướng dẫn nghiệp vụ đối với cấp huyện, cấp xã."],
    [68, "- Tăng cường tuyên truyền dịch vụ công trực tuyến, đạt tối thiểu 30% hồ sơ."],
    [70, "Sở Tư pháp"],
    [72, "Hàng năm"],
    [74, "(Ghi chú: cột này để trống)"],
    [80, "PHỤ LỤC 2"],
    [82, "1"],
    [84, "Công tác chỉ đạo điều hành"],
    [86, "Hoàn thành 100% nhiệm vụ trong kế hoạch. Báo cáo đúng thời hạn."],
    [88, "Các đơn vị được kiểm toán"],
    [90, "Trước ngày 15/12/2021"],
]
DISTRICTS = {"kind": "group", "key": "district-committees", "name": "UBND cấp huyện"}
COMMUNES = {"kind": "group", "key": "commune-committees", "name": "UBND cấp xã"}
LABOUR = {"kind": "unit", "key": "so-ldtbxh", "name": "Sở Lao động - Thương binh và Xã hội"}
JUSTICE = {"kind": "unit", "key": "so-tu-phap", "name": "Sở Tư pháp"}
HOME = {"kind": "unit", "key": "so-noi-vu", "name": "Sở Nội vụ"}
AUDITED = {"kind": "group", "key": "audited-units", "name": "Các đơn vị được kiểm toán"}


def cell(text: str, *units: dict[str, Any], inherited: bool = False) -> dict[str, Any]:
    return {"text": text, "units": list(units), "inherited": inherited}


def deadline(text: str, kind: str, due: str | None = None, *, inherited: bool = False) -> dict[str, Any]:
    return {
        "text": text,
        "kind": kind,
        "due": due,
        "dates": [due] if due else [],
        "inherited": inherited,
    }


def task(text: str, lead: Any, cooperating: Any, due: Any, *lines: int, **more: Any) -> dict[str, Any]:
    return {
        "text": text,
        "lead": lead,
        "cooperating": cooperating,
        "deadline": due,
        "measures": [],
        "source": {"first_line": lines[0], "last_line": lines[1]},
        "confidence": 0.97,
        "alternative": None,
        **more,
    }


_FOURTH_QUARTER = deadline("Quý IV/2021", "by_date", "2021-12-31")
_YEARLY = deadline("Hàng năm", "yearly")
READING: dict[str, Any] = {
    "schema": "namro.plan/1",
    "document": {
        "number": "359/KH-UBND",
        "issued_on": "2021-09-27",
        "place": "Hà Tĩnh",
        "issuer": "Ủy ban nhân dân tỉnh Hà Tĩnh",
        "title": "Kế hoạch khắc phục tồn tại, hạn chế",
        "signer": {"name": "Nguyễn Hồng Lĩnh", "role": "Phó Chủ tịch"},
        "legal_bases": ["Nghị quyết số 76/NQ-CP ngày 15/7/2021", "Công văn số 3787/BNV-CCHC ngày 04/8/2021"],
        "recipients": ["Bộ Nội vụ", "Lưu: VT, NC1"],
        "lines": [
            {"text": line[1], "source": {"first_line": line[0], "last_line": line[0]}} for line in LINES[1:5]
        ],
    },
    "targets": [
        {"index": "SIPAS", "kind": "share_above", "value": "90", "text": "đạt tỷ lệ hài lòng trên 90%"}
    ],
    "baselines": [
        {
            "index": "PAPI",
            "year": 2020,
            "score": "45.005",
            "max": "80",
            "percent": None,
            "rank": 5,
            "of": 63,
            "rank_change": 11,
        }
    ],
    "appendices": [
        {
            "label": "PHỤ LỤC 1",
            "title": "Nội dung bị trừ điểm trong chỉ số PAPI năm 2020",
            "index": "PAPI",
            "source": {"first_line": 20, "last_line": 20},
            "axes": [
                {
                    "no": "II",
                    "name": "Công khai, minh bạch",
                    "source": {"first_line": 22, "last_line": 24},
                    "criteria": [
                        {
                            "no": "1",
                            "name": "Công khai danh sách hộ nghèo",
                            "shares_tasks_with": None,
                            "source": {"first_line": 30, "last_line": 32},
                            "tasks": [
                                task(
                                    LINES[12][1],
                                    cell("UBND cấp huyện, UBND cấp xã", DISTRICTS, COMMUNES),
                                    cell("Sở LĐTB&XH", LABOUR),
                                    _FOURTH_QUARTER,
                                    34,
                                    40,
                                ),
                                task(
                                    LINES[16][1],
                                    cell("Sở LĐTB&XH", LABOUR),
                                    cell("UBND cấp huyện, cấp xã", DISTRICTS, COMMUNES),
                                    _FOURTH_QUARTER,
                                    42,
                                    48,
                                ),
                            ],
                        }
                    ],
                },
                {
                    "no": "III",
                    "name": "Trách nhiệm giải trình với người dân",
                    "source": {"first_line": 50, "last_line": 52},
                    "criteria": [
                        {
                            "no": "1",
                            "name": "Tiếp cận dịch vụ Tư pháp",
                            "shares_tasks_with": None,
                            "source": {"first_line": 54, "last_line": 56},
                            "tasks": [
                                task(
                                    LINES[24][1],
                                    cell("Sở Tư pháp; UBND cấp huyện, cấp xã", JUSTICE, DISTRICTS, COMMUNES),
                                    cell("Văn phòng UBND tỉnh"),
                                    _YEARLY,
                                    58,
                                    64,
                                ),
                                task(
                                    f"{LINES[28][1]}\n{LINES[29][1]}",
                                    cell("Sở Tư pháp", JUSTICE),
                                    cell("Văn phòng UBND tỉnh", inherited=True),
                                    _YEARLY,
                                    66,
                                    72,
                                    confidence=0.62,
                                    alternative={
                                        "text": LINES[29][1],
                                        "lead": "Sở Tư pháp",
                                        "cooperating": "",
                                        "deadline": "Hàng năm",
                                        "confidence": 0.31,
                                        "reason": "Hai đoạn có thể là hai ô khác nhau",
                                    },
                                    measures=[
                                        {
                                            "text": "tối thiểu 30% hồ sơ",
                                            "quantity": "30",
                                            "unit": "%",
                                            "relation": "at_least",
                                        }
                                    ],
                                ),
                            ],
                        },
                        {
                            "no": "2",
                            "name": "Dịch vụ chứng thực",
                            "shares_tasks_with": "1",
                            "tasks": [],
                        },
                    ],
                },
            ],
        },
        {
            "label": "PHỤ LỤC 2",
            "title": "Nội dung bị trừ điểm trong chỉ số PAR INDEX",
            "index": "PAR INDEX",
            "source": {"first_line": 80, "last_line": 80},
            "axes": [
                {
                    "no": None,
                    "name": None,
                    "criteria": [
                        {
                            "no": "1",
                            "name": "Công tác chỉ đạo điều hành",
                            "shares_tasks_with": None,
                            "source": {"first_line": 82, "last_line": 84},
                            "tasks": [
                                task(
                                    LINES[36][1],
                                    cell("Các đơn vị được kiểm toán", AUDITED),
                                    cell(""),
                                    deadline("Trước ngày 15/12/2021", "by_date", "2021-12-15"),
                                    86,
                                    90,
                                )
                            ],
                        }
                    ],
                }
            ],
        },
    ],
    "clauses": [
        {
            "no": "III.8",
            "kind": "task",
            "text": LINES[5][1],
            "owners": cell("Sở Nội vụ", HOME),
            "deadline": deadline("định kỳ hàng quý", "quarterly"),
            "source": {"first_line": 11, "last_line": 11},
            "is_duty": True,
            "measures": [],
        },
        {
            "no": "",
            "kind": "closing",
            "text": LINES[6][1],
            "owners": cell(""),
            "deadline": deadline("", "none"),
            "source": {"first_line": 13, "last_line": 13},
            "is_duty": False,
            "measures": [],
        },
    ],
    "surroundings": [{"text": LINES[0][1], "source": {"first_line": 1, "last_line": 1}}],
    "findings": [
        {
            "code": "inherited_cooperating",
            "severity": "note",
            "where": {"line": 66},
            "message": "Ô phối hợp để trống, lấy theo dòng trên.",
        },
        {
            "code": "open_group",
            "severity": "warning",
            "where": {"line": 88},
            "message": "“Các đơn vị được kiểm toán” chưa có danh sách đơn vị; cần điền danh sách.",
        },
        {
            "code": "figures_disagree",
            "severity": "warning",
            "where": {},
            "message": "Hai con số 8,92/10 và 89,13% không khớp nhau.",
        },
    ],
    "unaccounted": [{"line": 74, "text": "(Ghi chú: cột này để trống)"}],
}


def reading() -> dict[str, Any]:
    """Give a fresh copy of the sample."""
    return copy.deepcopy(READING)


def lines() -> list[list[Any]]:
    return copy.deepcopy(LINES)
