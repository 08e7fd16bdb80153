"""A rule in Vietnamese words, so that who is scored knows beforehand how the points are made."""

from collections.abc import Iterable
from decimal import Decimal

from namro.core.indices.rules.base import Rule, Wanted
from namro.core.indices.rules.changes import Change, RankBands
from namro.core.indices.rules.choices import Choice
from namro.core.indices.rules.parts import Sum
from namro.core.indices.rules.penalties import Deduction, Penalty
from namro.core.indices.rules.ratios import Ratio, Weighted
from namro.core.indices.rules.steps import CountSteps, RateSteps, RatioSteps, Step
from namro.core.indices.rules.surveys import GivenPoints, Mean, Rate
from namro.core.indices.rules.writing import HUNDRED, write_plain, write_points


def in_words(rule: Rule) -> tuple[str, ...]:
    """Say how the rule makes points, one sentence for each part; it says what `points` does and nothing else."""
    match rule:
        case Sum():
            return (
                "Cộng điểm các phần:",
                *(
                    f"Phần {part.key} ({part.name}): {' '.join(in_words(part.rule))}"
                    if part.name
                    else f"Phần {part.key}: {' '.join(in_words(part.rule))}"
                    for part in rule.parts
                ),
            )
        case Penalty():
            return (
                *in_words(rule.of),
                f"{rule.condition}: trừ {write_plain(rule.percent)}% số điểm đạt được.",
            )
        case Choice():
            told = "; ".join(f"{option.label}: {write_points(option.points)}" for option in rule.options)
            return (f"{told}.",)
        case Ratio():
            least = [] if rule.floor is None else [f"Dưới {_percent(rule.floor)}: 0 điểm."]
            full = [] if rule.full_from is None else [f"Từ {_percent(rule.full_from)}: đủ điểm tối đa."]
            return (
                f"({_name(rule.part)}/{_name(rule.whole)}) × {write_points(rule.most)}, với {_with(rule.wanted)}.",
                *least,
                *full,
                _no_cases(rule.whole, rule.no_cases),
            )
        case Weighted():
            added = " + ".join(
                f"({_name(term.part)}/{_name(rule.whole)}) × {write_points(term.weight)}"
                for term in rule.terms
            )
            least = [] if rule.floor is None else [f"Dưới {_percent(rule.floor)}: 0 điểm."]
            return (
                f"{added}, với {_with(rule.wanted)}.",
                *least,
                _no_cases(rule.whole, rule.no_cases),
            )
        case RatioSteps():
            return (
                f"Theo tỷ lệ {_name(rule.part)}/{_name(rule.whole)}, với {_with(rule.wanted)}: "
                f"{_steps(rule.steps)}; thấp hơn: {write_points(rule.below)}.",
                *([f"{_name(rule.part)} có thể lớn hơn {_name(rule.whole)}."] if rule.may_exceed else []),
                _no_cases(rule.whole, rule.no_cases),
            )
        case RateSteps():
            unit = "%" if rule.value.unit == "%" else f" {rule.value.unit}" if rule.value.unit else ""
            told = "; ".join(
                f"từ {write_plain(step.at_least)}{unit}: {write_points(step.points)}" for step in rule.steps
            )
            return (f"Theo {rule.value.label}: {told}; thấp hơn: {write_points(rule.below)}.",)
        case CountSteps():
            return (
                f"Theo {rule.value.label}: không quá {write_plain(rule.at_most)} thì {write_points(rule.within)}, "
                f"nhiều hơn thì {write_points(rule.above)}.",
            )
        case Change():
            return (
                f"So với năm trước: tăng {write_points(rule.up)}; bằng {write_points(rule.equal)}; "
                f"giảm {write_points(rule.down)}.",
            )
        case RankBands():
            first, told_bands = 1, []
            for last, points in rule.bands:
                told_bands.append(f"hạng {first}–{last}: {write_points(points)}")
                first = last + 1
            return (f"{'; '.join(told_bands)}.",)
        case Deduction():
            return (
                f"{write_points(rule.most)} − {write_points(rule.each)} × {rule.cases.label}, không thấp hơn "
                f"{write_points(rule.least)}.",
            )
        case Rate():
            least = [] if rule.floor is None else [f"Dưới {write_plain(rule.floor)}%: 0 điểm."]
            return (f"{rule.rate.label} (%) × {write_points(rule.most)} / 100.", *least)
        case Mean():
            return (
                f"Điểm trung bình theo thang {write_plain(rule.low)}–{write_plain(rule.high)}, quy đổi về điểm "
                f"tối đa {write_points(rule.most)}.",
            )
        case GivenPoints():
            most = "" if rule.most is None else f", nhiều nhất {write_points(rule.most)}"
            return (f"Điểm do {rule.by} cho{most}.",)
    raise AssertionError(f"no words for {rule.kind}")


def are_alike(one: Rule, other: Rule) -> bool:
    """Whether two rules ask for the same and give the same points for it, however their numbers were written."""
    return (
        in_words(one) == in_words(other)
        and one.wanted == other.wanted
        and (one.least, one.most) == (other.least, other.most)
    )


def _name(wanted: Wanted) -> str:
    return wanted.name.rsplit(".", 1)[-1]


def _with(wanted: Iterable[Wanted]) -> str:
    return ", ".join(f"{_name(one)} là {one.label}" for one in wanted)


def _percent(share: Decimal) -> str:
    return f"{write_plain(share * HUNDRED)}%"


def _steps(steps: Iterable[Step]) -> str:
    return "; ".join(f"từ {_percent(step.at_least)}: {write_points(step.points)}" for step in steps)


def _no_cases(whole: Wanted, says: str) -> str:
    how = "đủ điểm tối đa" if says == "full" else "quy tắc không nói, nên để “chưa chấm”"
    return f"Khi {_name(whole)} = 0: {how}."
