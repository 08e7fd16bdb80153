"""Rules as a file: out, looked at, and in; nothing changes before it was looked at."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from namro.core.chase import rules_of_toml, rules_toml, shipped_rules
from namro.web.chase.models import RuleVersion
from namro.web.plans.models import Obligation

Make = Callable[..., Obligation]
ADDRESS = "/nhac-viec/quy-tac/tai-len/"


def _look(client: Client, text: str | bytes) -> tuple[int, str]:
    content = text.encode() if isinstance(text, str) else text
    answer = client.post(ADDRESS, {"file": SimpleUploadedFile("x.toml", content)})
    return answer.status_code, answer.content.decode()


def test_the_file_that_is_taken_out_gives_the_same_rules(client_of: Callable[[str], Client]) -> None:
    text = client_of("xa").get("/nhac-viec/quy-tac/tep/").content
    assert rules_of_toml(text) == shipped_rules()
    assert rules_of_toml(b"\xef\xbb\xbf" + text) == shipped_rules()


def test_a_file_is_looked_at_and_then_taken(make: Make, client_of: Callable[[str], Client]) -> None:
    make(due=date(2021, 11, 25))
    client = client_of("sonoivu")
    text = rules_toml(shipped_rules()).replace(
        'key = "truoc-5"\nwhen = "before"\ndays = 5', 'key = "truoc-5"\nwhen = "before"\ndays = 7'
    )
    text = text.split('\n[[step]]\nkey = "im-60"')[0]
    status, page = _look(client, text)
    assert status == 200
    assert "Trước hạn 5 ngày" in page
    assert "Trước hạn 7 ngày" in page
    assert "bỏ bậc này" in page
    assert not RuleVersion.objects.exists()
    typed = {"text": text, "valid_from": "15/11/2021", "reason": "Theo chỉ đạo"}
    assert client.post(ADDRESS, typed | {"reason": ""}).status_code == 422
    assert client.post(ADDRESS, typed).status_code == 302
    days = {row["key"]: row["days"] for row in RuleVersion.objects.get().data["step"]}
    assert days["truoc-5"] == 7
    assert "im-60" not in days


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"x = = 1", "không đúng dạng TOML, gần dòng 1"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"name = 'x'", "chưa có bậc nào"),
        (b"#" * 100_001, "lớn quá"),
        (b"", "trống"),
    ],
)
def test_a_file_that_cannot_be_is_refused_with_one_sentence(
    client_of: Callable[[str], Client], content: bytes, says: str
) -> None:
    status, page = _look(client_of("sonoivu"), content)
    assert status == 422
    assert says in page
    assert not RuleVersion.objects.exists()


def test_only_the_department_brings_rules_in(client_of: Callable[[str], Client]) -> None:
    for who in ("lanhdao", "xa", "mattran", "stranger"):
        assert client_of(who).get(ADDRESS).status_code == 403, who
    assert client_of("stranger").get("/nhac-viec/quy-tac/tep/").status_code == 403
