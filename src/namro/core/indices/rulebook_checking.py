"""Does a rulebook hold together: codes, sums, totals, a rule for every component."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from namro.core.indices.rulebook import Line, PointKind, Rulebook
from namro.core.indices.rules import Part, Rule, Sum
from namro.core.indices.rules.writing import write_points

# Fractions such as 10/3 are cut at 28 digits; what a person would call equal agrees far before that.
_CLOSE = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class RulebookFinding:
    """Something to know about a rulebook; `is_error` True: it must be mended before the rulebook is used."""

    is_error: bool
    code: str
    sentence: str


def check_rulebook(rulebook: Rulebook) -> tuple[RulebookFinding, ...]:
    """Check the tree of a rulebook; errors first, then what the source itself leaves open, in printed order."""
    unnamed = [line.code for line in rulebook.lines if not line.name_verified]
    names = f"Tên của {len(unnamed)} dòng chưa có nguồn: {', '.join(unnamed[:40])}."
    found = [
        *([RulebookFinding(False, "", names)] if unnamed else []),
        *_codes(rulebook),
        *_sums(rulebook),
        *_total(rulebook),
        *_expected(rulebook),
    ]
    for line in rulebook.components:
        found.extend(_component(line))
    return tuple(sorted(found, key=lambda one: not one.is_error))


def count_lines(rulebook: Rulebook) -> dict[str, int]:
    """Count the fields, lines, components, and components by kind of point."""
    kinds = Counter(line.point.value for line in rulebook.components if line.point)
    return {
        "fields": len(rulebook.children.get("", ())),
        "lines": len(rulebook.lines),
        "components": len(rulebook.components),
        **{f"components_{kind}": kinds[kind] for kind in PointKind if kinds[kind]},
    }


def sum_of_survey(rulebook: Rulebook) -> Decimal | None:
    """Add up the maxima that a survey gives; None when one of them is not known."""
    return _added([line for line in rulebook.components if line.point is PointKind.SURVEY])


def _codes(rulebook: Rulebook) -> Iterator[RulebookFinding]:
    counted = Counter(line.code for line in rulebook.lines)
    for code, times in counted.items():
        if times > 1:
            yield RulebookFinding(True, code, f"Mã {code} dùng {times} lần; mỗi mã chỉ được dùng một lần.")


def _sums(rulebook: Rulebook) -> Iterator[RulebookFinding]:
    for line in rulebook.lines:
        children = rulebook.children.get(line.code)
        if not children:
            continue
        if line.rule is not None:
            yield RulebookFinding(
                True, line.code, f"{line.code} có dòng con nên không được có quy tắc riêng."
            )
        added = _added(children)
        if added is None:
            unknown = [child.code for child in children if child.maximum is None]
            yield RulebookFinding(
                False,
                line.code,
                f"{line.code}: chưa biết điểm tối đa của {len(unknown)} trên {len(children)} dòng con "
                f"nên không cộng được.",
            )
        elif line.maximum is None:
            yield RulebookFinding(False, line.code, f"{line.code}: chưa biết điểm tối đa.")
        elif abs(added - line.maximum) > _CLOSE:
            yield RulebookFinding(
                True,
                line.code,
                f"{line.code}: các dòng con cộng lại {write_points(added)}, khác điểm tối đa "
                f"{write_points(line.maximum)}.",
            )


def _total(rulebook: Rulebook) -> Iterator[RulebookFinding]:
    fields = rulebook.children.get("", ())
    added = _added(fields)
    if rulebook.total is None:
        yield RulebookFinding(False, "", "Chưa biết tổng điểm tối đa của bộ tiêu chí.")
    elif added is None:
        unknown = sum(line.maximum is None for line in fields)
        yield RulebookFinding(
            False,
            "",
            f"Tổng {write_points(rulebook.total)}: chưa biết điểm tối đa của {unknown} trên {len(fields)} "
            f"lĩnh vực nên chưa cộng để kiểm tra được.",
        )
    elif abs(added - rulebook.total) > _CLOSE:
        yield RulebookFinding(
            True,
            "",
            f"Các lĩnh vực cộng lại {write_points(added)}, khác tổng điểm {write_points(rulebook.total)}.",
        )


def _expected(rulebook: Rulebook) -> Iterator[RulebookFinding]:
    counted: dict[str, Decimal | None] = {word: Decimal(n) for word, n in count_lines(rulebook).items()}
    counted["survey_points"] = sum_of_survey(rulebook)
    for word, number in rulebook.expected.items():
        if word not in counted:
            yield RulebookFinding(True, "", f"Không rõ số phải kiểm “{word}” trong bảng expected.")
        elif counted[word] != number:
            yield RulebookFinding(
                True, "", f"{word}: nguồn ghi {number}, trong tệp đếm được {counted[word] or 0}."
            )


def _component(line: Line) -> Iterator[RulebookFinding]:
    if line.discrepancy:
        yield RulebookFinding(False, line.code, f"{line.code}: {line.discrepancy}")
    if line.unsaid:
        yield RulebookFinding(False, line.code, f"{line.code}: {line.unsaid}")
    if line.rule is None:
        if line.no_rule:
            yield RulebookFinding(False, line.code, f"{line.code}: chưa có quy tắc. {line.no_rule}")
        else:
            yield RulebookFinding(
                True, line.code, f"{line.code}: không có quy tắc và không nói vì sao (no_rule)."
            )
        return
    if line.point is None:
        yield RulebookFinding(True, line.code, f"{line.code}: thiếu loại điểm (point).")
    most = line.rule.most
    if line.maximum is not None and most is not None and abs(most - line.maximum) > _CLOSE:
        yield RulebookFinding(
            not line.discrepancy,
            line.code,
            f"{line.code}: quy tắc cho nhiều nhất {write_points(most)}, khác điểm tối đa "
            f"{write_points(line.maximum)}.",
        )
    for part in _parts(line.rule):
        if part.rule.least < 0:
            yield RulebookFinding(True, line.code, f"{line.code}, phần {part.key}: có mức điểm âm.")
    if line.rule.least < 0:
        yield RulebookFinding(True, line.code, f"{line.code}: có mức điểm âm.")


def _parts(rule: Rule) -> tuple[Part, ...]:
    return rule.parts if isinstance(rule, Sum) else ()


def _added(lines: tuple[Line, ...] | list[Line]) -> Decimal | None:
    maxima = [line.maximum for line in lines if line.maximum is not None]
    return sum(maxima, Decimal(0)) if len(maxima) == len(lines) else None
