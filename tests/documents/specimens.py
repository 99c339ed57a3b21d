# SPDX-License-Identifier: Apache-2.0
"""Whole documents of six places, as awkward as they come: for tests, and for the eyes
(``packaging/contact_sheets.py``). All people and centres are invented."""

import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from PIL import Image, ImageDraw

from app.documents.data import DocumentData
from app.documents.template import Template

QR_TEXT: Final = "GM1:" + "SAMPLE0K9X2M7QZ4T" * 25
TITLES: Final = (
    "Install wiring",
    "Test and commission a three-phase installation in a small workshop or a home",
    "Work safely",
)
SECTIONS: Final = {
    "Profile of skills and competences": "A holder can read wiring diagrams; install, connect and test wiring in "
    "buildings; find and mend faults in circuits of up to 400 V; work safely at height and near live parts; and hand "
    "over an installation with its documents.",
    "Range of occupations": "Electrician in construction, maintenance electrician, installer of solar panels.",
    "Official basis of the certificate": "Awarding body: National Training Board SAMPLE. Level 3 of the national "
    "framework. Grading: competent, not yet competent.",
    "Ways of acquiring the certificate": "Taught in a centre 60 %, at a workplace 40 %; or by recognition of prior "
    "learning. 900 hours in all.",
    "Access to the next level": "Certificate IV in Electrical Installation.",
    "Entry requirements": "Nine years of schooling; at least 16 years of age.",
    "More information": "www.training.example",
}


@dataclass(frozen=True, slots=True)
class Place:
    """People, titles and words of one place, and the languages of its documents."""

    name: str
    latin: str
    title: str
    centre: str
    town: str
    signatory: str
    role: str
    unit: str
    outcome: str
    language: str = "en"
    second_language: str = ""
    title_2: str = ""


PLACES: Final[Mapping[str, Place]] = {
    "en": Place(
        "Jonathan Michael Fairweather-Smythe", "", "Certificate III in Electrical Installation",
        "Maple Street Vocational Training Centre SAMPLE", "Wellbridge", "Eleanor Whitcombe", "Director",
        "", "Competent",
    ),
    "km": Place(
        "ខៀវ ច័ន្ទបញ្ញា", "KHIEV Chanpanha", "វិញ្ញាបនបត្របច្ចេកទេស និងវិជ្ជាជីវៈ កម្រិត៣ ផ្នែកអគ្គិសនី",
        "មជ្ឈមណ្ឌលបណ្ដុះបណ្ដាលវិជ្ជាជីវៈ SAMPLE", "ភ្នំពេញ", "លី វណ្ណៈ", "នាយក",
        "ដំឡើងបណ្ដាញអគ្គិសនីក្នុងអគារ", "មានសមត្ថភាព", "km", "en", "Technical and Vocational Certificate 3, Electricity",
    ),
    "hy": Place(
        "Սալբաշյան Թերեզա Հակոբի", "SALBASHYAN Tereza", "Էլեկտրատեխնիկական սարքավորումների մոնտաժող",
        "Երևանի արհեստագործական ուսումնարան SAMPLE", "Երևան", "Հրանտ Մաթևոսյան", "Տնօրեն",
        "Էլեկտրական ցանցի անցկացում շենքում", "Կարող է",
    ),
    "ky": Place(
        "Өмүрбекова Айгүл Үсөновна", "OMURBEKOVA Aigul",
        "Электромонтажник силовых сетей и электрооборудования, 3-й разряд",
        "Бишкекский профессиональный лицей № 18 SAMPLE", "Бишкек", "Иванова-Петровская М. Ф.", "Директор",
        "Прокладка электропроводки в жилых и общественных зданиях", "Компетентен", "ru", "en",
        "Electrician, power networks and equipment, grade 3",
    ),
    "vi": Place(
        "Nguyễn Thị Ánh Đặng", "", "Chứng chỉ Kỹ thuật điện công nghiệp bậc III",
        "Trung tâm Đào tạo nghề Thành phố SAMPLE", "Đà Nẵng", "Trần Quốc Bảo", "Giám đốc",
        "Lắp đặt đường dây điện trong nhà xưởng", "Đạt", "vi", "en", "Certificate III in Industrial Electricity",
    ),
    "ar": Place(
        "عبد الرحمن بن محمّد الكردي", "Abdulrahman AL-KURDI", "شهادة في التركيبات الكهربائية (المستوى 3)",
        "مركز التدريب المهني SAMPLE", "دمشق", "سارة الكردي", "المديرة", "تمديد الأسلاك الكهربائية في المباني", "مؤهَّل",
    ),
}  # fmt: skip

