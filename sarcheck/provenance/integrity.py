"""Are the files of a product those that it lists? Facts "integrity", "pixels", "files_absent", "files_added",
"name_checksum".

Checksums that agree show that the files are the listed ones, not who made them: whoever alters a file can write its
new checksum into the list. A list that its product's name vouches for ("name_checksum") is harder to rewrite.
Deliveries without pixels are common, so pixels that are absent or cut short are no failure but cannot be checked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sarcheck.provenance._fact import answered, named, unanswered

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sarcheck.model import FileRecord, Product, ProvenanceFact
    from sarcheck.platforms import PlatformTable

ORIGIN = "this shows that the files are whole, not who made them"
NO_LIST = "the product has no list of its files with checksums"

HOLLOW = 4096
"""Bytes below which a file of pixels of no stated size holds no image: what was left where pixels were taken out."""

WHOLE = 0.5
"""Share of the listed metadata files from which a delivery is meant to be whole; a lesser one is an excerpt."""


def facts(product: Product, _platforms: PlatformTable) -> Iterator[ProvenanceFact]:
    """Yield what the list of a product's files shows."""
    listed = [record for record in product.files if record.listed and record.algorithm != "crc16"]
    metadata = [record for record in listed if record.role != "pixels"]
    yield _compared("integrity", metadata, "metadata")
    yield _compared("pixels", [record for record in listed if record.role == "pixels"], "pixel")
    yield _absent([record for record in metadata if record.role == "metadata"])
    yield _added(product, listed)
    yield from _vouched(product)


def _compared(check: str, records: Sequence[FileRecord], kind: str) -> ProvenanceFact:
    """Return whether the files of a kind are those listed: those that are there, and can be hashed."""
    altered = [record.name for record in records if _is_altered(record)]
    agreeing = [record.name for record in records if record.found is not None and record.found == record.stated]
    numbers: dict[str, Any] = {"listed": len(records), "agreeing": len(agreeing), "altered": len(altered)}
    if altered:
        message = f"{len(altered)} of {len(records)} listed {kind} files are not as listed: {named(altered)}"
        return answered(check, False, message, at=(altered[0], ""), numbers=numbers | {"files": altered})
    if not agreeing:
        return unanswered(check, _unchecked(records, kind), numbers=numbers)
    left = f"; {len(records) - len(agreeing)} others could not be checked" if len(agreeing) < len(records) else ""
    message = f"{len(agreeing)} of {len(records)} listed {kind} files have the stated checksum{left}; {ORIGIN}"
    return answered(check, True, message, numbers=numbers)


def _is_altered(record: FileRecord) -> bool:
    """Tell whether a file is not the one listed; pixels that were cut off or taken out are not altered."""
    if not record.present or record.size is None:
        return False
    if record.role == "pixels" and record.size < (HOLLOW if record.stated_size is None else record.stated_size):
        return False
    resized = record.stated_size is not None and record.size != record.stated_size
    return resized or (record.found is not None and record.stated is not None and record.found != record.stated)


def _unchecked(records: Sequence[FileRecord], kind: str) -> str:
    if not records:
        return f"the product lists no {kind} files with checksums"
    here = [record for record in records if record.present]
    if not here:
        return f"none of the {len(records)} listed {kind} files is there"
    why = "cut short, empty of pixels, too large to hash here, or listed without a known checksum"
    return f"the {kind} files that are there are {why}"


def _absent(records: Sequence[FileRecord]) -> ProvenanceFact:
    check, missing = "files_absent", [record.name for record in records if not record.present]
    numbers: dict[str, Any] = {"listed": len(records), "absent": len(missing)}
    if not records:
        return unanswered(check, NO_LIST, numbers=numbers)
    if not missing:
        return answered(check, True, f"all {len(records)} listed metadata files are there", numbers=numbers)
    if len(records) - len(missing) < WHOLE * len(records):
        message = f"an excerpt: {len(records) - len(missing)} of {len(records)} listed metadata files are there"
        return unanswered(check, message, numbers=numbers)
    message = f"{len(missing)} of {len(records)} listed metadata files are missing: {named(missing)}"
    return answered(check, False, message, at=(missing[0], ""), numbers=numbers | {"files": missing})


def _added(product: Product, listed: Sequence[FileRecord]) -> ProvenanceFact:
    if not listed:
        return unanswered("files_added", NO_LIST)
    extra = [record.name for record in product.files if not record.listed]
    if extra:
        message = f"{len(extra)} files are there that the product does not list: {named(extra)}"
        return answered("files_added", False, message, at=(extra[0], ""), numbers={"files": extra, "added": len(extra)})
    return answered("files_added", True, "every file that is there is listed", numbers={"added": 0})


def _vouched(product: Product) -> Iterator[ProvenanceFact]:
    """Yield whether the product's name vouches for the list of its files.

    One that does not is no proof of anything: two of thirteen genuine manifests had been written anew.
    """
    for record in product.files:
        if record.algorithm == "crc16":
            numbers = {"stated": record.stated, "found": record.found}
            if record.found == record.stated:
                message = f"the name of the product ends in the CRC-16 of {record.name} ({record.found})"
                yield answered("name_checksum", True, message, at=(record.name, ""), numbers=numbers)
            else:
                message = (
                    f"the name of the product ends in {record.stated}, the CRC-16 of {record.name} is {record.found}: "
                    "it was written anew since, as some portals do, or altered, so the name does not vouch for it"
                )
                yield unanswered("name_checksum", message, at=(record.name, ""), numbers=numbers)
            return
    yield unanswered("name_checksum", "the name of the product holds no checksum that sarcheck knows")
