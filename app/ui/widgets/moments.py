# SPDX-License-Identifier: Apache-2.0
"""Moments in words: nearby ones as people speak of them, others as a date that nobody can misread."""

from datetime import datetime

from PySide6.QtCore import QDate, QDateTime, QLocale

from app.translation import language, tr, trn

_NEAR_DAYS = 7


def moment_words(at: int, now: int) -> str:
    """When it was, seen from now; both in milliseconds since 1970."""
    then, today = _local(at), _local(now)
    days = (today.date() - then.date()).days
    if days == 0:
        minutes = max(0, (now - at) // 60_000)
        if minutes < 1:
            return tr("just now")
        if minutes < 60:
            return trn("{n} minute ago", "{n} minutes ago", minutes)
        return trn("{n} hour ago", "{n} hours ago", minutes // 60)
    if days == 1:
        return tr("yesterday")
    if 1 < days <= _NEAR_DAYS:
        return trn("{n} day ago", "{n} days ago", days)
    return day_words(at)


def lately_words(at: int, now: int) -> str:
    """When it was, by the name of the day where that is not long ago; both in milliseconds since 1970."""
    then = _local(at)
    days = (_local(now).date() - then.date()).days
    if days == 0:
        return tr("today, {time}", time=_time(at))
    if days == 1:
        return tr("yesterday")
    if 1 < days < _NEAR_DAYS:
        return QLocale(language()).standaloneDayName(then.isoweekday())
    return day_words(at)


def day_words(at: int) -> str:
    """The day, with the month as a word: 22 Nov 2026."""
    then = _local(at)
    return QLocale(language()).toString(QDate(then.year, then.month, then.day), "d MMM yyyy")


def clock_words(at: int) -> str:
    """Day and time: 22 Nov 2026, 10:42."""
    return f"{day_words(at)}, {_time(at)}"


def _time(at: int) -> str:
    return QLocale(language()).toString(QDateTime.fromMSecsSinceEpoch(at), "HH:mm")


def _local(at: int) -> datetime:
    return datetime.fromtimestamp(at / 1000).astimezone()
