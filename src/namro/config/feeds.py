"""Which room feeds a measure by itself: the only list that joins measures with the rooms that know the figures.

Name ─▶ (what people read, the function of `namro.web.measures.feeds.Feed`).
"""

FEEDS: dict[str, tuple[str, str]] = {
    "phan-viec-dung-han": (
        "Tỷ lệ phần việc được công nhận và nộp đúng hạn",
        "namro.web.measures.selectors.own_feeds.accepted_on_time",
    ),
}
