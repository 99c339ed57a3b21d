# SPDX-License-Identifier: Apache-2.0
"""The columns in which results and certificates from before are written down, and what others write above them."""

from functools import cache
from pathlib import Path
from typing import Final

from app.domain.searching import words
from app.spreadsheets.cohort_columns import CohortColumn, header_key
from app.spreadsheets.cohort_headers import recognise
from app.translation import in_every_language, later

RESULTS, CERTIFICATES = "results", "certificates"
WHO: Final = ("learner_id", "full_name", "family_name", "given_names", "birth_date", "id_number")
"""The fields by which a row names its learner; those of the cohort template."""

_WHO_COLUMNS: Final = (
    CohortColumn(
        later("Learner ID"), "learner_id", later("If it is known; then nothing else is needed to name the learner."), 22
    ),
    CohortColumn(later("Full name"), "full_name", later("The whole name as it stands in the records."), 30),
    CohortColumn(later("Birth date"), "birth_date", later("Together with the name it says who is meant."), 14),
    CohortColumn(later("ID number"), "id_number", later("The number of the document, with all zeros.")),
)
_SOURCE: Final = later("Where it is written, such as the register of 2019. It is shown wherever the entry counts.")
_DAY: Final = later("A date, or text: day.month.year such as 31.12.2005, or 2005-12-31. Needed.")

COLUMNS: Final = {
    RESULTS: (
        *_WHO_COLUMNS,
        CohortColumn(later("Unit code"), "code", later("The code in the standards; an older code is kept as it is.")),
        CohortColumn(later("Unit title"), "title", later("Needed where the unit has no code here."), 34),
        CohortColumn(later("Outcome"), "outcome", later("Competent or not yet competent. Needed."), 20),
        CohortColumn(later("Date of the result"), "achieved_on", _DAY, 16),
        CohortColumn(later("Source"), "source", _SOURCE, 26),
        CohortColumn(later("Number in the source"), "entry", later("The number of the entry there, if any."), 20),
        CohortColumn(later("Assessed by"), "assessed_by", later("The name of the person who assessed, if known."), 24),
        CohortColumn(later("Note"), "note", later("Anything else worth keeping."), 34),
    ),
    CERTIFICATES: (
        *_WHO_COLUMNS,
        CohortColumn(later("Certificate number"), "number", later("Exactly as it is printed. Needed."), 24),
        CohortColumn(later("Document"), "document", later("Certificate or record of results. Empty: certificate."), 20),
        CohortColumn(later("Name on the certificate"), "name", later("If it is another than the name of today."), 30),
        CohortColumn(later("Qualification code"), "code", later("The code in the standards, if there is one."), 20),
        CohortColumn(later("Certificate title"), "title", later("Needed where there is no code known here."), 34),
        CohortColumn(later("Date of issue"), "issued_on", _DAY, 16),
        CohortColumn(later("Issued by"), "issuer", later("Who issued it. Empty: this centre."), 26),
        CohortColumn(later("Source"), "source", _SOURCE, 26),
    ),
}  # fmt: skip
"""The columns of each sheet of the template."""
DATES: Final = ("achieved_on", "issued_on", "birth_date")

