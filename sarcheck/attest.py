"""Verdicts as signed statements: an in-toto Statement in a DSSE envelope, ed25519. Bytes in, bytes out, no files.

A key inside an envelope is never trusted: whoever checks one brings the key. An envelope is read only in the very bytes
that ``attest`` writes, so that a change of any byte of the file is found, not only of those that are signed.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
from msgspec import Struct

from sarcheck.errors import AttestationError
from sarcheck.model import NOT_JSON, Order, OrderedProduct, Verdict

if TYPE_CHECKING:
    from securesystemslib.dsse import Envelope
    from securesystemslib.signer._crypto_signer import CryptoSigner
    from securesystemslib.signer._key import SSlibKey

STATEMENT = "https://in-toto.io/Statement/v1"
PREDICATE = "urn:sarcheck:verdict:1"
PAYLOAD = "application/vnd.in-toto+json"
MISSING = "needs the extra: pip install 'sarcheck[attest]'"
LARGEST = 64 * 1024 * 1024
"""Bytes of an envelope that is read."""

METADATA = "sarcheckMetadataSha256"
"""The digest of a product's metadata as read, beside that of its files or alone where there are none."""


class Subject(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a statement is about, and its digests by algorithm."""

    name: str
    digest: dict[str, str]


class Statement(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An in-toto Statement (https://in-toto.io/Statement/v1) whose predicate is a verdict, as plain data."""

    type: str = msgspec.field(name="_type", default=STATEMENT)
    subject: tuple[Subject, ...]
    predicate_type: str = msgspec.field(name="predicateType", default=PREDICATE)
    predicate: dict[str, Any]

    @property
    def verdict(self) -> Verdict:
        """Return the verdict; raise msgspec.ValidationError where this version of sarcheck has other ones."""
        return msgspec.convert(self.predicate, Verdict)


class Signed(NamedTuple):
    """A signature and the id of its key, both hexadecimal."""

    key: str
    signature: str


# --- statements and envelopes -------------------------------------------------------------------


def attest(order: Order, verdict: Verdict, private: bytes, name: str = "key") -> bytes:
    """Return an order's verdict as a signed envelope; raise AttestationError for a key that is none."""
    statement = Statement(subject=subjects(order), predicate=msgspec.to_builtins(verdict))
    payload = msgspec.json.encode(statement, order="sorted")
    return _written(_envelope(payload, PAYLOAD, {}), _signer(private, name))


def subjects(order: Order) -> tuple[Subject, ...]:
    """Return the order and its products with their digests: of the bytes of each, and of what was read of a product."""
    about = Subject(name=f"order {order.document.id}", digest={"sha256": order.sha256})
    return (about, *(Subject(name=f"product {one.ref.id}", digest=_digest(one)) for one in order.products))


def _digest(ordered: OrderedProduct) -> dict[str, str]:
    read = msgspec.json.encode(ordered.product, order="sorted")
    files = {"sha256": ordered.sha256} if ordered.sha256 else {}
    return {**files, METADATA: hashlib.sha256(read).hexdigest()}


def opened(envelope: bytes, public: bytes, *, name: str = "attestation", key_name: str = "key") -> Statement:
    """Return the statement of an envelope that a key has signed; raise AttestationError with what does not hold."""
    found = _read(envelope, name)
    key = _public(public, key_name)
    _held(found, key, name)
    try:
        statement = msgspec.json.decode(found.payload, type=Statement)
    except NOT_JSON as error:
        raise AttestationError(name, f"is signed, but no statement on a verdict: {error}") from error
    if (statement.type, statement.predicate_type) != (STATEMENT, PREDICATE):
        raise AttestationError(name, f"is signed, but a statement of another kind: {statement.predicate_type}")
    return statement


def _envelope(payload: bytes, kind: str, signatures: dict[str, Any]) -> Envelope:
    _library()
    from securesystemslib.dsse import Envelope

    return Envelope(payload, kind, signatures)


def _written(envelope: Envelope, signer: CryptoSigner) -> bytes:
    envelope.sign(signer)
    return _form(envelope)


def _form(envelope: Envelope) -> bytes:
    return json.dumps(envelope.to_dict(), indent=2, sort_keys=True).encode() + b"\n"


def _read(data: bytes, name: str) -> Envelope:
    _library()
    from securesystemslib.dsse import Envelope

    if len(data) > LARGEST:
        raise AttestationError(name, f"is larger than {LARGEST >> 20} MiB, which no attestation is")
    try:
        found = Envelope.from_dict(json.loads(data))
        same = _form(found) == data
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise AttestationError(name, f"is no attestation: {type(error).__name__}: {error}") from error
    except Exception as error:  # the library has errors of its own for what strangers write
        raise AttestationError(name, f"is no attestation: {error}") from error
    if not same:
        raise AttestationError(name, "is not in the bytes in which sarcheck wrote it: the envelope was changed")
    return found


def _held(envelope: Envelope, key: SSlibKey, name: str) -> None:
    """Raise AttestationError unless a key has signed an envelope."""
    from securesystemslib.exceptions import VerificationError

    ids = list(envelope.signatures)
    if key.keyid not in ids:
        signed = f"by {', '.join(one[:16] for one in ids)}" if ids else "by nobody"
        raise AttestationError(name, f"is not signed by this key ({key.keyid[:16]}), but {signed}")
    try:
        envelope.verify([key], 1)
    except VerificationError:
        message = f"the signature of key {key.keyid[:16]} does not hold: the envelope was changed after it was signed"
        raise AttestationError(name, message) from None


# --- signatures on other data -------------------------------------------------------------------


def sign(payload: bytes, kind: str, private: bytes, name: str = "key") -> Signed:
    """Sign data of a kind as an envelope would be; raise AttestationError for a key that is none."""
    signature = _envelope(payload, kind, {}).sign(_signer(private, name))
    return Signed(signature.keyid, signature.signature)


def holds(payload: bytes, kind: str, signed: Signed, public: bytes, name: str = "key") -> bool:
    """Tell whether a key has made a signature on data of a kind."""
    key = _public(public, name)
    if key.keyid != signed.key:
        return False
    from securesystemslib.signer import Signature  # type: ignore[attr-defined]

    try:
        _held(_envelope(payload, kind, {key.keyid: Signature(signed.key, signed.signature)}), key, name)
    except AttestationError:
        return False
    return True


# --- keys ---------------------------------------------------------------------------------------


class KeyPair(NamedTuple):
    """A new key: the private half and the public half as PEM, and its id."""

    private: bytes
    public: bytes
    id: str


def new_key() -> KeyPair:
    """Return a new ed25519 key."""
    _library()
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.generate()
    private = key.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption())
    public = key.public_key().public_bytes(form.Encoding.PEM, form.PublicFormat.SubjectPublicKeyInfo)
    return KeyPair(private, public, _public(public, "key").keyid)


