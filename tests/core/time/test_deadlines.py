import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namro.core.text import clean, squeeze
from namro.core.time import Deadline, DeadlineKind, deadline_likelihood, find_rhythm, read_deadline

# Each case: the words, the kind, the dates (day/month/year).
CASES = [
    ("Quý IV/2021", "by_date", "31/12/2021"),
    ("QUÝ IV / 2021", "by_date", "31/12/2021"),
    ("Quý 4 năm 2021", "by_date", "31/12/2021"),
    ("quy iv/2021", "by_date", "31/12/2021"),
    ("Quí I năm 2022", "by_date", "31/3/2022"),
    ("Quý lV/2021", "by_date", "31/12/2021"),
    ("Quý IV", "by_date", "31/12/2021"),
    ("Quý III, IV/2021", "by_date", "30/9/2021 31/12/2021"),
    ("Quý II và quý IV", "by_date", "30/6/2021 31/12/2021"),
    ("Quý III - IV/2021", "by_date", "31/12/2021"),
    ("Quý IV/2021 - Quý I/2022", "by_date", "31/3/2022"),
    ("Quý IV hàng năm", "yearly", "31/12/2021"),
    ("Hàng năm", "yearly", ""),
    ("Hằng năm", "yearly", ""),
    ("Năm 2021 và các năm tiếp theo", "yearly", ""),
    ("Năm 2021 và những năm tiếp theo", "yearly", ""),
    ("Giai đoạn 2021-2025 và các năm tiếp theo", "yearly", ""),
    ("Hàng năm (trước 15/12)", "yearly", "15/12/2021"),
    ("30/6 và 30/11 hàng năm", "yearly", "30/6/2021 30/11/2021"),
    ("Định kỳ 6 tháng, năm", "yearly", "30/6/2021 31/12/2021"),
    ("06 tháng/lần", "yearly", "30/6/2021 31/12/2021"),
    ("Thường xuyên", "continuous", ""),
    ("Thường xuyên, liên tục", "continuous", ""),
    ("Thường xuyên trong năm 2021", "continuous", ""),
    ("Hàng tuần", "continuous", ""),
    ("Thường xuyên, hàng năm", "yearly", ""),
    ("Thường xuyên; báo cáo hàng quý", "quarterly", ""),
    ("Định kỳ hàng tháng có báo cáo UBND tỉnh", "monthly", ""),
    ("Trước ngày 25 hàng tháng", "monthly", ""),
    ("Hàng quý", "quarterly", ""),
    ("Định kỳ hàng quý, 6 tháng, năm", "quarterly", ""),
    ("Ngày 20 tháng cuối quý", "quarterly", ""),
    ("Trước ngày 15/12/2021", "by_date", "15/12/2021"),
    ("Chậm nhất ngày 15 tháng 12", "by_date", "15/12/2021"),
    ("ngày 27 tháng 9 năm 2021", "by_date", "27/9/2021"),
    ("15.12.2021", "by_date", "15/12/2021"),
    ("15-12-2021", "by_date", "15/12/2021"),
    ("2021-12-15", "by_date", "15/12/2021"),
    ("15/12/21", "by_date", "15/12/2021"),
    ("30/6/2026; 31/12/2026", "by_date", "30/6/2026 31/12/2026"),
    ("30/6; 31/12/2026", "by_date", "30/6/2026 31/12/2026"),
    ("Trong tháng 6", "by_date", "30/6/2021"),
    ("Tháng 6/2022", "by_date", "30/6/2022"),
    ("Tháng 02/2024", "by_date", "29/2/2024"),
    ("Tháng 6 và tháng 12", "by_date", "30/6/2021 31/12/2021"),
    ("Tháng 6, 30/11", "by_date", "30/6/2021 30/11/2021"),
    ("từ tháng 10 đến tháng 12/2021", "by_date", "31/12/2021"),
    ("Đến hết tháng 10/2021", "by_date", "31/10/2021"),
    ("10/2021", "by_date", "31/10/2021"),
    ("6 tháng cuối năm", "by_date", "31/12/2021"),
    ("06 tháng đầu năm 2022", "by_date", "30/6/2022"),
    ("9 tháng đầu năm", "by_date", "30/9/2021"),
    ("2021-2025", "by_date", "31/12/2025"),
    ("Giai đoạn 2021 - 2025", "by_date", "31/12/2025"),
    ("Năm 2022", "by_date", "31/12/2022"),
    ("Năm 2021, 2022", "by_date", "31/12/2021 31/12/2022"),
    ("Đến năm 2025", "by_date", "31/12/2025"),
    ("Trong năm", "by_date", "31/12/2021"),
    ("Theo lộ trình tại Đề án", "roadmap", ""),
    ("Theo lộ trình Đề án", "roadmap", ""),
    ("Theo tiến độ dự án", "roadmap", ""),
    ("Theo lộ trình, hoàn thành trước 31/12/2025", "by_date", "31/12/2025"),
    ("Được thực hiện ngay khi có văn bản được gửi đến Sở Tư pháp", "on_event", ""),
    ("Khi có yêu cầu", "on_event", ""),
    ("Ngay sau khi Kế hoạch được ban hành", "on_event", ""),
    ("Trong vòng 5 ngày kể từ ngày ban hành", "on_event", ""),
    ("", "none", ""),
    ("   ", "none", ""),
    ("Sở Tư pháp", "none", ""),
    ("Đầu năm 2022", "none", ""),
    ("Như trên", "none", ""),
    ("31/02/2021", "none", ""),
    ("31/02; 30/6/2021", "by_date", "30/6/2021"),
    ("tháng 13/2021", "none", ""),
    ("85,31/100 điểm", "none", ""),
    ("Thực hiện Nghị định số 59/2019/NĐ-CP ngày 01/7/2019", "none", ""),
]


