"""`namro letter render`: a file of content becomes a document; what is wrong is one sentence and exit status 2."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from makers.letters import sample
from namro.core.letters.codec import to_tree
from namro.core.letters.docx import docx
from namro.core.letters.model import Kind


def _namro(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "namro", "letter", "render", *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )


@pytest.fixture
def content(tmp_path: Path) -> Path:
    path = tmp_path / "bao-cao.json"
    path.write_text(json.dumps(to_tree(sample(Kind.REPORT)), ensure_ascii=False), encoding="utf-8")
    return path


@pytest.mark.parametrize(("form", "begins"), [("docx", b"PK"), ("pdf", b"%PDF-1.7"), ("xlsx", b"PK")])
def test_a_document_is_written_beside_its_content(content: Path, form: str, begins: bytes) -> None:
    told = _namro(str(content), "--to", form)
    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout.strip() == str(content.with_suffix(f".{form}"))
    assert content.with_suffix(f".{form}").read_bytes().startswith(begins)


def test_the_document_is_the_one_the_program_makes_and_goes_where_it_is_wanted(
    content: Path, tmp_path: Path
) -> None:
    told = _namro(str(content), "--to", "docx", "--out", str(tmp_path / "a.docx"))
    assert told.returncode == 0
    assert (tmp_path / "a.docx").read_bytes() == docx(sample(Kind.REPORT))
    assert not content.with_suffix(".docx").exists()


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("{", "không phải JSON"),
        ("[" * 100_000, "không phải JSON"),
        ("\ufeff[]", "đối tượng JSON"),
        ('{"schema": "namro.letter/9"}', "schema"),
        ('{"schema": "namro.letter/1", "kind": "KH"}', "issuer"),
        (
            '{"schema": "namro.letter/1", "kind": "CV", "issuer": "A", "abstract": "B", "urgency": "Mật"}',
            "bí mật nhà nước",
        ),
        (
            '{"schema": "namro.letter/1", "kind": "CV", "issuer": "A", "abstract": "B", '
            '"blocks": [{"is": "picture", "content": "QUJD", "words": "họp"}]}',
            "«họp» không phải ảnh PNG hoặc JPEG",
        ),
    ],
)
def test_content_that_is_none_is_refused_in_one_sentence(tmp_path: Path, written: str, said: str) -> None:
    path = tmp_path / "x.json"
    path.write_text(written, encoding="utf-8")
    _refused(_namro(str(path), "--to", "pdf"), said)
    assert [one.name for one in tmp_path.iterdir()] == ["x.json"]


def test_a_file_that_is_not_there_or_may_not_be_written_is_refused(content: Path, tmp_path: Path) -> None:
    _refused(_namro(str(tmp_path / "khong-co.json"), "--to", "docx"), "Không mở được tệp")
    _refused(_namro(str(content), "--to", "docx", "--out", str(tmp_path)), "Không ghi được tệp")


def test_a_letter_without_tables_has_no_spreadsheet(tmp_path: Path) -> None:
    path = tmp_path / "thu.json"
    path.write_text(json.dumps(to_tree(sample(Kind.APOLOGY))), encoding="utf-8")
    _refused(_namro(str(path), "--to", "xlsx"), "không có bảng nào")


def _refused(told: subprocess.CompletedProcess[str], said: str) -> None:
    assert (told.returncode, told.stdout) == (2, "")
    assert said in told.stderr
    assert told.stderr.strip().count("\n") == 0
    assert told.stderr.strip().endswith(".")


def test_the_example_of_the_readme_becomes_a_document(tmp_path: Path) -> None:
    example = Path(__file__).parents[3] / "examples" / "bao-cao-vi-du.json"
    told = _namro(str(example), "--to", "pdf", "--out", str(tmp_path / "x.pdf"))
    assert (told.returncode, told.stderr) == (0, "")
    assert (tmp_path / "x.pdf").read_bytes().startswith(b"%PDF")
