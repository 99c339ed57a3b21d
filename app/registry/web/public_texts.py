# SPDX-License-Identifier: Apache-2.0
"""What the public pages say."""

from typing import Final

from app.translation import later

PUBLIC: Final = {
    "heading": later("Check a certificate"),
    "language": later("Language"),
    "hint-number": later(
        "Scan the code on the certificate with the phone's camera: it leads here by itself. Or type its number."
    ),
    "field-number": later("Number, as it is printed"),
    "field-name": later("Name on the certificate"),
    "hint-name": later("If you like: you are told whether it is the same. Names are never shown for a number alone."),
    "check": later("Check"),
    "another": later("Check another one"),
    "genuine": later("Genuine"),
    "genuine-sentence": later("It was issued as it stands here, and it counts."),
    "genuine-number-sentence": later("A document with this number was issued, and it counts."),
    "altered": later("Altered"),
    "altered-sentence": later("What it says is not what was signed. Do not accept it."),
    "revoked": later("Taken back"),
    "revoked-sentence": later("It was taken back after it was issued. Do not accept it."),
    "replaced": later("Replaced"),
    "replaced-sentence": later("The centre issued another one in its place. Ask for the newer one."),
    "expired": later("Expired"),
    "expired-sentence": later("It was genuine; the time for which it holds is over."),
    "examined": later("Being examined"),
    "examined-sentence": later(
        "The centre issued it. The registry has questions about it and has not confirmed it yet."
    ),
    "not-here": later("Not in the register yet"),
    "not-here-sentence": later(
        "The centre's signature is right, but the centre has not sent this certificate to the registry yet. "
        "Ask the centre, or check again later."
    ),
    "contradicted": later("Contradicted"),
    "contradicted-sentence": later(
        "The register holds something else under this number. Do not accept it before the registry has looked at it."
    ),
    "unknown-issuer": later("Unknown issuer"),
    "unknown-issuer-sentence": later("This registry does not know who issued it. It proves nothing here."),
    "unknown-number": later("Not found"),
    "unknown-number-sentence": later("No document with this number is known here."),
    "mistyped": later("Not found"),
    "mistyped-sentence": later(
        "No document with this number is known here. Its last two digits do not fit the others: type it again as it is "
        "printed."
    ),
    "not-a-certificate": later("No certificate"),
    "not-a-certificate-sentence": later("There is no code of a certificate in it."),
    "name-agrees": later("The name that you typed is the name on it."),
    "name-differs": later("The name that you typed is not the name on it."),
    "number-alone": later("A number alone proves nothing: anybody can copy one. Check the code or the file."),
    "compare": later(
        "Compare this, letter by letter, with what the page says. Anybody can print other words around a code."
    ),
    "compare-paper": later("Compare this with what the paper says."),
    "records-of": later("The records of the centre are those of {date}."),
    "list-of": later("The answer rests on the list of {date}."),
    "stands-for": later("{root} stands for the issuer."),
    "name": later("Name"),
    "latin": later("Name in Latin letters"),
    "title": later("Title"),
    "number": later("Number"),
    "born": later("Year of birth"),
    "document": later("Document"),
    "code": later("Qualification"),
    "units": later("Units"),
    "issuer": later("Issued by"),
    "issued": later("Issued on"),
    "until": later("Valid until"),
    "cut": later("(not all of it is in the code)"),
    "type-certificate": later("Certificate"),
    "type-record-of-results": later("Record of results"),
    "type-statement-of-attainment": later("Statement of attainment"),
    "type-microcredential": later("Microcredential"),
    "type-learner-card": later("Learner card"),
    "type-induction-card": later("Induction card"),
    "nothing-kept": later("What you check here is not written down."),
    "for-staff": later("For staff of the registry"),
    "no-page": later("There is no such page."),
    "too-often": later("Too many questions came from here. Wait a minute, then try again."),
    "too-long": later("What was sent is too long. Nothing was changed."),
    "too-large": later("The file is larger than 4 MB. Nothing was changed."),
    "not-understood": later("What was sent could not be read. Nothing was changed. Go back and try again."),
    "not-here-page": later("This cannot be done in this way. Nothing was changed."),
    "form-elsewhere": later("The page was too old, or the form came from elsewhere. Nothing was changed. Try again."),
    "refused": later("Not done"),
    "to-start": later("To the first page"),
}
"""Texts that anybody may see."""