def _dates(text: str) -> tuple[date, ...]:
    parts = [tuple(map(int, item.split("/"))) for item in text.split()]
    return tuple(date(year, month, day) for day, month, year in parts)


@pytest.mark.parametrize(("text", "kind", "dates"), CASES)
def test_a_deadline_is_read_as_officials_write_it(text: str, kind: str, dates: str):
    found = read_deadline(text, year=2021)
    assert (found.kind, found.dates) == (kind, _dates(dates))
    assert found.due == (found.dates[-1] if found.dates else None)


@pytest.mark.parametrize("text", [case[0] for case in CASES])
def test_decomposed_spaced_and_capital_text_reads_the_same(text: str):
    plain = read_deadline(text, year=2021)
    for other in (unicodedata.normalize("NFD", text), text.upper(), f"\u00a0 {text.replace(' ', '  ')}\n"):
        found = read_deadline(other, year=2021)
        assert (found.kind, found.dates) == (plain.kind, plain.dates)


def test_a_month_without_a_year_takes_the_year_of_the_plan():
    assert read_deadline("Tháng 6", year=2026).due == date(2026, 6, 30)


def test_the_text_keeps_the_documents_own_words():
    assert read_deadline("  Quý IV/2021\n", year=2021).text == "Quý IV/2021"


PIECES = st.sampled_from(
    [
        "quý",
        "IV",
        "/",
        "2021",
        "tháng",
        "6",
        "31",
        "02",
        "ngày",
        "hàng",
        "năm",
        "trước",
        ",",
        ";",
        "-",
        "và",
        "đến",
        "theo",
        "lộ trình",
        "99",
    ]
)


@given(
    st.one_of(
        st.text(), st.lists(PIECES, max_size=12).map(" ".join), st.lists(PIECES, max_size=8).map("".join)
    )
)
def test_any_text_is_read_without_failing_and_its_dates_are_in_order(text: str):
    found = read_deadline(text, year=2021)
    assert found.dates == tuple(sorted(set(found.dates)))
    assert found.due == (found.dates[-1] if found.dates else None)
    assert found.text == squeeze(clean(text))
    assert 0.0 <= deadline_likelihood(text) <= 1.0


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_every_day_reads_back_in_each_way_of_writing_it(day: date):
    for text in (
        f"{day.day}/{day.month}/{day.year}",
        f"{day.day:02}-{day.month:02}-{day.year}",
        f"Trước ngày {day.day:02} tháng {day.month} năm {day.year}",
        day.isoformat(),
    ):
        assert read_deadline(text, year=1999).dates == (day,)


