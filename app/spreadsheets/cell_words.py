# SPDX-License-Identifier: Apache-2.0
"""Words that people write into cells instead of the letters of the template, in the languages of the centres."""

from typing import Final

from app.domain.routes import route_key


def _by_word(words: dict[str, str]) -> dict[str, str]:
    return {word: letter for letter, listed in words.items() for word in listed.split()}


SEX_WORDS: Final = _by_word(
    {
        "F": "f female woman ж жен женский женщина ស ស្រី នារី nữ nu gái аял эже зан իգ իգական",
        "M": "m male man м муж мужской мужчина ប ប្រុស បុរស nam trai эркек мард ար արական",
        "X": "x х other другой иной ផ្សេង ផ្សេងទៀត khác",
    }
)
"""The letter for each word, in lower case; the Cyrillic letters that look like M and X count as those."""

ROUTE_WORDS: Final = {
    route_key(word): route
    for route, listed in {
        "taught": "после обучения, обучение, រៀន​ក្នុង​ថ្នាក់, có học",
        "assessment-only": "только оценка, វាយតម្លៃ​តែប៉ុណ្ណោះ, chỉ đánh giá",
        "rpl": "recognition of prior learning, признание прежнего обучения, ការសិក្សា​ពីមុន, công nhận năng lực đã có",
        "credit-transfer": "перезачёт, перезачет, ការ​ផ្ទេរ​ក្រេឌីត, chuyển đổi tín chỉ",
    }.items()
    for word in listed.split(",")
}
"""The route for each word besides the English ones, by what of the word counts."""

MARK_WORDS: Final = _by_word(
    {
        "Y": "y yes д да ооба ҳа c có đạt បាទ ចាស បាន այո ✓ ✔",
        "N": "n no н нет жок не k không chưa ទេ ոչ ✗ ✘",
        "X": "x х n/a na неприменимо",
    }
)
"""Met, not yet, not applicable: the letter for each word, in lower case."""
