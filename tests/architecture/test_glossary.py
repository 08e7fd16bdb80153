"""The glossary and the code use the same words; the README names commands that exist."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "namro"


def _rows() -> list[tuple[str, list[str]]]:
    """Give each row of the glossary as its Vietnamese term and the names in code."""
    rows = []
    for line in (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("|") and len(cells) == 3 and set(cells[0]) - set("-: ") and "`" in cells[1]:
            rows.append((cells[0], re.findall(r"`([^`]+)`", cells[1])))
    return rows


def _identifiers() -> set[str]:
    """Give every name that the code itself defines or uses, also the parts of dotted rooms."""
    names: set[str] = set()
    for path in SOURCE.rglob("*.py"):
        if "migrations" in path.parts:
            continue
        names.update(path.relative_to(SOURCE).with_suffix("").parts)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Name):
                names.add(node.id)
            elif isinstance(node, ast.Attribute):
                names.add(node.attr)
            elif isinstance(node, ast.arg):
                names.add(node.arg)
            elif isinstance(node, ast.ClassDef | ast.FunctionDef):
                names.add(node.name)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
                names.add(node.value)
    return names


def _model_classes() -> list[str]:
    """Give the public classes of every `models.py` of web and `model.py` of core."""
    paths = [*(SOURCE / "web").glob("*/models.py"), *(SOURCE / "core").glob("*/model.py")]
    return sorted(
        {
            node.name
            for path in paths
            for node in ast.parse(path.read_text(encoding="utf-8")).body
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
        }
    )


def test_the_glossary_has_rows() -> None:
    assert len(_rows()) > 40


def test_every_word_of_the_glossary_exists_in_the_code() -> None:
    known = _identifiers()
    missing = {term: [name for name in names if name not in known] for term, names in _rows()}
    assert not {term: names for term, names in missing.items() if names}


@pytest.mark.parametrize("name", _model_classes())
def test_every_thing_the_program_keeps_stands_in_the_glossary(name: str) -> None:
    assert name in {word for _, words in _rows() for word in words}


def test_no_term_stands_twice() -> None:
    terms = [term for term, _ in _rows()]
    assert sorted(set(terms)) == sorted(terms)


@pytest.mark.parametrize("name", ["README.md", "README.vi.md", "ARCHITECTURE.md"])
def test_the_commands_in_the_documents_exist(name: str) -> None:
    path = ROOT / name
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    # In running text between backticks, or alone at the start of a line of a code block.
    named = set(
        re.findall(
            r"(?:`|^)make ([a-z-]+)(?=`|\s+#| [A-Z]+=|\s*$)", path.read_text(encoding="utf-8"), re.MULTILINE
        )
    )
    assert named <= targets
    assert path.stat().st_size < 200 or name == "ARCHITECTURE.md" or {"run", "test"} <= named
