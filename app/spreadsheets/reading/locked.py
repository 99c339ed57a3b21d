# SPDX-License-Identifier: Apache-2.0
"""Files under a password: .xlsx and its kin in their encrypted package, .xls with its own encryption."""

from io import BytesIO
from typing import IO, TYPE_CHECKING, Final

from app.spreadsheets.reading import unreadable as why
from app.spreadsheets.reading.unreadable import Unreadable

if TYPE_CHECKING:
    from msoffcrypto import OfficeDocument

_KNOWN_TO_ALL: Final = "VelvetSweatshop"
"""The password that Excel itself tries, and writes where a workbook is only protected from changes [MS-OFFCRYPTO]."""


def unlocked(file: IO[bytes], password: str) -> IO[bytes] | None:
    """The file without its password, in memory only; None where it has none.

    Raises Unreadable where the password is missing or wrong.
    """
    office = _office_file(file)
    if office is None or not office.is_encrypted():
        return None
    for word in (_KNOWN_TO_ALL, password):
        plain = _decrypted(office, word) if word else None
        if plain is not None:
            return plain
    raise Unreadable(why.WRONG_PASSWORD if password else why.LOCKED)


def _office_file(file: IO[bytes]) -> "OfficeDocument | None":
    import msoffcrypto
    from msoffcrypto.exceptions import FileFormatError

    file.seek(0)
    try:
        return msoffcrypto.OfficeFile(file)
    except (FileFormatError, OSError, ValueError, KeyError, IndexError):
        return None


def _decrypted(office: "OfficeDocument", password: str) -> IO[bytes] | None:
    from msoffcrypto.exceptions import DecryptionError

    plain = BytesIO()
    try:
        if office.format == "ooxml":
            office.load_key(password=password, verify_password=True)
        else:
            office.load_key(password=password)  # the older kinds cannot but verify it
        office.decrypt(plain)
    except DecryptionError:
        return None
    plain.seek(0)
    return plain
