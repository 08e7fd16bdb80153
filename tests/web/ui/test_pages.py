from collections.abc import Callable

from django.template.loader import render_to_string
from django.test import Client


def test_an_unknown_address_says_what_to_do(client_of: Callable[[str], Client]) -> None:
    answer = client_of("xa").get("/khong-co-trang-nay/")
    assert answer.status_code == 404
    assert "Hãy kiểm tra lại địa chỉ" in answer.content.decode()


def test_a_form_without_its_token_says_what_to_do(db: None) -> None:
    answer = Client(enforce_csrf_checks=True).post("/dang-nhap/", {"username": "xa", "password": "x"})
    assert answer.status_code == 403
    assert "Biểu mẫu đã hết hiệu lực" in answer.content.decode()


def test_the_page_of_a_broken_program_needs_nothing_but_itself() -> None:
    page = render_to_string("ui/500.html")
    assert "Chương trình gặp lỗi" in page


def test_the_menu_lists_only_what_the_person_may_open(client_of: Callable[[str], Client]) -> None:
    officer = client_of("sonoivu").get("/tai-khoan/").content.decode()
    commune = client_of("xa").get("/tai-khoan/").content.decode()
    stranger = client_of("stranger").get("/tai-khoan/").content.decode()
    assert 'href="/thiet-lap/"' in officer
    assert 'href="/thiet-lap/"' not in commune
    assert 'href="/don-vi/"' in commune
    assert 'href="/don-vi/"' not in stranger


def test_the_current_page_is_marked_in_the_menu(client_of: Callable[[str], Client]) -> None:
    page = client_of("xa").get("/don-vi/thien-loc/").content.decode()
    assert '<a href="/don-vi/" aria-current="page">' in page


def test_every_state_has_a_word_and_a_shape_of_its_own() -> None:
    codes = ["not_started", "in_progress", "submitted", "returned", "accepted", "overdue", "silent"]
    drawn = {code: render_to_string("ui/_state.html", {"code": code, "label": "Chữ"}) for code in codes}
    shapes = {page.split("<svg", 1)[1].split("</svg>")[0] for page in drawn.values()}
    assert len(shapes) == len(codes)
    assert all("Chữ" in page for page in drawn.values())


def test_no_page_carries_inline_style_or_script(client_of: Callable[[str], Client]) -> None:
    client = client_of("sonoivu")
    for path in ("/tai-khoan/", "/tai-khoan/mat-khau/", "/don-vi/", "/nhat-ky/", "/thiet-lap/"):
        answer = client.get(path)
        page = answer.content.decode()
        assert " style=" not in page
        assert "onclick=" not in page
        assert "'self'" in answer["Content-Security-Policy"]
        assert "unsafe" not in answer["Content-Security-Policy"]
