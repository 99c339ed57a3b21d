# SPDX-License-Identifier: Apache-2.0
"""The secrets that people choose: a passphrase each, and a PIN if they like."""

import unicodedata
from collections.abc import Callable, Sequence
from typing import Final

from app.domain.refusals import BadInput
from app.translation import later

SHORTEST_PASSPHRASE: Final = 10
SHORTEST_PIN: Final = 4
LONGEST_PIN: Final = 8

_FEWEST_WORDS: Final = 4
_WAYS: Final = 2**36
"""How many different passphrases a proposal is drawn from, at the least."""


def propose_passphrase(words: Sequence[str], choose: Callable[[int], int]) -> str:
    """Four easy words, or more from a short list, so that there are at least 2**36 ways (four of 512).

    ``words`` holds at least two different words; ``choose(n)`` gives an even choice from 0 to n - 1, unguessable.
    """
    count = _FEWEST_WORDS
    while len(words) ** count < _WAYS:
        count += 1
    return " ".join(words[choose(len(words))] for _ in range(count))


def clean_passphrase(text: str) -> str:
    """The passphrase as keys are made from it: the same for the same words however a keyboard composes letters,
    spaces and invisible joiners. Capitals count."""
    composed = unicodedata.normalize("NFKC", text)
    return " ".join("".join(letter for letter in composed if unicodedata.category(letter) != "Cf").split())


def check_passphrase(text: str) -> str:
    """The clean passphrase, when it is long enough and not one character repeated. Raises ``BadInput``."""
    passphrase = clean_passphrase(text)
    if any(unicodedata.category(letter) in {"Cc", "Cs"} for letter in passphrase):
        sentence = later("The passphrase holds a character that cannot be typed again. Use letters, digits and signs.")
        raise BadInput("passphrase-characters", sentence)
    if len(passphrase) < SHORTEST_PASSPHRASE:
        sentence = later("A passphrase has at least {least} characters. Four easy words make a good one.")
        raise BadInput("passphrase-short", sentence, least=SHORTEST_PASSPHRASE)
    if len(set(passphrase.casefold()) - {" "}) == 1:
        sentence = later("The passphrase is one character again and again. Four easy words make a good one.")
        raise BadInput("passphrase-simple", sentence)
    return passphrase


def check_pin(text: str) -> str:
    """The PIN in the digits 0 to 9, whichever script's digits were typed: 4 to 8 of them, not all the same.

    Raises ``BadInput``.
    """
    typed = text.strip()
    if not typed.isdecimal() or not SHORTEST_PIN <= len(typed) <= LONGEST_PIN:
        sentence = later("A PIN has {least} to {most} digits.")
        raise BadInput("pin", sentence, least=SHORTEST_PIN, most=LONGEST_PIN)
    pin = "".join(str(unicodedata.decimal(digit)) for digit in typed)
    if len(set(pin)) == 1:
        raise BadInput("pin-simple", later("The PIN is one digit again and again. Choose another."))
    return pin
