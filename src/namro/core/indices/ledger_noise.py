"""How far a figure of a survey may move by the chance of who was asked, from what is known and nothing else."""

from decimal import Decimal, localcontext

from namro.core.indices.results import Frame
from namro.core.indices.results_provinces import Province

Z95 = Decimal("1.96")  # two-sided 95 %


def respondents(frame: Frame, province: Province, year: int) -> int | None:
    """Give how many people the survey asks in a province that year; None when the split of the sample is not known."""
    sample = frame.sample
    if not sample or not province.sample or year > int(sample["last_year"]):
        return None
    return int(sample[province.sample])


def widest_band(low: Decimal, high: Decimal, *asked: int | None) -> Decimal | None:
    """Give the greatest difference that chance may make at 95 %, between figures that lie in [low, high].

    One number of respondents: a figure against a fixed mark. Two: two independent samples. The variance
    of a person's points is not published; whatever it is, it is at most (high − low)² / 4 (all answers at the
    two ends), so the standard error is at most (high − low) / (2·√n). A difference beyond the band is
    more than chance if people were drawn one by one; one within it may or may not be chance.
    None when a number of respondents is not known.
    """
    if not asked or any(not n for n in asked):
        return None
    with localcontext() as context:
        context.prec = 28
        variance = sum(((high - low) ** 2 / 4 / n for n in asked if n), Decimal(0))
        return Z95 * variance.sqrt()
