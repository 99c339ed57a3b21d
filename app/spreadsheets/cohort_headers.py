# SPDX-License-Identifier: Apache-2.0
"""What ministries, employers and registers write above the columns that this program knows, in several languages."""

from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Final, NamedTuple

from app.domain.searching import words
from app.spreadsheets.cohort_columns import header_key, known_headers

_WORDS: Final[dict[str, str]] = {
    "full_name": """
        name, names, full name, name in full, student name, learner name, trainee name, participant name,
        candidate name,
        name of student, name of learner, name of trainee, name of participant, name of candidate, student, learner,
        trainee, participant, candidate, name as in nric, name as in passport, legal name, applicant, employee name,
        фио, ф и о, фамилия имя отчество, фамилия и имя, фамилия имя, имя и фамилия, полное имя, слушатель, учащийся,
        студент, обучающийся, участник, фио слушателя, фио учащегося, фио студента, фио обучающегося, сотрудник,
        họ và tên, họ tên, họ và tên học viên, họ tên học viên, tên học viên, tên đầy đủ, học viên, người học,
        ឈ្មោះ, ឈ្មោះពេញ, គោត្តនាម និងនាម, គោត្តនាមនិងនាម, នាមត្រកូល និងនាមខ្លួន, នាមគោត្តនាម, ឈ្មោះសិស្ស,
        аты жөнү, аты-жөнү, фамилиясы аты, толук аты, ному насаб, насаб ва ном, ном ва насаб,
        անուն ազգանուն, ազգանուն անուն, ազգանուն անուն հայրանուն, անուն, ф и ш, fish, f i sh,
        姓名, nama, nama penuh, nama lengkap, nombre completo, nombre y apellidos, apellidos y nombre, nom complet""",
    "family_name": """
        surname, last name, family name, lastname, familyname, second name of family, фамилия, фамилиясы, насаб,
        họ, họ đệm, họ và tên đệm, họ và đệm, នាមត្រកូល, គោត្តនាម, ազգանուն, 姓, familiya, apellido, apellidos, nom""",
    "given_names": """
        first name, given name, given names, firstname, forename, forenames, first names, first and middle names,
        имя, аты, ном, tên, នាម, នាមខ្លួន, 名, ism, nombre, prénom, prenom""",
    "patronymic": """
        patronymic, middle name, отчество, атасынын аты, номи падар, հայրանուն, otasining ismi, sharifi""",
    "latin_name": """
        name in latin letters, latin name, name in english, english name, name in latin, romanised name, romanized name,
        name (latin), name (english), имя латиницей, фио латиницей, латиницей, фио на латинице, фамилия имя латиницей,
        имя на английском, ឈ្មោះជាអក្សរឡាតាំង, ឈ្មោះឡាតាំង, ឡាតាំង, ឈ្មោះអង់គ្លេស, tên tiếng anh, tên không dấu,
        անունը լատինատառ, аты латынча, 拼音, 英文姓名""",
    "printed_name": """
        name on documents, name on certificate, name on the certificate, name as printed, printed name,
        имя в документах, имя в документе, имя в дательном падеже, фио в дательном падеже, кому выдан,
        tên trên văn bằng, tên trên chứng chỉ, ឈ្មោះលើឯកសារ, ឈ្មោះលើវិញ្ញាបនបត្រ, անունը փաստաթղթերում""",
    "sex": """
        sex, gender, male female, m f, f m, пол, м ж, жынысы, жынсы, ҷинс, ҷинсият, giới tính, giới, nam nữ, phái,
        ភេទ, սեռ, 性别, 性別, jantina, jenis kelamin, jinsi, sexo, sexe""",
    "birth_date": """
        birth date, date of birth, dob, d o b, birthdate, birthday, born, born on, дата рождения, день рождения,
        дата рожд, д р, год рождения, число месяц год рождения, туулган күнү, туулган жылы, туулган датасы,
        санаи таваллуд, рӯзи таваллуд, ngày sinh, ngày tháng năm sinh, sinh ngày, năm sinh,
        ថ្ងៃខែឆ្នាំកំណើត, ថ្ងៃ ខែ ឆ្នាំកំណើត, ថ្ងៃកំណើត, ឆ្នាំកំណើត, ծննդյան ամսաթիվ, ծննդյան օր,
        ծննդյան տարեթիվ, 出生日期, 生日, 出生年月, tarikh lahir, tanggal lahir, tugilgan sanasi, fecha de nacimiento,
        date de naissance""",
    "birth_place": """
        birth place, place of birth, birthplace, born in, место рождения, туулган жери, ҷои таваллуд, nơi sinh,
        quê quán, ទីកន្លែងកំណើត, ស្រុកកំណើត, ծննդավայր, ծննդյան վայր, 出生地, 籍贯, tempat lahir""",
    "id_type": """
        id type, type of id, document type, identity document, identification type, тип документа, вид документа,
        документ, документ удостоверяющий личность, loại giấy tờ, ប្រភេទអត្តសញ្ញាណ, ប្រភេទឯកសារ, փաստաթղթի տեսակ,
        документтин түрү, 证件类型""",
    "id_number": """
        id number, id no, id, identity number, identity card number, national id, national id number, passport,
        passport number, passport no, document number, document no, identity document number, identity document no,
        number of identity document, номер удостоверения личности,
        документ удостоверяющий личность номер, nric, fin, nric fin, nric no, usi, uln,
        unique student identifier, unique learner number, personal number, identification number, ic, ic no,
        номер документа, документ номер, документа номер,
        номер паспорта, паспорт номер, паспорт, серия и номер паспорта, серия и номер, паспортные данные, снилс, инн,
        пин, персональный номер, идентификационный номер, удостоверение, ид, рақами шиноснома, шиноснома,
        паспорт номери, жеке номер, cccd, cmnd, số cccd, số cmnd, số cmnd cccd, cmnd cccd, căn cước công dân,
        số định danh, số giấy tờ, chứng minh nhân dân, hộ chiếu, mã định danh, លេខអត្តសញ្ញាណប័ណ្ណ, អត្តសញ្ញាណប័ណ្ណ,
        លេខអត្តសញ្ញាណ, លេខលិខិតឆ្លងដែន, անձնագիր, անձնագրի համար, հծհ, հանրային ծառայության համարանիշ, 身份证, 身份证号,
        身份证号码, 证件号码, no kad pengenalan, nik, jshshir, passport seriya raqami, dni, nie""",
    "phone": """
        phone, telephone, tel, mobile, mobile phone, phone number, telephone number, mobile number, contact number,
        contact no, contact, cell, cell phone, hp, handphone, whatsapp, телефон, тел, моб тел, мобильный,
        мобильный телефон, номер телефона, контактный телефон, контакт, сотовый, телефону, рақами телефон,
        điện thoại, số điện thoại, sđt, sdt, đt, di động, ទូរស័ព្ទ, លេខទូរស័ព្ទ, ទូរសព្ទ, លេខទូរសព្ទ, հեռախոս,
        հեռախոսահամար, հեռ, 电话, 手机, 联系电话, 手机号, telefon, no telefon, nomor telepon, teléfono, téléphone""",
    "email": """
        email, e-mail, mail, email address, e-mail address, электронная почта, эл почта, почта, емейл, имейл, мейл,
        адрес электронной почты, thư điện tử, hộp thư, địa chỉ email, អ៊ីមែល, អ៊ីម៉ែល, էլ փոստ, էլեկտրոնային հասցե,
        эл дареги, почтаи электронӣ, 邮箱, 电子邮件, 电子邮箱, emel, correo, correo electrónico, courriel""",
    "address": """
        address, home address, postal address, residential address, street address, адрес, адрес проживания,
        домашний адрес, место жительства, адрес регистрации, прописка, дареги, суроға, нишонӣ, địa chỉ, nơi ở,
        địa chỉ thường trú, hộ khẩu thường trú, chỗ ở hiện nay, អាសយដ្ឋាន, ទីលំនៅ, ទីលំនៅបច្ចុប្បន្ន, հասցե,
        բնակության վայր, 地址, 住址, alamat, manzil, dirección, adresse""",
    "province": """
        province, region, state, county, district, oblast, область, регион, район, провинция, облус, вилоят, ноҳия,
        tỉnh, tỉnh thành, tỉnh thành phố, ខេត្ត, ខេត្តក្រុង, រាជធានីខេត្ត, մարզ, 省, 省份, negeri, provinsi, viloyat""",
    "education": """
        education, education level, level of education, highest qualification, highest education, schooling, grade,
        образование, уровень образования, билими, таҳсилот, маълумот, trình độ, trình độ học vấn, trình độ văn hóa,
        học vấn, កម្រិតវប្បធម៌, កម្រិតសិក្សា, ការសិក្សា, կրթություն, 学历, 教育程度, pendidikan, ma'lumoti""",
    "disability": """
        disability, disabilities, special needs, support needs, support, инвалидность, овз, группа инвалидности,
        майыптуулугу, маъюбӣ, khuyết tật, ពិការភាព, ពិការ, հաշմանդամություն, 残疾""",
    "employer": """
        employer, company, organisation, organization, workplace, place of work, firm, работодатель, организация,
        место работы, предприятие, компания, иш берүүчү, иштеген жери, корхона, ҷои кор, đơn vị, đơn vị công tác,
        công ty, nơi làm việc, cơ quan, doanh nghiệp, និយោជក, ក្រុមហ៊ុន, ទីកន្លែងធ្វើការ, ស្ថាប័ន, գործատու,
        աշխատավայր, կազմակերպություն, 单位, 工作单位, 公司, majikan, syarikat, ish joyi""",
    "guardian": """
        guardian, parent, parents, parent or guardian, parent guardian, next of kin, emergency contact, родитель,
        родители, опекун, законный представитель, контакт родителя, ата-энеси, падару модар, phụ huynh, người giám hộ,
        người thân, cha mẹ, អាណាព្យាបាល, ឪពុកម្តាយ, ծնող, խնամակալ, 监护人, 家长, penjaga, ibu bapa""",
    "funding": """
        funding, funding source, sponsor, sponsorship, paid by, payer, who pays, финансирование,
        источник финансирования,
        спонсор, плательщик, оплата, каржылоо, маблағгузорӣ, nguồn kinh phí, kinh phí, tài trợ, ប្រភពថវិកា,
        អ្នកឧបត្ថម្ភ, ֆինանսավորում, 资助, 经费来源, tajaan, pembiayaan""",
    "route": """
        route, mode of assessment, assessment route, форма обучения, путь оценки, hình thức, hình thức học,
        របៀបវាយតម្លៃ, ուսուցման ձև""",
    "notes": """
        notes, note, remarks, remark, comments, comment, примечание, примечания, заметки, комментарий, комментарии,
        эскертүү, эскертме, эзоҳ, ghi chú, chú thích, កំណត់សម្គាល់, សម្គាល់, ផ្សេងៗ, նշում, նշումներ, ծանոթություն,
        备注, 说明, catatan, izoh, observaciones, remarques""",
}
"""For each field, what stands above it besides the words of the template."""


