# SPDX-License-Identifier: Apache-2.0
"""The credential that goes with a document: a standard one, which others can read."""

import base64
import hashlib
import importlib.util
import json
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from app.credentials import did_key, jwt
from app.credentials.badge_reading import check
from app.credentials.facts import SIGNED_TYPES
from app.credentials.open_badge import Badge, credential, enveloped, token_in
from app.credentials.verifying import OTHERS, verify_credential, verify_document
from app.domain.refusals import BadInput
from tests.credentials.builders_credentials import facts_of, key_of, public, trust_of

TODAY = date(2026, 11, 23)
FULL = Badge("All units are met.", "A sample.", "en", "https://check.example.org", "012345678", "salt of the SAMPLE")


def shared(*parts: str) -> Path | None:
    """A folder of data that lies beside the project, where there is one."""
    folders = (parent.joinpath("shared", "data", "credentials", *parts) for parent in Path(__file__).resolve().parents)
    return next(filter(Path.exists, folders), None)


def payload(token: str) -> dict[str, Any]:
    body = token.split(".")[1]
    found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return found


@pytest.mark.parametrize("kind", SIGNED_TYPES)
@pytest.mark.parametrize("badge", [Badge("All units are met."), FULL], ids=["plain", "full"])
def test_the_facts_come_back_from_the_credential(kind: str, badge: Badge) -> None:
    facts = facts_of(document_type=kind, valid_until="2027-01-31", birth_year=None)
    found = verify_credential(credential(facts, badge, key_of()), [trust_of()], TODAY)
    assert (found.result, found.facts) == ("genuine", facts)


def test_the_national_number_is_only_hashed_and_names_are_composed() -> None:
    text = credential(facts_of(name="Nguye\u0302\u0303n"), FULL, key_of())
    subject = payload(text)["credentialSubject"]
    assert subject["identifier"][0]["identityHash"] == "Nguy\u1ec5n"
    hashed = subject["identifier"][-1]
    assert hashed["identityHash"] == "sha256$" + hashlib.sha256(b"012345678salt of the SAMPLE").hexdigest()
    assert "012345678" not in json.dumps(payload(text)).replace(hashed["identityHash"], "")


def test_it_names_the_place_in_the_status_list() -> None:
    status = payload(credential(facts_of(), FULL, key_of()))["credentialStatus"]
    assert status["statusListIndex"] == "123"
    assert status["statusListCredential"].endswith("/7K3QZ9-0/revocation")
    assert payload(credential(facts_of(), Badge("x"), key_of()))["credentialStatus"]["id"].startswith("urn:uuid:")


def test_the_file_that_a_learner_keeps_holds_the_same_credential() -> None:
    token = credential(facts_of(), FULL, key_of())
    assert token_in(enveloped(token)) == token_in(f" {token}\n".encode()) == token
    for other in (b"", b"{}", b"{", b"[]", b"\xff", b'{"id": 3}', b'{"id": "data:application/vc+jwt,x"}'):
        assert token_in(other) == ""


def test_a_thousand_are_signed_in_half_a_second_and_one_is_checked_in_a_moment() -> None:
    key, facts = key_of(), facts_of()
    began = time.process_time()
    tokens = [credential(facts, FULL, key) for _ in range(1000)]
    signed = time.process_time()
    verify_credential(tokens[0], [trust_of()], TODAY)
    assert signed - began < 0.5
    assert time.process_time() - signed < 0.05


@pytest.mark.parametrize(
    "text", ["", "a.b.c", "eyJ.e30.AA", "eyJhbGciOiJFZERTQSJ9.e30." + "A" * 86, "eyJ" + "A" * 300_000]
)
def test_other_tokens_are_no_certificates(text: str) -> None:
    assert verify_credential(text, [trust_of()], TODAY).result == "not-a-certificate"


def test_a_credential_that_says_two_things_is_altered() -> None:
    token = credential(facts_of(), FULL, key_of())
    said = payload(token)
    said["vc"]["name"] = "Another title"
    forged = jwt.sign(said, key_of(), "https://check.example.org#" + did_key.multikey(public(key_of())))
    assert verify_credential(forged, [trust_of()], TODAY).result == "altered"


