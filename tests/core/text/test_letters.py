import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from namro.core.text import clean, fold, fold_with_places, sort_key, squeeze

VIETNAMESE = st.text(
    alphabet="aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵABCDĐ 0123456789,./-\n\u00a0"
)


def test_clean_gives_nfc_without_marks_of_order_and_control_characters():
    assert clean("\ufeffUy\u0309 ban\u00ad nha\u0302n\u200b da\u0302n\x00") == "Uỷ ban nhân dân"


def test_clean_makes_every_line_end_a_line_feed():
    assert clean("a\r\nb\rc\u2028d") == "a\nb\nc\nd"


def test_clean_keeps_tabs_and_no_break_spaces():
    assert clean("a\tb\u00a0c") == "a\tb\u00a0c"


def test_squeeze_takes_no_break_spaces_for_blanks():
    assert squeeze(" Quý\u00a0 IV\n2021 ") == "Quý IV 2021"


def test_fold_finds_d_with_stroke():
    assert fold("Đức Thọ  THỊ XÃ KỲ ANH") == "duc tho thi xa ky anh"


def test_fold_of_the_greek_capital_sigma_does_not_depend_on_its_neighbours():
    assert fold("ΑΣ") == fold_with_places("ΑΣ")[0]


@given(st.text())
def test_fold_is_the_same_for_composed_and_decomposed_text(text: str):
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(VIETNAMESE)
def test_fold_of_a_fold_changes_nothing(text: str):
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_clean_of_a_clean_text_changes_nothing(text: str):
    assert clean(clean(text)) == clean(text)


@given(st.one_of(VIETNAMESE, st.text()))
def test_fold_with_places_folds_like_fold(text: str):
    folded, places = fold_with_places(text)
    assert folded == fold(text)
    assert len(places) == len(folded) + 1
    assert places == sorted(places)


@given(VIETNAMESE, st.data())
def test_places_lead_back_to_the_words_of_the_text(text: str, data: st.DataObject):
    folded, places = fold_with_places(text)
    start = data.draw(st.integers(0, len(folded)))
    end = data.draw(st.integers(start, len(folded)))
    assert fold(text[places[start] : places[end]]) == squeeze(folded[start:end])


def test_places_keep_the_marks_of_decomposed_text():
    text = unicodedata.normalize("NFD", "Quý IV")
    folded, places = fold_with_places(text)
    assert unicodedata.normalize("NFC", text[places[0] : places[folded.index(" ")]]) == "Quý"


def test_sort_follows_the_vietnamese_alphabet():
    names = ["Vũ Quang", "Đức Thọ", "Can Lộc", "Lộc Hà", "Hương Khê", "Hồng Lĩnh", "Ân Phú", "An Dũng"]
    assert sorted(names, key=sort_key) == [
        "An Dũng",
        "Ân Phú",
        "Can Lộc",
        "Đức Thọ",
        "Hồng Lĩnh",
        "Hương Khê",
        "Lộc Hà",
        "Vũ Quang",
    ]


def test_sort_takes_tones_in_dictionary_order_after_letters():
    assert sorted(["mạ", "má", "mã", "mả", "mà", "ma"], key=sort_key) == ["ma", "mà", "mả", "mã", "má", "mạ"]


@given(VIETNAMESE, VIETNAMESE)
def test_sort_keys_differ_where_texts_differ(one: str, other: str):
    assert (sort_key(one) == sort_key(other)) == (one == other)
