"""Ed25519 keys: one signs the seals, others countersign heads. A public key is written as 64 hexadecimal digits."""

import os
import tempfile
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

MAKE_ONE = "make one with: openssl genpkey -algorithm ed25519 -out FILE"


def load(file: Path) -> Ed25519PrivateKey:
    """The private key in a PEM file. Raises ValueError for one that holds none, OSError for one that is not there."""
    try:
        key = load_pem_private_key(file.read_bytes(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError(f"{file} holds no Ed25519 private key without a password; {MAKE_ONE}")
    return key


def load_or_make(file: Path) -> Ed25519PrivateKey:
    """The key in the file, made when there is none: for the demo, whose key guards made-up people."""
    if not file.exists():
        pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        handle, whole = tempfile.mkstemp(dir=file.parent)
        with os.fdopen(handle, "wb") as stream:
            stream.write(pem)
        try:
            # Of several processes that start at once one makes the key, and none sees half of it.
            os.link(whole, file)
        except FileExistsError:
            pass
        finally:
            os.unlink(whole)
    return load(file)


def public(key: Ed25519PrivateKey) -> str:
    return key.public_key().public_bytes_raw().hex()


def holds(key: str, signature: str, message: bytes) -> bool:
    """Whether the signature is this public key's over the message, both written in the one way they are written."""
    try:
        written = bytes.fromhex(key), bytes.fromhex(signature)
        Ed25519PublicKey.from_public_bytes(written[0]).verify(written[1], message)
    except (InvalidSignature, ValueError, TypeError):
        return False
    return (key, signature) == (written[0].hex(), written[1].hex())
