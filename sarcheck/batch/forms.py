"""Verdicts -> the bytes of a shard, and back. To add a form: one function in FORMS, one in READERS."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence

import msgspec

from sarcheck.model import Verdict

COMPRESSION = "zstd"


def _ndjson(verdicts: Sequence[Verdict]) -> bytes:
    """Return one verdict a line."""
    return b"".join(msgspec.json.encode(verdict) + b"\n" for verdict in verdicts)


def _parquet(verdicts: Sequence[Verdict]) -> bytes:
    """Return one verdict a row: what is searched for in columns of its own, and the whole document as JSON."""
    import pyarrow as pa
    from pyarrow.parquet import write_table

    columns = {
        "order_id": pa.array([v.order.id for v in verdicts], pa.string()),
        "order_sha256": pa.array([v.order.sha256 for v in verdicts], pa.string()),
        "outcome": pa.array([v.outcome for v in verdicts], pa.string()),
        "as_of": pa.array([v.as_of for v in verdicts], pa.date32()),
        "reason_code": pa.array([v.status.reason_code for v in verdicts], pa.string()),
        "reason_text": pa.array([v.status.reason_text for v in verdicts], pa.string()),
        "rules": pa.array([sorted({f.rule for f in v.findings}) for v in verdicts], pa.list_(pa.string())),
        "verdict": pa.array([msgspec.json.encode(v) for v in verdicts], pa.binary()),
    }
    sink = io.BytesIO()
    write_table(pa.table(columns), sink, compression=COMPRESSION, use_dictionary=["outcome", "reason_code", "rules"])
    return sink.getvalue()


FORMS: dict[str, Callable[[Sequence[Verdict]], bytes]] = {"ndjson": _ndjson, "parquet": _parquet}


def _from_ndjson(data: bytes) -> Iterator[bytes]:
    return (line for line in data.split(b"\n") if line)


def _from_parquet(data: bytes) -> Iterator[bytes]:
    from pyarrow.parquet import read_table

    yield from read_table(io.BytesIO(data), columns=["verdict"]).column(0).to_pylist()


READERS: dict[str, Callable[[bytes], Iterator[bytes]]] = {"ndjson": _from_ndjson, "parquet": _from_parquet}


def documents(file: str, data: bytes) -> Iterator[bytes]:
    """Yield the verdicts of a shard as JSON documents, in order."""
    return READERS[file.rpartition(".")[2]](data)
