"""Real products: no false alarm on any that is left alone, every alteration found; no genuine facility is taken for a
listed party."""

from __future__ import annotations

import csv
import datetime as dt
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec import structs

from sarcheck import load_order, load_rules, provenance, screen
from sarcheck.compiling import country_codes
from sarcheck.errors import ProductError
from sarcheck.evidence import gather
from sarcheck.importing import import_lists
from sarcheck.model import Claim, Product, ProvenanceFact
from sarcheck.readers import read
from sarcheck.ruleset import Ruleset, default_pack
from tests.builders import AS_OF, order, ordered, product

WHOLE = ("20150222", "20210119")
"""Days of the deliveries in which only the pixels are missing."""


@pytest.fixture(scope="module")
def rules() -> Ruleset:
    return load_rules()


def paths(shared: Path) -> list[Path]:
    return sorted(path for path in (shared / "data/products").glob("*/*") if path.name != "manifest.csv")


def readable(shared: Path) -> Iterator[tuple[Path, Product]]:
    for path in paths(shared):
        try:
            yield path, read(path)
        except ProductError:
            continue


def facts(rules: Ruleset, given: Product) -> dict[str, ProvenanceFact]:
    return {fact.check: fact for fact in provenance.facts(given, rules.platforms)}


def copied(path: Path, folder: Path) -> Path:
    """Copy a product to where it can be changed, unpacked; return its own folder."""
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            archive.extractall(folder)
        return next(one for one in folder.iterdir() if one.is_dir() and not one.name.startswith("__"))
    target = folder / path.name
    shutil.copytree(path, target, copy_function=shutil.copyfile)
    for one in target.rglob("*"):
        one.chmod(0o755 if one.is_dir() else 0o644)
    target.chmod(0o755)
    return target


def sentinels(shared: Path) -> list[Path]:
    return [path for path in paths(shared) if path.parent.name == "sentinel-1"]


MADE_UP = ("synthetic", "simulated", "simulation", "stub")
"""What the table of true values calls products that no satellite took, or that were cut to almost nothing."""


