"""What came back of a loss in the year after it."""

from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from namro.core.indices.falls import PLACES, signed
from namro.core.indices.ledger_model import Caution, LedgerRow
from namro.core.text import format_number

_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Regained:
    """Points won (negative: lost again) in `year` on a line that had lost `lost` (over 0) the year before.

    `points` None: the two years cannot be compared, and `cautions` say why. A gain may be chance of sampling
    as a loss may: `within_noise` says so, None where the sample is not known.
    """

    year: int
    lost: Decimal
    before: Decimal | None
    after: Decimal | None
    points: Decimal | None
    rank: int | None
    of: int | None
    within_noise: bool | None
    cautions: tuple[Caution, ...]

    @property
    def percent(self) -> Decimal | None:
        """The points as a share of the loss, in per cent; negative when more was lost; None while not known."""
        return None if self.points is None else self.points / self.lost * _HUNDRED

    @property
    def is_regained(self) -> bool:
        """Whether all that was lost came back."""
        return self.points is not None and self.points >= self.lost

    @property
    def is_worse(self) -> bool:
        return self.points is not None and self.points < 0

    @property
    def signed(self) -> str:
        """The points with their sign: +0,083; empty while not known."""
        return "" if self.points is None else signed(self.points, PLACES)

    @property
    def words(self) -> str:
        """What came back in a few words; a share is cut to whole per cent, so that it never promises too much."""
        if self.points is None or self.percent is None:
            return "không so được"
        if self.points < 0:
            return "mất thêm"
        if self.points == 0:
            return "chưa lấy lại"
        if self.is_regained:
            return "lấy lại đủ"
        whole = self.percent.quantize(Decimal(1), ROUND_DOWN)
        return f"lấy lại {format_number(whole)}%" if whole else "lấy lại dưới 1%"

    @property
    def reckoning(self) -> str:
        """The rule with its inputs, in one sentence."""
        if self.points is None or self.percent is None or self.before is None or self.after is None:
            return f"Năm {self.year} không so được với năm {self.year - 1}. " + " ".join(self.cautions)
        start = (
            f"Điểm {self.year} − điểm {self.year - 1} = {format_number(self.after)} − "
            f"{format_number(self.before)} = {self.signed}"
        )
        share = f"{format_number(self.percent, 1)}% của {format_number(self.lost, PLACES)} điểm đã mất"
        return f"{start}; bằng {share}." if self.points > 0 else f"{start}; chưa lấy lại điểm nào."


def regained(row: LedgerRow, following: LedgerRow | None, year: int) -> Regained | None:
    """Compare a line that lost points with the same line of `year`, the year after.

    `following` is the line of that year on the basis year on year; None: it is not measured any more. Gives None
    for a line that lost nothing or whose loss is not known. The loss may stand on any basis: what came back is
    always the points won against the year of the loss.
    """
    if not row.lost:
        return None
    if following is None or following.value is None:
        gone = Caution(f"Năm {year} không còn đo hoặc không có kết quả nội dung này.", f"năm {year} không đo")
        return Regained(year, row.lost, row.value, None, None, None, None, None, (gone,))
    change = following.change
    return Regained(
        year,
        row.lost,
        following.reference,
        following.value,
        change,
        following.rank,
        following.of,
        following.within_noise,
        following.warnings,
    )