LONG: Final[Mapping[str, str]] = {
    "en": "Maria Alexandra Josephine Montgomery-Featherstonehaugh de la Fuente y Vasconcelos-Wołodyjowska",
    "km": "ព្រះអង្គម្ចាស់ក្សត្រិយ៍ សិរីសោភ័ណរតនវង្ស ច័ន្ទបញ្ញាវុឌ្ឍិសម្បត្តិ ខៀវវណ្ណារិទ្ធិមុន្នីរ័ត្ន ស្រីនាងភក្ដីវិមាន",
    "hy": "Տեր-Հովհաննիսյան-Մխիթարյանց Հռիփսիմե-Անահիտ Բարդուղիմեոսի, ծնյալ Սալբաշյան-Խաչատուրյանց",
    "ky": "Абдырахмановой-Константинопольской Бурулкан-Гүлжамал Өмүрбек-Токтогуловне кызы Кожомкуловой",
    "vi": "Công Tằng Tôn Nữ Nguyễn Phước Hoàng Ánh Tuyết Đoan Trang Quỳnh Hương Thụy Khuê Mộng Điệp Đặng",
    "ar": "عبد الرحمن عبد العزيز بن محمّد بن عبد اللطيف بن إبراهيم المصطفى الحسيني الدمشقي الكردي الأصل والنسب",
}
"""Names of some ninety signs."""
STACKED: Final = "Z̤̈́ȃ̀l̥̃g̣̈ỡ Ṩ̄ỹ̀m̈́b̥ŏ́l Ấ̂̈ẫ̤"
"""Marks over and under marks."""
LONG_TITLE: Final = (
    "Advanced Diploma in the Installation, Commissioning, Maintenance and Repair of Low-Voltage Electrical, "
    "Photovoltaic and Building Automation Systems (Workplace Route)"
)
CASES: Final = ("usual", "long", "stacked", "much", "sample", "duplicate", "stationery", "bare")
"""``much`` has forty rows, ``bare`` neither pictures nor anything that can be left out. What is printed on
``stationery`` is the usual document: whoever renders it leaves out what the forms have."""


def specimen(template: Template, who: str, case: str = "usual") -> DocumentData:
    """The document of one of ``PLACES`` in this template."""
    place = _in_case(PLACES[who], who, case)
    count = 40 if case == "much" else 8
    data = DocumentData(
        template.document_type, _facts(place, case), _rows(place, count), _images(case), QR_TEXT,
        place.language, place.second_language,
    )  # fmt: skip
    if case == "duplicate":
        return replace(data, duplicate=f"Duplicate No. 1 of {data.facts['document.number']}, 22 November 2026")
    return replace(data, sample=case == "sample")


def _in_case(place: Place, who: str, case: str) -> Place:
    if case == "long":
        return replace(place, name=LONG[who], latin=place.latin and LONG["en"], title=LONG_TITLE)
    return replace(place, name=STACKED, latin="") if case == "stacked" else place


def _facts(place: Place, case: str) -> dict[str, str]:
    facts = {
        "learner.name": place.name, "learner.latin_name": place.latin, "learner.birth_date": "2004-03-09",
        "learner.birth_year": "2004", "learner.birth_place": place.town, "learner.number": "L-2026-0117",
        "learner.id_number": "N 0451 882", "qualification.title": place.title, "qualification.title_2": place.title_2,
        "qualification.code": "CPEEI3013", "qualification.level": "3", "centre.name": place.centre,
        "centre.code": "PPTC", "centre.place": place.town, "centre.country": "KH",
        "document.number": "KH-PPTC-7Q2M4K-000017-42", "document.issued_on": "2026-11-22",
        "document.place": place.town, "decision.number": "27-B", "decision.date": "2026-11-20",
        "signatory.1.name": place.signatory, "signatory.1.role": place.role, "awarding.name": "National Board SAMPLE",
    }  # fmt: skip
    if case != "bare":
        facts |= {
            "qualification.sector": "Construction", "qualification.credits": "60", "qualification.hours": "900",
            "centre.address": f"12 Maple Street, {place.town}", "cohort.code": "EL-26-1", "cohort.start": "2026-01-12",
            "cohort.end": "2026-11-18", "cohort.assessor": place.signatory, "document.valid_until": "2029-11-21",
            "document.form_number": "004417", "document.partial": place.title,
        }  # fmt: skip
    if case in ("long", "much"):
        facts |= {
            "signatory.2.name": "Hakobyan-Ter-Petrosyan Anna", "document.replaces": "KH-PPTC-7Q2M4K-000009-11",
            "signatory.2.role": "Head of the examination commission of the national board",
        }  # fmt: skip
    return {name: value for name, value in facts.items() if value}