_WORDS: Final[dict[str, str]] = {
    "code": """
        unit code, unit no, unit number, competency code, module code, код единицы, код модуля, код компетенции,
        mã đơn vị, mã mô đun, mã đvnl, លេខកូដឯកតា, កូដឯកតា, միավորի կոդ, модул коду, рамзи модул""",
    "title": """
        unit, unit title, unit name, unit of competency, competency, module, module title, subject, единица, модуль,
        название модуля, единица компетенции, компетенция, предмет, đơn vị, đơn vị năng lực, mô đun, tên mô đun,
        môn học, ឯកតា, ឯកតាសមត្ថភាព, ម៉ូឌុល, միավոր, մոդուլ, модул""",
    "outcome": """
        outcome, result, results, grade, final result, decision, status, результат, итог, оценка, итоговая оценка,
        решение, kết quả, kết quả đánh giá, xếp loại, លទ្ធផល, արդյունք, գնահատական, жыйынтык, натиҷа""",
    "achieved_on": """
        date, date of result, result date, date achieved, achieved on, completion date, date of assessment, assessed on,
        дата, дата результата, дата оценки, дата экзамена, дата завершения, ngày, ngày đánh giá, ngày hoàn thành,
        ngày đạt, កាលបរិច្ឆេទ, ថ្ងៃវាយតម្លៃ, ամսաթիվ, датасы, сана""",
    "source": """
        source, register, book, protocol, источник, журнал, ведомость, реестр, протокол, nguồn, sổ, sổ đăng ký,
        biên bản, ប្រភព, បញ្ជី, սկզբնաղբյուր, աղբյուր, булак, манбаъ""",
    "entry": """
        entry, entry number, number in source, protocol number, record number, номер записи, номер протокола,
        номер в журнале, số biên bản, số thứ tự trong sổ, số vào sổ, លេខក្នុងបញ្ជី, գրանցման համար""",
    "assessed_by": """
        assessed by, assessor, examiner, teacher, trainer, оценил, эксперт, экзаменатор, преподаватель, người đánh giá,
        giáo viên, giám khảo, អ្នកវាយតម្លៃ, គ្រូ, գնահատող, баалоочу, арзёб""",
    "note": """
        note, notes, remark, remarks, comment, comments, примечание, примечания, заметка, комментарий, ghi chú,
        កំណត់សម្គាល់, សម្គាល់, նշում, эскертүү, эзоҳ""",
    "number": """
        certificate number, certificate no, cert no, diploma number, diploma no, serial number,
        номер сертификата, номер свидетельства, номер диплома, номер удостоверения, регистрационный номер,
        số chứng chỉ, số bằng, số hiệu, số hiệu chứng chỉ, លេខវិញ្ញាបនបត្រ, លេខសញ្ញាបត្រ, վկայականի համար,
        դիպլոմի համար, күбөлүк номери, рақами шаҳодатнома""",
    "document": """
        document, kind, document kind, type of document, type, вид документа, документ, loại văn bằng, loại chứng chỉ,
        ប្រភេទឯកសារ, փաստաթղթի տեսակ""",
    "name": """
        name on certificate, name on the certificate, printed name, имя в сертификате, имя в документе,
        tên trên chứng chỉ, ឈ្មោះលើវិញ្ញាបនបត្រ, վկայականի անունը""",
    "qualification": """
        qualification code, programme code, program code, course code, код квалификации, код профессии,
        код специальности, mã nghề, mã trình độ, mã ngành, លេខកូដគុណវុឌ្ឍិ, որակավորման կոդ""",
    "qualification_title": """
        certificate title, title, qualification, qualification title, programme, program, course, trade, occupation,
        квалификация, профессия, специальность, название, программа, курс, nghề, tên nghề, ngành nghề, trình độ,
        tên chứng chỉ, គុណវុឌ្ឍិ, ជំនាញ, មុខជំនាញ, որակավորում, մասնագիտություն, кесип, ихтисос""",
    "issued_on": """
        date of issue, issue date, issued on, issued, date, дата выдачи, дата, выдан, ngày cấp, ngày,
        ថ្ងៃចេញ, កាលបរិច្ឆេទចេញ, տրման ամսաթիվ, берилген датасы, санаи додашуда""",
    "issuer": """
        issued by, issuer, issuing body, awarding body, centre, center, school, кем выдан, кто выдал, учреждение, центр,
        nơi cấp, cơ quan cấp, đơn vị cấp, ចេញដោយ, អ្នកចេញ, ով է տվել, ким берген""",
}  # fmt: skip
"""For each field, what stands above it besides the words of the template."""
_OWN: Final = {
    RESULTS: {
        name: name
        for name in ("code", "title", "outcome", "achieved_on", "source", "entry", "assessed_by", "note")
    },
    CERTIFICATES: {
        **{name: name for name in ("number", "document", "name", "issued_on", "issuer", "source")},
        "qualification": "code", "qualification_title": "title",
    },
}  # fmt: skip
"""The words that are looked for on each sheet, and the field that they stand for there."""


def field_of(header: str, kind: str, translations: Path) -> str:
    """The field that a header stands for on a sheet of this kind, in any language; empty where it is not known."""
    known = _known(kind, translations)
    own = known.get(header_key(header)) or known.get(" ".join(words(header)))
    if own:
        return own
    named = recognise(header, translations)
    return named.field if named.field in WHO else ""


@cache
def _known(kind: str, translations: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    for words_of, field in _OWN[kind].items():
        found |= {" ".join(words(phrase)): field for phrase in _WORDS[words_of].split(",") if phrase.strip()}
    for column in COLUMNS[kind]:
        found |= {header_key(word): column.field for word in in_every_language(column.header, translations)}
    return found
