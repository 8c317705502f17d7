"""``sarcheck verify``: every sample judged again is identical, and one changed byte is named."""

from __future__ import annotations

import importlib
import json
import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from click.testing import Result
from msgspec import structs

from sarcheck import exitcodes
from sarcheck.importing import import_lists
from sarcheck.model import Status
from sarcheck.ruleset import default_pack

Run = Callable[..., Result]
SAMPLES = Path(__file__).parents[2] / "samples"
NAMES = sorted(path.parent.name for path in SAMPLES.glob("*/sample.toml"))


class Signed(NamedTuple):
    """A sample of one's own with its signed verdict, and what checks it."""

    folder: Path
    attestation: Path
    rules: Path
    key: Path

    @property
    def order(self) -> Path:
        return self.folder / "order.json"

    def again(self, *more: str | Path) -> list[str | Path]:
        return ["verify", self.attestation, "--key", self.key, "--replay", *more, "-r", self.rules]


@pytest.fixture
def key(run: Run, tmp_path: Path) -> Path:
    assert run("key", "new", tmp_path / "anna.key").exit_code == 0
    return tmp_path / "anna.key"


@pytest.fixture
def signed(run: Run, key: Path, tmp_path: Path) -> Callable[..., Signed]:
    """Return a function that screens a copy of a sample and signs its verdict."""

    def sign(name: str, *options: str | Path) -> Signed:
        folder = tmp_path / name
        shutil.copytree(SAMPLES / name, folder)
        day = str(tomllib.loads((folder / "sample.toml").read_text("utf-8"))["as_of"])
        rules = folder / "rules" if (folder / "rules").is_dir() else default_pack()
        result = run(folder / "order.json", "-r", rules, "--as-of", day, "--sign", key, *options)
        assert result.exit_code >= exitcodes.REVIEW or result.exit_code == 0, result.stderr
        return Signed(folder, folder / "order.attestation.json", rules, Path(f"{key}.pub"))

    return sign


@pytest.mark.parametrize("name", NAMES)
def test_every_sample_judged_again_is_identical(run: Run, signed: Callable[..., Signed], name: str) -> None:
    one = signed(name)
    result = run(*one.again("--order", one.order))
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[1:] == ["REPLAY identical"]


def test_a_sample_is_judged_again_from_the_journal_alone(
    run: Run, signed: Callable[..., Signed], tmp_path: Path
) -> None:
    book = tmp_path / "book.db"
    one = signed("germany-flood", "--journal", book)
    part = run("journal", "show", book, "1", "--part", "attestation")
    one.attestation.write_bytes(part.stdout_bytes)
    shutil.rmtree(one.folder / "products")
    one.order.unlink()
    result = run(*one.again("--journal", book))
    assert (result.exit_code, "REPLAY identical" in result.stdout) == (0, True), result.output
    other = signed("ukraine-relief")
    assert "holds no such verdict" in run(*other.again("--journal", book)).stdout
    data = bytearray(book.read_bytes())
    data[-10] ^= 1
    book.write_bytes(data)
    broken = run(*one.again("--journal", book))
    assert (broken.exit_code, "record 1 was changed" in broken.stdout) == (exitcodes.NOT_PROVEN, True)


def change(path: Path, old: bytes, new: bytes) -> None:
    data = path.read_bytes()
    assert data.count(old) >= 1
    path.write_bytes(data.replace(old, new, 1))


def test_a_changed_byte_of_the_order_is_named(run: Run, signed: Callable[..., Signed]) -> None:
    one = signed("germany-flood")
    change(one.order, b'",\n', b'", \n')
    result = run(*one.again("--order", one.order))
    assert result.exit_code == exitcodes.NOT_PROVEN
    assert "NOT PROVEN  order ORD-" in result.stdout
    assert "is not what was judged: sha256" in result.stdout
    bare = run("verify", one.attestation, "--key", one.key, "--order", one.order)
    assert (bare.exit_code, "is not what was judged" in bare.stdout) == (exitcodes.NOT_PROVEN, True)


def test_a_changed_byte_of_a_product_is_named(run: Run, signed: Callable[..., Signed]) -> None:
    one = signed("germany-flood")
    next(one.folder.glob("products/*/preview/map-overlay.kml")).write_bytes(b"another")
    result = run(*one.again("--order", one.order))
    assert result.exit_code == exitcodes.NOT_PROVEN
    assert "NOT PROVEN  product p1: is not what was judged" in result.stdout
    shutil.rmtree(one.folder / "products")
    gone = run(*one.again("--order", one.order))
    assert (gone.exit_code, "product p1: is not what was judged" in gone.stdout) == (exitcodes.NOT_PROVEN, True)


def test_a_product_whose_hash_the_order_does_not_state_is_hashed(run: Run, signed: Callable[..., Signed]) -> None:
    folder = signed("germany-flood").folder
    document = json.loads((folder / "order.json").read_bytes())
    document["products"][0].pop("sha256")
    (folder / "order.json").write_text(json.dumps(document), encoding="utf-8")
    key = folder.parent / "anna.key"
    run(folder / "order.json", "-r", folder / "rules", "--as-of", "2026-11-22", "--sign", key)
    one = Signed(folder, folder / "order.attestation.json", folder / "rules", Path(f"{key}.pub"))
    assert run(*one.again("--order", one.order)).exit_code == 0
    next(folder.glob("products/*/preview/map-overlay.kml")).write_bytes(b"another")
    assert "product p1: is not what was judged" in run(*one.again("--order", one.order)).stdout