def _rows(place: Place, count: int) -> dict[str, tuple[Mapping[str, str], ...]]:
    names = [one.name for one in (place, *PLACES.values())]
    reasons = ("Printed askew", "Torn in the printer", "Smudged")
    return {
        "units": tuple(_unit(place, n) for n in range(count)),
        "learners": tuple(
            {"learner.name": names[n % 7], "learner.birth_date": "2004-03-09", "learner.birth_year": "2004",
             "learner.number": f"L-{n:04}", "learner.id_number": f"N 0451 {882 + n}", "learner.route": "Taught",
             "learner.result": place.outcome if n % 5 else "Not yet competent", "learner.grade": str(70 + n),
             "learner.certificate": f"KH-PPTC-7Q2M4K-{n:06}-42"} for n in range(count)
        ),
        "members": tuple(
            {"member.name": names[n], "member.role": role, "member.organisation": place.centre}
            for n, role in enumerate(("Chair", "Secretary", "Employers' representative"))
        ),
        "sheets": tuple(
            {"sheet.form_number": f"{4400 + n:06}", "sheet.kind": "Certificate", "sheet.state": "Spoiled",
             "sheet.reason": reasons[n % 3], "sheet.date": "2026-11-21"} for n in range(count)
        ),
        "sections": tuple(
            {"section.title": title, "section.text": " ".join([text] * (1 + count // 20))}
            for title, text in SECTIONS.items()
        ),
    }  # fmt: skip


def _unit(place: Place, number: int) -> dict[str, str]:
    title = TITLES[number % 3]
    return {
        "unit.code": f"CPEEI{300 + number}A", "unit.title": place.unit or title, "unit.outcome": place.outcome,
        "unit.title_2": title if place.second_language else "", "unit.date": "2026-10-05",
        "unit.credits": str(number % 4 + 2), "unit.hours": str(40 + number),
    }  # fmt: skip


@cache
def _images(case: str) -> dict[str, bytes]:
    if case == "bare":
        return {}
    logo = _logo()
    return {"signatory.1.image": _signature(), "learner.photo": _photo(), "centre.logo": logo, "mark.training": logo}


def _signature() -> bytes:
    drawn = Image.new("RGBA", (600, 220), (0, 0, 0, 0))
    heights = (120, 60, 150, 40, 170, 90, 140, 70, 160, 110, 130, 100, 125, 112)
    points = [(30 + 40 * n, height) for n, height in enumerate(heights)]
    ImageDraw.Draw(drawn).line(points, fill=(25, 40, 110, 255), width=7, joint="curve")
    return _file(drawn, "PNG")


def _logo() -> bytes:
    drawn = Image.new("RGBA", (400, 300), (0, 0, 0, 0))
    pen = ImageDraw.Draw(drawn)
    pen.polygon([(200, 10), (340, 90), (340, 210), (200, 290), (60, 210), (60, 90)], fill=(22, 50, 79, 255))
    pen.ellipse((130, 80, 270, 220), outline=(230, 200, 140, 255), width=14)
    return _file(drawn, "PNG")


def _photo() -> bytes:
    drawn = Image.new("RGB", (600, 800), (214, 222, 230))
    pen = ImageDraw.Draw(drawn)
    pen.ellipse((190, 150, 410, 430), fill=(224, 182, 150))
    pen.pieslice((90, 440, 510, 1060), 180, 360, fill=(60, 80, 110))
    pen.pieslice((180, 120, 420, 400), 180, 360, fill=(50, 40, 36))
    return _file(drawn, "JPEG")


def _file(drawn: Image.Image, kind: str) -> bytes:
    file = io.BytesIO()
    drawn.save(file, kind)
    return file.getvalue()