def genuine(shared: Path) -> Iterator[tuple[Path, Product]]:
    """Yield the products that a satellite took."""
    with (shared / "data/products/manifest.csv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if not any(word in row["genuineness"] for word in MADE_UP)]
    for path in dict.fromkeys(shared / "data/products" / row["path"] for row in rows):
        yield path, read(path)


def test_nothing_fails_on_products_that_are_left_alone(shared: Path, rules: Ruleset) -> None:
    wrong = {
        path.name: failed
        for path, given in genuine(shared)
        if (failed := [fact.message for fact in facts(rules, given).values() if fact.result == "fail"])
    }
    assert wrong == {}


def test_no_verdict_on_a_genuine_product_has_a_finding_on_its_provenance(shared: Path, rules: Ruleset) -> None:
    unplaced = set()
    for path, given in genuine(shared):
        document = {
            "schema": "sarcheck.order/1",
            "id": "O",
            "kind": "archive",
            "parties": [
                {"id": "b", "roles": ["customer", "end_user"], "name": "Harmlose Karten GmbH", "country": "DE"}
            ],
            "products": [{"id": "p1", "href": str(path.relative_to(shared))}],
        }
        found = screen(load_order(document, roots=[shared]), rules, AS_OF).findings
        told = {one.rule for one in found if one.rule.startswith(("sarcheck-provenance", "supplier"))}
        # a product that names the customer it was made for does name another than this order's
        assert told <= {"sarcheck-provenance-customer", "sarcheck-provenance-stripped"}, path.name
        if "sarcheck-provenance-stripped" in told:
            unplaced.add((given.format, "annotation" in {claim.source.partition("/")[0] for claim in given.claims}))
    # nor can an excerpt of a genuine one without its annotation, or a level without any, show where it was taken
    assert unplaced == {("sentinel1", False)}


def test_an_altered_file_is_found(shared: Path, rules: Ruleset, tmp_path: Path) -> None:
    altered = 0
    for number, path in enumerate(sentinels(shared)):
        folder = copied(path, tmp_path / str(number))
        for record in read(folder).files:
            if record.algorithm == "md5" and record.found and record.role != "pixels":
                file = folder / record.name
                genuine = file.read_bytes()
                middle = len(genuine) // 2
                file.write_bytes(genuine[:middle] + b"7" + genuine[middle + (genuine[middle : middle + 1] != b"7") :])
                told = facts(rules, read(folder))["integrity"]
                assert (told.result, told.source) == ("fail", record.name), path.name
                file.write_bytes(genuine)
                altered += 1
    assert altered >= 26


def test_an_added_file_is_found(shared: Path, rules: Ruleset, tmp_path: Path) -> None:
    for number, path in enumerate(sentinels(shared)):
        folder = copied(path, tmp_path / str(number))
        for name in ("annotation/more.xml", "measurement/more.tiff", "extra.bin"):
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_bytes(b"<product/>")
            told = facts(rules, read(folder))["files_added"]
            assert (told.result, told.source) == ("fail", name), path.name
            (folder / name).unlink()


def test_a_file_that_lacks_is_found_where_the_delivery_is_whole(shared: Path, rules: Ruleset, tmp_path: Path) -> None:
    for day in WHOLE:
        (path,) = [one for one in sentinels(shared) if day in one.name]
        folder = copied(path, tmp_path / day)
        assert facts(rules, read(folder))["files_absent"].result == "pass"
        gone = next(record.name for record in read(folder).files if record.algorithm == "md5" and record.present)
        (folder / gone).unlink()
        told = facts(rules, read(folder))["files_absent"]
        assert (told.result, told.source) == ("fail", gone)


def test_a_manifest_written_anew_is_not_vouched_for(shared: Path, rules: Ruleset, tmp_path: Path) -> None:
    vouched = 0
    for number, path in enumerate(sentinels(shared)):
        folder = copied(path, tmp_path / str(number))
        if facts(rules, read(folder))["name_checksum"].result != "pass":
            continue
        manifest = folder / "manifest.safe"
        manifest.write_bytes(manifest.read_bytes() + b"\n")
        assert facts(rules, read(folder))["name_checksum"].result == "not_possible"
        vouched += 1
    assert vouched == 11


@pytest.mark.parametrize("days", [-400, -30, -12, -1, 1, 2, 12, 30, 400])
def test_a_date_moved_by_days_is_found(shared: Path, rules: Ruleset, days: int) -> None:
    for path in sentinels(shared):
        given = read(path)
        moved = structs.replace(given, start=given.start + dt.timedelta(days=days))  # type: ignore[operator]
        found = facts(rules, moved)
        assert "fail" in {found["orbit_number"].result, found["lifetime"].result} or moved.start.year < 2017, path.name  # type: ignore[union-attr]


def test_a_satellite_renamed_to_its_sister_is_found(shared: Path, rules: Ruleset) -> None:
    sisters = {"sentinel-1a": "sentinel-1b", "sentinel-1b": "sentinel-1a"}
    for path in sentinels(shared):
        given = read(path)
        other = sisters[str(given.platform)]
        claims = tuple(_renamed(claim, other) for claim in given.claims)
        found = facts(rules, structs.replace(given, platform=other, claims=claims))
        failed = {check for check in ("orbit_number", "relative_orbit", "lifetime") if found[check].result == "fail"}
        assert failed, path.name


def _renamed(claim: Claim, platform: str) -> Claim:
    return structs.replace(claim, value=platform, stated=platform) if claim.field == "platform" else claim


def test_no_facility_of_a_genuine_product_is_taken_for_a_listed_party(
    shared: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    pack = tmp_path_factory.mktemp("real") / "pack"
    shutil.copytree(default_pack(), pack)
    source = shared / "data/lists/us_csl/2022-04"
    import_lists([source], pack, country_code=country_codes([pack]), retrieved=dt.date(2026, 11, 20))
    real = load_rules(pack)
    with (shared / "data/products/manifest.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    hits = {}
    for row in rows:
        texts = {text.strip() for text in row["facility"].replace("/", ";").split(";") if text.strip()}
        claims = [Claim(field="facility", value=text, stated=text, source="a", path="b") for text in sorted(texts)]
        whole = product(platform=row["platform_key"] or None, claims=tuple(claims))
        for maker in gather(order((ordered(whole),)), real, AS_OF, ()).makers:
            if maker.matches:
                hits[maker.party.name] = {match.entry.list for match in maker.matches}
    institute = "Aerospace Information Research Institute, Chinese Academy of Sciences"
    assert hits.keys() <= {institute}
