"""The Vietnamese lunar calendar, as far as the public holidays need it.

A lunar month begins on the day of the new moon in Vietnam (UTC+7). The eleventh month contains the winter
solstice; between two eleventh months with thirteen new moons, the first month without a major solar term
is the leap month. New moon and longitude of the sun follow J. Meeus, Astronomical Algorithms (chapters 25
and 49), with the terms that matter at the precision of minutes.
"""

from datetime import date, timedelta
from functools import lru_cache
from math import floor, radians, sin

LUNAR_YEARS = range(1950, 2101)
_ZONE = 7 / 24
_EPOCH = 2451545.0  # noon of 1/1/2000, Julian days
_MONTH = 29.530588861
_JULIAN_OF_ORDINAL = 1721424.5  # Julian day at the beginning of the day with ordinal 0
# Amplitude in days and the multiples of (sun's anomaly, moon's anomaly, moon's latitude argument).
_NEW_MOON_TERMS = (
    (-0.40720, 0, 1, 0),
    (0.17241, 1, 0, 0),
    (0.01608, 0, 2, 0),
    (0.01039, 0, 0, 2),
    (0.00739, -1, 1, 0),
    (-0.00514, 1, 1, 0),
    (0.00208, 2, 0, 0),
    (-0.00111, 0, 1, -2),
    (-0.00057, 0, 1, 2),
    (0.00056, 1, 2, 0),
    (-0.00042, 0, 3, 0),
    (0.00042, 1, 0, 2),
    (0.00038, 1, 0, -2),
    (-0.00024, -1, 2, 0),
)


@lru_cache(maxsize=4096)
def _new_moon(number: int) -> int:
    """Give the ordinal of the Vietnamese day with new moon `number` (0: 6/1/2000)."""
    t = number * _MONTH / 36525
    mean = 2451550.09766 + _MONTH * number + 0.00015437 * t * t
    eccentricity = 1 - 0.002516 * t
    sun = radians(2.5534 + 29.10535670 * number)
    moon = radians(201.5643 + 385.81693528 * number + 0.0107582 * t * t)
    latitude = radians(160.7108 + 390.67050284 * number)
    node = radians(124.7746 - 1.56375588 * number)
    shift = -0.00017 * sin(node)
    for amplitude, of_sun, of_moon, of_latitude in _NEW_MOON_TERMS:
        size = amplitude * eccentricity ** abs(of_sun)
        shift += size * sin(of_sun * sun + of_moon * moon + of_latitude * latitude)
    clock = 69 / 86400  # dynamical time runs about 69 s ahead of universal time in our decades
    return floor(mean + shift - clock + _ZONE - _JULIAN_OF_ORDINAL)


def _solar_term(ordinal: int) -> int:
    """Give the sector of 30 degrees (0 from the spring equinox) in which the sun stands as the Vietnamese day begins."""
    t = (ordinal + _JULIAN_OF_ORDINAL - _ZONE - _EPOCH) / 36525
    mean = 280.46646 + 36000.76983 * t + 0.0003032 * t * t
    anomaly = radians(357.52911 + 35999.05029 * t - 0.0001537 * t * t)
    centre = (
        (1.914602 - 0.004817 * t) * sin(anomaly)
        + (0.019993 - 0.000101 * t) * sin(2 * anomaly)
        + 0.000289 * sin(3 * anomaly)
    )
    apparent = mean + centre - 0.00569 - 0.00478 * sin(radians(125.04 - 1934.136 * t))
    return int(apparent % 360 // 30)


def _eleventh_month(year: int) -> int:
    """Give the number of the new moon that opens the eleventh lunar month of a year."""
    end = date(year, 12, 31).toordinal()
    number = floor((end + _JULIAN_OF_ORDINAL - 2451550.09766) / _MONTH) + 1
    while _new_moon(number) > end:
        number -= 1
    # The solstice (sector 9) must not lie before the month; the sun has reached it when the month begins too late.
    return number - 1 if _solar_term(_new_moon(number)) >= 9 else number


@lru_cache(maxsize=256)
def lunar_date(year: int, month: int, day: int) -> date:
    """Give the date of a day of a regular (not leap) lunar month of the lunar year that begins in `year`.

    `year` from 1950 to 2100; `month` from 1 to 10.
    """
    if not (year in LUNAR_YEARS and 1 <= month <= 10 and 1 <= day <= 30):
        raise ValueError(f"no lunar date {day}/{month}/{year}")
    before, after = _eleventh_month(year - 1), _eleventh_month(year)
    leap = None
    if after - before == 13:
        for place in range(1, 13):
            first, last = _new_moon(before + place), _new_moon(before + place + 1)
            if _solar_term(first) == _solar_term(last):
                leap = place
                break
    # Place 0 is the eleventh month, 1 the twelfth, 2 the first, unless a leap month stands before.
    place = month + 1
    if leap is not None and place >= leap:
        place += 1
    return date.fromordinal(_new_moon(before + place)) + timedelta(days=day - 1)


def lunar_new_year(year: int) -> date:
    """Give the first day of Tết in a year."""
    return lunar_date(year, 1, 1)
