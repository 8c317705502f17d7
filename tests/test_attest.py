"""Signed verdicts: what was signed is read, and nothing else is."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from sarcheck import attest
from sarcheck.errors import AttestationError
from sarcheck.model import Order, OrderStamp, PackStamp, Status, ToolStamp, Verdict
from tests.builders import order, ordered, product

PAIR, OTHER = attest.new_key(), attest.new_key()
ORDER = structs.replace(
    order((structs.replace(ordered(product()), sha256="1" * 64), ordered(None))), raw=b"{}", sha256="2" * 64
)


def verdict(of: Order = ORDER) -> Verdict:
    return Verdict(
        outcome="review",
        as_of=dt.date(2026, 11, 22),
        order=OrderStamp(id=of.document.id, sha256=of.sha256),
        status=Status(status_code="held", reason_code="r", reason_text="Because."),
        findings=(),
        regimes={},
        examined=(),
        rules=PackStamp(pack="pack", version="1", sha256="0" * 64),
        tool=ToolStamp(name="sarcheck", version="0"),
    )


ENVELOPE = attest.attest(ORDER, verdict(), PAIR.private)


def forged(payload: Any = None, **changes: Any) -> bytes:
    """Return an envelope with changes, in the form that sarcheck writes; a payload is signed with the right key."""
    if payload is not None:
        data = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
        signed = attest.sign(data, attest.PAYLOAD, PAIR.private)
        signature = base64.b64encode(bytes.fromhex(signed.signature)).decode()
        changes = {
            "payload": base64.b64encode(data).decode(),
            "payloadType": attest.PAYLOAD,
            "signatures": [{"keyid": signed.key, "sig": signature}],
        } | changes
    return json.dumps(json.loads(ENVELOPE) | changes, indent=2, sort_keys=True).encode() + b"\n"


def test_a_verdict_is_signed_and_read_again() -> None:
    statement = attest.opened(ENVELOPE, PAIR.public)
    assert statement.verdict == verdict()
    assert statement.type == "https://in-toto.io/Statement/v1"


def test_the_envelope_is_dsse_that_others_can_check() -> None:
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    envelope = json.loads(ENVELOPE)
    payload, kind = base64.b64decode(envelope["payload"]), envelope["payloadType"]
    assert kind == "application/vnd.in-toto+json"
    signed = b"DSSEv1 %d %s %d %s" % (len(kind), kind.encode(), len(payload), payload)
    key = load_pem_public_key(PAIR.public)
    key.verify(base64.b64decode(envelope["signatures"][0]["sig"]), signed)  # type: ignore[union-attr, call-arg]
    assert json.loads(payload)["_type"] == attest.STATEMENT
    assert json.loads(payload)["predicateType"] == attest.PREDICATE


def test_the_subjects_are_the_order_and_its_products_each_with_digests() -> None:
    about, first, second = attest.opened(ENVELOPE, PAIR.public).subject
    assert (about.name, about.digest) == ("order O-1", {"sha256": "2" * 64})
    assert first.digest.keys() == {"sha256", attest.METADATA}
    assert second.digest == {attest.METADATA: hashlib.sha256(b"null").hexdigest()}


def test_another_key_is_refused_whatever_the_envelope_names() -> None:
    with pytest.raises(AttestationError, match="is not signed by this key"):
        attest.opened(ENVELOPE, OTHER.public)
    [signature] = json.loads(ENVELOPE)["signatures"]
    posing = forged(signatures=[signature | {"keyid": OTHER.id}])
    with pytest.raises(AttestationError, match="does not hold"):
        attest.opened(posing, OTHER.public)


@given(st.integers(0, len(ENVELOPE) - 1), st.integers(1, 255))
def test_any_other_byte_is_refused(place: int, flip: int) -> None:
    data = bytearray(ENVELOPE)
    data[place] ^= flip
    with pytest.raises(AttestationError):
        attest.opened(bytes(data), PAIR.public, name="x.json")


@pytest.mark.parametrize(
    "data",
    [b"", b"{}", b"[]", b"null", b"\xff", b"[" * 100_000, ENVELOPE + b" ", ENVELOPE[:-1], ENVELOPE * 2, b'"x"',
     forged(signatures=[]), forged(signatures={}), forged(signatures=[{}]), forged(signatures=None),
     forged(payload="!"), forged(extra=1), forged(signatures=json.loads(ENVELOPE)["signatures"] * 2)],
)  # fmt: skip
def test_what_is_no_attestation_is_refused(data: bytes) -> None:
    with pytest.raises(AttestationError):
        attest.opened(data, PAIR.public)


STATEMENT = json.loads(base64.b64decode(json.loads(ENVELOPE)["payload"]))


@pytest.mark.parametrize(
    "payload",
    [
        b"no json",
        b"[]",
        STATEMENT | {"predicateType": "urn:other"},
        STATEMENT | {"_type": "other"},
        STATEMENT | {"x": 1},
    ],
)
def test_a_signed_statement_of_another_kind_is_refused(payload: Any) -> None:
    with pytest.raises(AttestationError, match="is signed, but"):
        attest.opened(forged(payload), PAIR.public)
    assert attest.opened(forged(STATEMENT), PAIR.public).subject


def test_keys_that_are_none_are_refused() -> None:
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key

    curve = generate_private_key(SECP256R1())
    private = curve.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption())
    public = curve.public_key().public_bytes(form.Encoding.PEM, form.PublicFormat.SubjectPublicKeyInfo)
    for data in (b"", b"x", PAIR.public, private):
        with pytest.raises(AttestationError):
            attest.attest(ORDER, verdict(), data)
    for data in (b"", b"x", PAIR.private, public):
        with pytest.raises(AttestationError):
            attest.opened(ENVELOPE, data)


def test_other_data_are_signed_by_kind() -> None:
    signed = attest.sign(b"data", "kind", PAIR.private)
    assert attest.holds(b"data", "kind", signed, PAIR.public)
    assert not attest.holds(b"data", "other", signed, PAIR.public)
    assert not attest.holds(b"date", "kind", signed, PAIR.public)
    assert not attest.holds(b"data", "kind", signed, OTHER.public)
    assert not attest.holds(b"data", "kind", attest.Signed(OTHER.id, signed.signature), OTHER.public)


def test_the_same_verdict_and_key_give_the_same_bytes() -> None:
    assert (
        attest.attest(ORDER, msgspec.json.decode(msgspec.json.encode(verdict()), type=Verdict), PAIR.private)
        == ENVELOPE
    )
