"""Certificates that nobody else vouches for: signed by themselves, or by an authority of the tests' own."""

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat


@dataclass(frozen=True)
class Authority:
    """Who signs certificates: its name, its key, and the file by which it is known."""

    name: x509.Name
    key: ec.EllipticCurvePrivateKey
    file: Path


def authority(folder: Path) -> Authority:
    """A new one, known by `authority.pem` in the folder."""
    key, name = ec.generate_private_key(ec.SECP256R1()), _named("An authority of the tests' own")
    usage = {"digital_signature", "key_cert_sign", "crl_sign"}
    others = ("content_commitment", "key_encipherment", "data_encipherment", "key_agreement")
    made = (
        _dated(name, name, key.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(
            x509.KeyUsage(
                **dict.fromkeys(usage, True), **dict.fromkeys((*others, "encipher_only", "decipher_only"), False)
            ),
            critical=True,
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / "authority.pem"
    file.write_bytes(made.public_bytes(Encoding.PEM))
    return Authority(name, key, file)


def certificate(folder: Path, host: str, by: Authority | None = None) -> ssl.SSLContext:
    """One for `host` with its key, named in `folder` as deploy/nginx.conf has them; and what believes it.

    Without an authority it is signed with its own key.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    name, signer = _named(host), by.key if by else key
    made = (
        _dated(name, by.name if by else name, key.public_key())
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
        .sign(signer, hashes.SHA256())
    )
    (folder / "key.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    (folder / "fullchain.pem").write_bytes(made.public_bytes(Encoding.PEM))
    return ssl.create_default_context(cafile=by.file if by else folder / "fullchain.pem")


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])


def _dated(subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return x509.CertificateBuilder(issuer, subject, key, x509.random_serial_number(), now, now + timedelta(days=1))