def test_changed_rules_are_named(run: Run, signed: Callable[..., Signed]) -> None:
    one = signed("germany-flood")
    change(one.rules / "operator.toml", b"Sample", b"sample")
    result = run(*one.again("--order", one.order))
    assert result.exit_code == exitcodes.NOT_PROVEN
    assert "NOT PROVEN  rules: the rules folder is not as it was when it judged" in result.stdout


def test_a_changed_byte_of_a_list_is_named(run: Run, signed: Callable[..., Signed], tmp_path: Path) -> None:
    one = signed("germany-flood")
    listed = one.rules / "lists" / "un-sc" / "un-sc.toml"
    before = listed.read_bytes()
    change(listed, b"a", b"b")
    broken = run(*one.again("--order", one.order))
    assert (broken.exit_code, "un-sc.toml: is not the file that was imported" in broken.stderr) == (4, True)
    listed.write_bytes(before)
    other = tmp_path / "import" / "un-sc.toml"
    other.parent.mkdir()
    other.write_bytes(before + b"\n")
    days = tomllib.loads((listed.parent / "source.toml").read_text("utf-8"))
    shutil.rmtree(listed.parent)
    import_lists(
        [other.parent],
        one.rules,
        country_code=lambda code: code,
        published=days["published"],
        retrieved=days["retrieved"],
    )
    named = run(*one.again("--order", one.order))
    assert named.exit_code == exitcodes.NOT_PROVEN
    assert "NOT PROVEN  list un-sc: is not the one that judged" in named.stdout


def test_a_changed_byte_of_the_envelope_is_named(run: Run, signed: Callable[..., Signed]) -> None:
    one = signed("germany-flood")
    data = one.attestation.read_bytes()
    for place in (0, 20, len(data) // 2, len(data) - 2):
        one.attestation.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
        result = run("verify", one.attestation, "--key", one.key)
        assert result.exit_code == exitcodes.NOT_PROVEN
        assert result.stdout == ""
        assert result.stderr.startswith(f"sarcheck: {one.attestation}: ")


def test_other_versions_are_told_as_such_and_are_no_tampering(
    run: Run, signed: Callable[..., Signed], monkeypatch: pytest.MonkeyPatch
) -> None:
    one = signed("germany-flood")
    tool = importlib.import_module("sarcheck.tool")
    real = tool.stamp

    def newer(boundaries: str) -> Any:
        stamp = real(boundaries)
        return structs.replace(stamp, libraries=stamp.libraries | {"numpy": "99.0"})

    monkeypatch.setattr(tool, "stamp", newer)
    result = run(*one.again("--order", one.order))
    assert result.exit_code == 0
    assert "REPLAY identical" in result.stdout
    assert "another version, which is no tampering: numpy " in result.stdout
    screening = importlib.import_module("sarcheck.screen")
    other = Status(status_code="accepted", reason_code="no-finding", reason_text="Other.")
    monkeypatch.setattr(screening, "_status", lambda *_: other)
    differing = run(*one.again("--order", one.order))
    assert differing.exit_code == exitcodes.INCOMPLETE
    assert "REPLAY other versions" in differing.stdout
    assert "came out otherwise: status of the verdict" in differing.stdout
    monkeypatch.setattr(tool, "stamp", real)
    tampered = run(*one.again("--order", one.order))
    assert (tampered.exit_code, "REPLAY not identical" in tampered.stdout) == (exitcodes.NOT_PROVEN, True)


def test_verify_in_json_and_its_usage(run: Run, signed: Callable[..., Signed], tmp_path: Path) -> None:
    one = signed("germany-flood")
    told = json.loads(run(*one.again("--order", one.order), "-f", "json").stdout)
    assert (told["replay"], told["faults"], told["outcome"]) == ("identical", [], "clear")
    assert run("verify", one.attestation, "--key", one.key, "--replay").exit_code == exitcodes.USAGE
    assert run("verify", one.attestation).exit_code == exitcodes.USAGE
    assert run("verify", tmp_path / "none.json", "--key", one.key).exit_code == exitcodes.NOT_PROVEN
    assert run("verify", one.attestation, "--key", tmp_path / "none.pub").exit_code == exitcodes.NOT_PROVEN
    assert run("verify", one.attestation, "--key", str(one.key).removesuffix(".pub")).exit_code == exitcodes.NOT_PROVEN


def test_keys_are_made_once_and_kept_from_others(run: Run, key: Path, signed: Callable[..., Signed]) -> None:
    assert key.stat().st_mode & 0o077 == 0
    private = key.read_bytes()
    assert run("key", "new", key).exit_code == exitcodes.USAGE
    Path(f"{key}.pub").unlink()
    assert run("key", "new", key).exit_code == exitcodes.NOT_PROVEN
    assert key.read_bytes() == private
    key.chmod(0o644)
    order = SAMPLES / "germany-flood" / "order.json"
    refused = run(order, "--sign", key, "--journal", key.with_name("j.db"))
    assert (refused.exit_code, "others may read" in refused.stderr) == (exitcodes.NOT_PROVEN, True)
    assert not key.with_name("j.db").exists()