class Recognised(NamedTuple):
    """The field that a header stands for; ``sure`` where the whole header says it, not only a part."""

    field: str = ""
    sure: bool = False


NOT_RECOGNISED: Final = Recognised()
_PART: Final = 0.5
"""Of a header at least so much must be known words, where the whole is not known."""


def recognise(header: str, translations: Path) -> Recognised:
    """The field that a header stands for, in any language of the template or of the words above."""
    own = known_headers(translations).get(header_key(header))
    if own:
        return Recognised(own, True)
    written = _said(header)
    whole = _known().get(" ".join(written)) or _known().get(" ".join(_said(header.partition("(")[0])))
    if whole:
        return Recognised(whole, True)
    return _in_part(written)


def _said(header: str) -> list[str]:
    """The words of a header; letters that stand alone make one word: Ф.И.О., D.O.B."""
    parts = [list(group) for _, group in groupby(words(header), key=lambda word: len(word) == 1)]
    return [word for part in parts for word in (["".join(part)] if len(part[0]) == 1 else part)]


def _in_part(written: list[str]) -> Recognised:
    """The longest known words inside the header, where they are most of it."""
    spans = ((start, end) for start in range(len(written)) for end in range(start + 1, len(written) + 1))
    inside = (" ".join(written[start:end]) for start, end in spans)
    longest = max((part for part in inside if part in _known()), key=len, default="")
    enough = len(longest) >= _PART * len(" ".join(written)) and longest
    return Recognised(_known()[longest]) if enough else NOT_RECOGNISED


@cache
def _known() -> dict[str, str]:
    return {
        " ".join(_said(phrase)): field
        for field, listed in _WORDS.items()
        for phrase in listed.split(",")
        if phrase.strip()
    }
