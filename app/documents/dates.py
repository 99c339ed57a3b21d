# SPDX-License-Identifier: Apache-2.0
"""Dates and numbers as a document writes them: by its language, and if wished in its own digits and era.

Months, their order and the signs of numbers are those of the Unicode CLDR (long dates), but for the four languages of
the program, which write dates as their certificates do, and Tajik, where the year needs its word.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Final, Literal, NamedTuple

Digits = Literal["latin", "own"]
Era = Literal["common", "buddhist"]

_SINCE_BUDDHA: Final = 543
"""Thai and Lao years. Khmer ones change in May with the moon, so they are not offered."""


class _Form(NamedTuple):
    date: str
    months: str = ""
    eras: tuple[str, str] = ("", "")


_DAY_MONTH_YEAR: Final = "{day} {month} {year}"
_BY_NUMBERS: Final = "{year}年{number}月{day}日"

_FORMS: Final = {
    "ar": _Form(_DAY_MONTH_YEAR, "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر"),
    "az": _Form(_DAY_MONTH_YEAR, "yanvar fevral mart aprel may iyun iyul avqust sentyabr oktyabr noyabr dekabr"),
    "el": _Form(
        _DAY_MONTH_YEAR,
        "Ιανουαρίου Φεβρουαρίου Μαρτίου Απριλίου Μαΐου Ιουνίου Ιουλίου Αυγούστου Σεπτεμβρίου Οκτωβρίου Νοεμβρίου "
        "Δεκεμβρίου",
    ),
    "en": _Form(
        _DAY_MONTH_YEAR, "January February March April May June July August September October November December"
    ),
    "es": _Form(
        "{day} de {month} de {year}",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    ),
    "fil": _Form(
        "{month} {day}, {year}",
        "Enero Pebrero Marso Abril Mayo Hunyo Hulyo Agosto Setyembre Oktubre Nobyembre Disyembre",
    ),
    "fr": _Form(
        _DAY_MONTH_YEAR, "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
    ),
    "he": _Form("{day} ב{month} {year}", "ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר"),
    "hi": _Form(_DAY_MONTH_YEAR, "जनवरी फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर"),
    "hy": _Form(
        "{day:02} {month}, {year} թ.",
        "հունվարի փետրվարի մարտի ապրիլի մայիսի հունիսի հուլիսի օգոստոսի սեպտեմբերի հոկտեմբերի նոյեմբերի դեկտեմբերի",
    ),
    "id": _Form(
        _DAY_MONTH_YEAR, "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember"
    ),
    "is": _Form(
        "{day}. {month} {year}", "janúar febrúar mars apríl maí júní júlí ágúst september október nóvember desember"
    ),
    "ja": _Form(_BY_NUMBERS),
    "ka": _Form(
        "{day} {month}, {year}",
        "იანვარი თებერვალი მარტი აპრილი მაისი ივნისი ივლისი აგვისტო სექტემბერი ოქტომბერი ნოემბერი დეკემბერი",
    ),
    "kk": _Form(
        "{year} ж. {day} {month}",
        "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
    ),
    "km": _Form("ថ្ងៃទី {day} ខែ{month} ឆ្នាំ {year}", "មករា កុម្ភៈ មីនា មេសា ឧសភា មិថុនា កក្កដា សីហា កញ្ញា តុលា វិច្ឆិកា ធ្នូ"),
    "ko": _Form("{year}년 {number}월 {day}일"),
    "ky": _Form(
        "{year}-ж., {day}-{month}",
        "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
    ),
    "lo": _Form(
        _DAY_MONTH_YEAR,
        "ມັງກອນ ກຸມພາ ມີນາ ເມສາ ພຶດສະພາ ມິຖຸນາ ກໍລະກົດ ສິງຫາ ກັນຍາ ຕຸລາ ພະຈິກ ທັນວາ",
        ("", "ພ.ສ. "),
    ),
    "ms": _Form(_DAY_MONTH_YEAR, "Januari Februari Mac April Mei Jun Julai Ogos September Oktober November Disember"),
    "my": _Form(
        "{year} {month} {day}",
        "ဇန်နဝါရီ ဖေဖော်ဝါရီ မတ် ဧပြီ မေ ဇွန် ဇူလိုင် ဩဂုတ် စက်တင်ဘာ အောက်တိုဘာ နိုဝင်ဘာ ဒီဇင်ဘာ",
    ),
    "ne": _Form("{year} {month} {day}", "जनवरी फेब्रुअरी मार्च अप्रिल मे जुन जुलाई अगस्ट सेप्टेम्बर अक्टोबर नोभेम्बर डिसेम्बर"),
    "pl": _Form(
        _DAY_MONTH_YEAR,
        "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    ),
    "pt": _Form(
        "{day} de {month} de {year}",
        "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    ),
    "ru": _Form(
        "{day} {month} {year} г.",
        "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    ),
    "ta": _Form("{day} {month}, {year}", "ஜனவரி பிப்ரவரி மார்ச் ஏப்ரல் மே ஜூன் ஜூலை ஆகஸ்ட் செப்டம்பர் அக்டோபர் நவம்பர் டிசம்பர்"),
    "tg": _Form(
        "{day} {month} соли {year}",
        "январи феврали марти апрели майи июни июли августи сентябри октябри ноябри декабри",
    ),
    "th": _Form(
        _DAY_MONTH_YEAR,
        "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม",
        ("ค.ศ. ", "พ.ศ. "),
    ),
    "tr": _Form(_DAY_MONTH_YEAR, "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık"),
    "uk": _Form(
        "{day} {month} {year} р.",
        "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    ),
    "uz": _Form("{day}-{month}, {year}", "yanvar fevral mart aprel may iyun iyul avgust sentabr oktabr noyabr dekabr"),
    "vi": _Form("ngày {day} tháng {number} năm {year}"),
    "zh": _Form(_BY_NUMBERS),
    "zh-Hant": _Form(_BY_NUMBERS),
}

_ZEROS: Final = {
    "ar": "\u0660",
    "hi": "\u0966",
    "km": "\u17e0",
    "lo": "\u0ed0",
    "my": "\u1040",
    "ne": "\u0966",
    "ta": "\u0be6",
    "th": "\u0e50",
}

_DECIMAL_COMMA: Final = " az el es fr hy id is ka kk ky lo pl pt ru tg tr uk uz vi "
"""The languages whose decimal sign is a comma."""


def has_own_digits(language: str) -> bool:
    """Whether the language can write numbers in digits of its own."""
    return language in _ZEROS


def has_buddhist_era(language: str) -> bool:
    """Whether the language can count years from the Buddha."""
    return bool(_form(language).eras[1])


def written_date(iso_date: str, language: str, digits: Digits = "latin", era: Era = "common") -> str:
    """A date that is read one way only, the month in words where the language has them.

    English where the language is not known; Latin digits and common years where it has none of its own. Raises
    ValueError when it is no ISO date.
    """
    day = date.fromisoformat(iso_date)
    form = _form(language)
    counts_from_buddha = era == "buddhist" and has_buddhist_era(language)
    year = day.year + _SINCE_BUDDHA if counts_from_buddha else day.year
    month = form.months.split()[day.month - 1] if form.months else ""
    text = form.date.format(day=day.day, month=month, number=day.month, year=f"{form.eras[counts_from_buddha]}{year}")
    return _in_digits(text, language, digits)


def written_number(number: int | Decimal, language: str, digits: Digits = "latin") -> str:
    """A number of credits or hours: exact, ungrouped, with the decimal sign of the language."""
    text = f"{number:f}" if isinstance(number, Decimal) else str(number)
    if language == "ar" and digits == "own":
        text = text.replace(".", "\u066b")
    elif f" {language} " in _DECIMAL_COMMA:
        text = text.replace(".", ",")
    return _in_digits(text, language, digits)


def ways_of_writing(iso_date: str) -> Iterator[str]:
    """Every text that a document may write for this date, whatever its language and options."""
    for language in _FORMS:
        for digits in _DIGITS[: 1 + has_own_digits(language)]:
            for era in _ERAS[: 1 + has_buddhist_era(language)]:
                yield written_date(iso_date, language, digits, era)


_DIGITS: Final[tuple[Digits, ...]] = ("latin", "own")
_ERAS: Final[tuple[Era, ...]] = ("common", "buddhist")


def _form(language: str) -> _Form:
    return _FORMS.get(language) or _FORMS.get(language.partition("-")[0]) or _FORMS["en"]


def _in_digits(text: str, language: str, digits: Digits) -> str:
    if digits == "latin" or not has_own_digits(language):
        return text
    return text.translate({ord("0") + value: ord(_ZEROS[language]) + value for value in range(10)})