@pytest.mark.parametrize(
    "text",
    [
        "Quý IV/2021",
        "Hàng năm",
        "Thường xuyên",
        "Theo lộ trình Đề án",
        "31/12/2021",
        "Tháng 12",
        "6 tháng cuối năm",
        "Khi có yêu cầu",
    ],
)
def test_a_cell_of_deadline_looks_like_one(text: str):
    assert deadline_likelihood(text) > 0.85


@pytest.mark.parametrize(
    "text",
    [
        "Được thực hiện ngay khi có văn bản được gửi đến Sở Tư pháp, Phòng Tư pháp để thẩm định",
        "Định kỳ hàng tháng có báo cáo UBND tỉnh",
    ],
)
def test_a_deadline_in_words_still_looks_like_one(text: str):
    assert deadline_likelihood(text) > 0.6


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Sở Tư pháp",
        "UBND cấp huyện",
        "1",
        "IV",
        "Thời hạn hoàn thành (tháng/ quý/năm)",
        "Công khai danh sách hộ nghèo",
        "Số đơn vị sự nghiệp công lập tự bảo đảm chi thường xuyên",
        "UBND cấp xã, UBND cấp huyện hàng năm có trách nhiệm thực hiện công khai danh sách hộ nghèo",
        "- Kiểm tra việc thực hiện công tác chứng thực tại Phòng Tư pháp cấp huyện, UBND cấp xã hàng năm.",
        "(Kèm theo Kế hoạch số 359/KH-UBND ngày 27/9/2021 của UBND tỉnh)",
        "Văn phòng UBND tỉnh thường xuyên kiểm tra để kết thúc trên phần mềm ý kiến chỉ đạo điều hành",
    ],
)
def test_what_only_names_a_time_does_not_look_like_a_deadline(text: str):
    assert deadline_likelihood(text) < 0.2


@pytest.mark.parametrize(
    ("sentence", "kind", "words"),
    [
        ("Định kỳ hàng tháng có báo cáo kết quả tổng hợp việc triển khai", "monthly", "Định kỳ hàng tháng"),
        (
            "vào trong báo cáo công tác CCHC định kỳ hàng quý, 6 tháng, năm của đơn vị",
            "quarterly",
            "định kỳ hàng quý, 6 tháng, năm",
        ),
        ("Thường xuyên kiểm tra, giám sát việc thực hiện kỷ luật", "continuous", "Thường xuyên"),
        ("Tăng cường kiểm tra thường xuyên, đột xuất để đôn đốc", "continuous", "thường xuyên, đột xuất"),
        (
            "Phấn đấu trong năm 2021 và các năm tiếp theo, các lĩnh vực",
            "yearly",
            "trong năm 2021 và các năm tiếp theo",
        ),
        ("hoàn thành trước ngày 15/12/2021 và báo cáo", "by_date", "hoàn thành trước ngày 15/12/2021"),
        ("nếu phát sinh vướng mắc, kịp thời báo cáo về Sở Nội vụ", "on_event", "nếu phát sinh"),
        ("kịp thời phát hiện, nêu gương các điển hình tiên tiến", "none", ""),
        ("đơn vị sự nghiệp tự bảo đảm chi thường xuyên", "none", ""),
        ("Thực hiện Kế hoạch số 513/KH-UBND ngày 31/12/2020 của UBND tỉnh", "none", ""),
        ("", "none", ""),
    ],
)
def test_a_rhythm_is_found_inside_a_sentence_with_its_words(sentence: str, kind: str, words: str):
    found = find_rhythm(sentence, year=2021)
    assert (found.kind, found.text) == (kind, words)


@given(
    st.text(),
    st.sampled_from(["hàng tháng", "hàng quý", "hàng năm", "thường xuyên", "trước ngày 15/12/2021", ""]),
    st.text(),
)
def test_the_phrase_found_stands_in_the_sentence(before: str, phrase: str, after: str):
    sentence = f"{before} {phrase} {after}"
    found = find_rhythm(sentence, year=2021)
    assert found.text in squeeze(clean(sentence))
    assert (found.text == "") == (found.kind is DeadlineKind.NONE)


def test_a_rhythm_reads_the_same_from_decomposed_text():
    sentence = "Định kỳ hàng tháng có báo cáo"
    decomposed = find_rhythm(unicodedata.normalize("NFD", sentence), year=2021)
    assert decomposed == Deadline("Định kỳ hàng tháng", DeadlineKind.MONTHLY)
