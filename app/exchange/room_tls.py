# SPDX-License-Identifier: Apache-2.0
"""Lines within a room, which nobody else can read: the certificate of a laptop is its own key.

No authority vouches for it. Whoever connects looks at the key first, which the centre's records know or two people
compare by its words, and then trusts this certificate and no other. It has no dates: laptops' clocks are often wrong.
"""

import socket
import ssl
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    PublicFormat,
)
from cryptography.x509.oid import NameOID

from app.exchange.key_cover import Random
from app.exchange.troubles import Unreachable, WrongPeer
from app.store.troubles import storage_errors

_NAME: Final = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Guildmark")])
_BEGIN: Final = datetime(2000, 1, 1, tzinfo=UTC)
_END: Final = datetime(9999, 12, 31, tzinfo=UTC)
"""No end, as RFC 5280 writes it (section 4.1.2.5)."""
_PASSWORD_BYTES: Final = 32


def serving(sign_key: bytes, random: Random) -> ssl.SSLContext:
    """For the laptop that holds this private key and is connected to. Raises StorageTrouble."""
    key = Ed25519PrivateKey.from_private_bytes(sign_key)
    certificate = _certificate(key).public_bytes(Encoding.PEM)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    # The library reads a key only from a file: this one is encrypted with a password that is never written, and goes.
    password = random(_PASSWORD_BYTES).hex()
    encrypted = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(password.encode()))
    with storage_errors(), tempfile.TemporaryDirectory(prefix="guildmark-") as folder:
        file = Path(folder) / "line.pem"
        file.write_bytes(encrypted + certificate)
        context.load_cert_chain(file, password=password)
    return context


def key_at(host: str, port: int, seconds: float) -> tuple[bytes, ssl.SSLContext]:
    """The public key of whoever answers there, proven to be theirs, and a context for lines to them and nobody else.

    Raises Unreachable, WrongPeer.
    """
    anybody = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    anybody.check_hostname = False
    anybody.verify_mode = ssl.CERT_NONE
    try:
        with socket.create_connection((host, port), seconds) as line, anybody.wrap_socket(line) as asked:
            certificate = asked.getpeercert(binary_form=True)
    except (OSError, ValueError) as error:
        raise Unreachable from error
    return _key_in(certificate or b""), _only(certificate or b"")


def _key_in(certificate: bytes) -> bytes:
    try:
        key = x509.load_der_x509_certificate(certificate).public_key()
    except ValueError as error:
        raise WrongPeer from error
    if not isinstance(key, Ed25519PublicKey):
        raise WrongPeer
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def _only(certificate: bytes) -> ssl.SSLContext:
    """Trust this certificate alone: whoever else answers cannot be spoken to."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.load_verify_locations(cadata=certificate)
    return context


def _certificate(key: Ed25519PrivateKey) -> x509.Certificate:
    return (
        x509.CertificateBuilder()
        .subject_name(_NAME)
        .issuer_name(_NAME)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(_BEGIN)
        .not_valid_after(_END)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, None)
    )