SCHEMA = shared("ob3_schemas", "ob_v3p0_achievementcredential_schema.json")


@pytest.mark.skipif(importlib.util.find_spec("jsonschema") is None, reason="jsonschema is not installed")
@pytest.mark.skipif(SCHEMA is None, reason="the schemas do not lie beside the project")
@pytest.mark.parametrize("kind", SIGNED_TYPES)
@pytest.mark.parametrize("badge", [Badge("All units are met."), FULL], ids=["plain", "full"])
def test_the_schema_of_open_badges_accepts_it(kind: str, badge: Badge) -> None:
    jsonschema: Any = importlib.import_module("jsonschema")
    assert SCHEMA is not None
    validator = jsonschema.Draft201909Validator(json.loads(SCHEMA.read_text("utf-8")))
    made = payload(credential(facts_of(document_type=kind, valid_until="2030-01-01"), badge, key_of()))
    assert [error.message for one in (made, made["vc"]) for error in validator.iter_errors(one)] == []
    assert list(validator.iter_errors({**made["vc"], "issuer": {"id": "x", "type": ["InvalidProfile"]}}))


SAMPLES = sorted((shared("ob3_samples") or Path("none")).glob("*.json"))
FAULTS = {
    "simple-err-credential-subject-achievement-result-description-type": "resultDescription.type",
    "simple-err-credential-subject-profile-type": "source.type",
    "simple-err-credential-subject-type": "credentialSubject.type",
    "simple-err-issuer-otheridentifier-type": "issuer.otherIdentifier.type",
    "simple-err-issuer-type": "issuer.type",
    "simple-err-proof-method-no-scheme": "proof.verificationMethod",
    "simple-err-proof-method-unknown-scheme": "proof.verificationMethod",
    "credential-status-revoked": "@context",
    "endorsement-valid": "type",
    "simple-eddsa-2022": "@context",
    "simple_v1": "@context",
}
"""What is wrong with the samples of others; those of the first version of credentials are none of Open Badges 3.0."""


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_samples_of_others_are_read_or_refused_with_the_reason_and_never_genuine(path: Path) -> None:
    sample = json.loads(path.read_text("utf-8"))
    if path.stem in FAULTS:
        with pytest.raises(BadInput, match="is missing or not as it should be") as refused:
            check(sample)
        assert refused.value.facts["place"] == FAULTS[path.stem]
        return
    found = verify_document(sample, TODAY)
    assert found.result == ("expired" if "expired" in path.stem else "unknown-issuer")
    assert found.reason == OTHERS


VECTORS = shared("vc_di_eddsa")


@pytest.mark.skipif(VECTORS is None, reason="the vectors do not lie beside the project")
def test_keys_are_named_as_the_w3c_names_them_and_its_signature_holds() -> None:
    import rfc8785

    assert VECTORS is not None
    named = json.loads((VECTORS / "keyPair.json").read_text("utf-8"))
    public_key = from_base58(named["publicKeyMultibase"][1:])[2:]
    private = Ed25519PrivateKey.from_private_bytes(from_base58(named["privateKeyMultibase"][1:])[2:])
    assert public(private) == public_key
    assert did_key.multikey(public_key) == named["publicKeyMultibase"]
    signed = json.loads((VECTORS / "signedJCS.json").read_text("utf-8"))
    assert signed["proof"]["verificationMethod"] == did_key.method_of(public_key)
    proof = {name: value for name, value in signed.pop("proof").items() if name != "proofValue"}
    both = b"".join(hashlib.sha256(rfc8785.dumps(one)).digest() for one in (proof, signed))
    stated = json.loads((VECTORS / "signedJCS.json").read_text("utf-8"))["proof"]["proofValue"]
    Ed25519PublicKey.from_public_bytes(public_key).verify(from_base58(stated[1:]), both)


def from_base58(text: str) -> bytes:
    """The bytes of a base58btc text that begins with no 1."""
    number = 0
    for sign in text:
        number = number * 58 + "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".index(sign)
    return number.to_bytes((number.bit_length() + 7) // 8, "big")
