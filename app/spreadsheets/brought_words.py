# SPDX-License-Identifier: Apache-2.0
"""Words that people write into cells of results and certificates from before, in the languages of the centres."""

from pathlib import Path
from typing import Final

from app.credentials.facts import CERTIFICATE, RECORD_OF_RESULTS
from app.domain.assessing import COMPETENT, NOT_YET_COMPETENT
from app.domain.searching import words
from app.spreadsheets.results_export import DOCUMENT_WORDS, OUTCOME_WORDS
from app.translation import in_every_language

_OUTCOMES: Final = {
    COMPETENT: """
        competent, c, pass, passed, achieved, met, yes, y, credit, merit, distinction, satisfactory, компетентен,
        компетентна, зачет, зачёт, зачтено, освоено, освоил, освоила, сдал, сдала, сдано, да, đạt, đậu, có năng lực,
        hoàn thành, ជាប់, មានសមត្ថភាព, կոմպետենտ, անցել է, өттү, салохиятдор""",
    NOT_YET_COMPETENT: """
        not yet competent, nyc, not competent, fail, failed, not achieved, not met, not yet, no, n, unsatisfactory,
        не компетентен, не компетентна, некомпетентен, пока не компетентен, незачет, незачёт, не зачтено, не освоено,
        не сдал, не сдала, не сдано, нет, chưa đạt, không đạt, trượt, ធ្លាក់, មិនទាន់មានសមត្ថភាព,
        դեռ կոմպետենտ չէ, չի անցել, өткөн жок""",
}
_DOCUMENTS: Final = {
    CERTIFICATE: """
        certificate, diploma, award, licence, license, сертификат, свидетельство, диплом, удостоверение, аттестат,
        chứng chỉ, bằng, chứng nhận, វិញ្ញាបនបត្រ, សញ្ញាបត្រ, վկայական, դիպլոմ, հավաստագիր, күбөлүк, шаҳодатнома""",
    RECORD_OF_RESULTS: """
        record of results, record-of-results, transcript, statement of attainment, statement of results, справка,
        академическая справка, приложение, выписка, bảng điểm, bảng kết quả, ព្រឹត្តិបត្រពិន្ទុ, տեղեկանք, ներդիր""",
}


def outcome_words(translations: Path) -> dict[str, str]:
    """The outcome for each word, by what of the word counts."""
    return _by_word(_OUTCOMES, OUTCOME_WORDS, translations)


def document_words(translations: Path) -> dict[str, str]:
    """The kind of document for each word, by what of the word counts."""
    return _by_word(_DOCUMENTS, DOCUMENT_WORDS, translations)


def word_key(text: str) -> str:
    """What of a word counts."""
    return " ".join(words(text))


def _by_word(listed: dict[str, str], shown: dict[str, str], translations: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    for choice, phrases in listed.items():
        own = in_every_language(shown[choice], translations)
        found |= {word_key(phrase): choice for phrase in (*phrases.split(","), *own) if phrase.strip()}
    return found
