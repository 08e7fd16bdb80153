"""The carried templates: each can be drawn, names only its own places, and is refused when it does not."""

import pytest

from namro.core.errors import Refusal
from namro.core.letters.docx import docx
from namro.core.letters.model import Kind, words_of
from namro.core.letters.places import names_in
from namro.core.letters.templates import (
    FIELDS,
    Template,
    carried_templates,
    check_wording,
    letter_from,
    template_called,
    templates_of,
)

TREE = {
    "places": {"co_quan": ["cơ quan", "SỞ NỘI VỤ"]},
    "template": [
        {"key": "thu", "kind": "CV", "name": "Thư", "issuer": "{co_quan}", "abstract": "việc {viec}",
         "places": {"viec": ["việc gì", "thử"]}},
    ],
}  # fmt: skip


@pytest.mark.parametrize("template", carried_templates(), ids=lambda one: one.key)
def test_a_carried_template_is_drawn_with_its_samples(template: Template) -> None:
    letter = letter_from(template, template.wording, template.samples)
    assert letter.is_draft
    assert letter.number == ""
    assert letter.issued_on is None
    assert letter.signature.name is None
    assert "{" not in letter.abstract
    assert docx(letter) == docx(letter_from(template, template.wording, template.samples))


def test_there_is_a_template_for_every_kind_the_plan_needs() -> None:
    kinds = {template.kind for template in carried_templates()}
    assert {
        Kind.PLAN,
        Kind.REPORT,
        Kind.LETTER,
        Kind.NOTICE,
        Kind.MINUTES,
        Kind.SUBMISSION,
        Kind.APOLOGY,
    } <= kinds


def test_every_place_of_a_template_has_a_meaning() -> None:
    for template in carried_templates():
        assert all(place.meaning for place in template.places)
        used = {name for field in FIELDS for name in names_in(template.wording[field])}
        assert used <= set(template.names)


def test_a_template_that_names_an_unknown_place_is_refused() -> None:
    tree = {**TREE, "template": [{**TREE["template"][0], "opening": "{khong_co}"}]}
    with pytest.raises(Refusal, match=r"\{khong_co\}"):
        templates_of(tree)


@pytest.mark.parametrize(
    "words",
    [
        {"opening": "Như {opening}"},  # itself
        {"opening": "Như {closing}", "closing": "Như {opening}"},  # each other
        {"closing": "{grounds}", "grounds": "{addressees}", "addressees": "{closing}"},  # in a ring
    ],
)
def test_fields_that_stand_in_each_other_are_refused_in_one_sentence(words: dict[str, str]) -> None:
    template = carried_templates()[0]
    with pytest.raises(Refusal, match="không lồng vào ô kia được") as refused:
        check_wording(template, {**template.wording, **words})
    assert "\n" not in refused.value.sentence


def test_a_template_without_abstract_or_with_endless_words_is_refused() -> None:
    for change in ({"abstract": ""}, {"opening": "a" * 9000}):
        with pytest.raises(Refusal):
            templates_of({**TREE, "template": [{**TREE["template"][0], **change}]})
    with pytest.raises(Refusal, match="Không có mẫu"):
        template_called("khong-co")


def test_the_words_stand_around_the_content() -> None:
    template = template_called("don-doc")
    wording = {**template.wording, "opening": "Một.\n\nHai {don_vi}.", "closing": "Ba."}
    letter = letter_from(template, wording, {**template.samples, "don_vi": "=HYPERLINK(1) <b>"})
    told = [words_of(block.text) for block in letter.blocks if hasattr(block, "text")]
    assert told == ["Một.", "Hai =HYPERLINK(1) <b>.", "Ba."]


def test_marks_of_a_template_are_known_ones_and_secrecy_is_refused() -> None:
    template = template_called("don-doc")
    marked = {**template.wording, "urgency": "KHẨN", "drafter": "PL.(300)", "contact": "Số 1 đường Mẫu"}
    letter = letter_from(template, marked, template.samples)
    assert (letter.urgency, letter.circulation, letter.drafter, letter.contact) == (
        "KHẨN",
        "",
        "PL.(300)",
        "Số 1 đường Mẫu",
    )
    for field in ("urgency", "circulation"):
        with pytest.raises(Refusal, match="bí mật nhà nước"):
            check_wording(template, {**template.wording, field: "Mật"})
        with pytest.raises(Refusal, match="không có; chỉ dùng"):
            check_wording(template, {**template.wording, field: "NHANH"})