def key_id(public: bytes, name: str = "key") -> str:
    """Return the id of a public key; raise AttestationError for what is none."""
    return _public(public, name).keyid


def _signer(private: bytes, name: str) -> CryptoSigner:
    _library()
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key
    from securesystemslib.signer import CryptoSigner  # type: ignore[attr-defined]

    try:
        key = load_pem_private_key(private, None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise AttestationError(name, f"is no private key without a passphrase: {error}") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise AttestationError(name, "is no ed25519 key; sarcheck key new FILE makes one")
    return CryptoSigner(key)


def _public(public: bytes, name: str) -> SSlibKey:
    _library()
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key
    from securesystemslib.signer import SSlibKey  # type: ignore[attr-defined]

    try:
        key = load_pem_public_key(public)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise AttestationError(name, f"is no public key: {error}") from error
    if not isinstance(key, Ed25519PublicKey):
        raise AttestationError(name, "is no ed25519 key; sarcheck key new FILE makes one")
    return SSlibKey.from_crypto(key)


def _library() -> None:
    """Raise AttestationError where the extra that signs is not installed."""
    try:
        import cryptography  # noqa: F401
        import securesystemslib.dsse  # noqa: F401
    except ImportError as error:
        raise AttestationError("signing", MISSING) from error
