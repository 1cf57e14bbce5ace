"""Keys: one signs the seals, others countersign heads.

A public key says in its text by which algorithm it signs, `ml-dsa-65:…`; one that says nothing is of the first,
Ed25519, 64 hexadecimal digits. A signature is by the algorithm of its key: whoever trusts the key has chosen that too.
"""

import os
import tempfile
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PrivateKey, MLDSA65PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

PrivateKey = Ed25519PrivateKey | MLDSA65PrivateKey

FIRST = "ed25519"
ALGORITHMS = {FIRST: (Ed25519PrivateKey, Ed25519PublicKey), "ml-dsa-65": (MLDSA65PrivateKey, MLDSA65PublicKey)}
"""By name. None may ever be taken away: what was signed with it could no longer be verified."""

MAKE_ONE = "make one with: brygga trail key --out FILE"


def load(file: Path) -> PrivateKey:
    """The private key in a PEM file. Raises ValueError for one that holds none, OSError for one that is not there."""
    try:
        key = load_pem_private_key(file.read_bytes(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, PrivateKey):
        known = " or ".join(ALGORITHMS)
        raise ValueError(f"{file} holds no private key of {known} without a password; {MAKE_ONE}")
    return key


def make(file: Path, algorithm: str = FIRST) -> PrivateKey:
    """A new key in a new file, which is its owner's alone to read. Raises OSError, FileExistsError among them."""
    pem = ALGORITHMS[algorithm][0].generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    handle, whole = tempfile.mkstemp(dir=file.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(pem)
        # Of several processes that make one at once one does, and none sees half of it.
        os.link(whole, file)
    finally:
        os.unlink(whole)
    return load(file)


def load_or_make(file: Path) -> PrivateKey:
    """The key in the file, made when there is none: for the demo, whose key guards made-up people."""
    try:
        return load(file) if file.exists() else make(file)
    except FileExistsError:
        return load(file)


def public(key: PrivateKey) -> str:
    """The public key as it is written."""
    name = next(name for name, (private, _) in ALGORITHMS.items() if isinstance(key, private))
    return _written(name, key.public_key().public_bytes_raw())


def holds(key: str, signature: str, message: bytes) -> bool:
    """Whether the signature is this public key's over the message, both written in the one way they are written."""
    try:
        name, _, digits = key.rpartition(":")
        algorithm, written = name or FIRST, (bytes.fromhex(digits), bytes.fromhex(signature))
        ALGORITHMS[algorithm][1].from_public_bytes(written[0]).verify(written[1], message)
    except (InvalidSignature, ValueError, TypeError, KeyError, AttributeError):
        return False
    return (key, signature) == (_written(algorithm, written[0]), written[1].hex())


def _written(algorithm: str, raw: bytes) -> str:
    return raw.hex() if algorithm == FIRST else f"{algorithm}:{raw.hex()}"
