"""Orders and their products from disk: what is opened, and what never is."""

from __future__ import annotations

import hashlib
import json
import os
import sys
import types
from pathlib import Path
from typing import Any

import pytest

from sarcheck.errors import OrderError, ProductError
from sarcheck.intake import Products, load_order, sha256_of
from sarcheck.model import Order, OrderedProduct, Product

PARTIES = [{"id": "buyer", "roles": ["customer"], "name": "Buyer"}]


class Readers:
    """Readers that note what they are asked to open."""

    def __init__(self) -> None:
        self.opened: list[Path] = []

    def read(self, path: Path, *, href: str | None = None) -> Product:
        self.opened.append(path)
        if path.name.startswith("bad"):
            raise ProductError(href or "", "manifest.safe", "is torn; fetch it again")
        return Product(id=path.name, href=href or "", format="test", evidence="metadata")

    def read_item(self, item: dict[str, Any], href: str) -> Product:
        return Product(id=item["id"], href=href, format="stac", evidence="asserted")


@pytest.fixture
def readers(monkeypatch: pytest.MonkeyPatch) -> Readers:
    found = Readers()
    module = types.ModuleType("sarcheck.readers")
    module.__dict__.update(read=found.read, read_item=found.read_item)
    monkeypatch.setitem(sys.modules, "sarcheck.readers", module)
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder of an order, beside which lies a file that no order may open."""
    (tmp_path / "secret").write_text("secret")
    made = tmp_path / "orders"
    made.mkdir()
    return made


def tree(*products: Any) -> dict[str, Any]:
    rows = [{"id": f"p{i}", **(row if isinstance(row, dict) else {"href": row})} for i, row in enumerate(products)]
    return {"schema": "sarcheck.order/1", "id": "1", "kind": "archive", "parties": PARTIES, "products": rows}


def load(folder: Path, *products: Any, roots: tuple[Path, ...] = ()) -> Order:
    path = folder / "order.json"
    path.write_text(json.dumps(tree(*products)))
    return load_order(path, roots=roots)


def refused(ordered: OrderedProduct) -> tuple[str, str]:
    """Return pointer and code of the one problem of a product that was not read."""
    assert ordered.product is None
    (problem,) = ordered.problems
    assert problem.message.isprintable()
    return problem.pointer, problem.code


# --- the order itself -----------------------------------------------------------------------------


def test_an_order_is_taken_in_with_the_hash_of_its_exact_bytes(folder: Path) -> None:
    order = load(folder)
    path = folder / "order.json"
    assert order.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert order.source == str(path)
    assert order.document.id == "1"
    assert load_order(str(path)) == order
    again = load_order(path.read_bytes(), name="standard input")
    assert (again.sha256, again.source) == (order.sha256, "standard input")


def test_decoded_json_has_one_hash_whatever_the_order_of_its_keys() -> None:
    data = tree()
    shuffled = dict(reversed(data.items()))
    assert load_order(data).sha256 == load_order(shuffled).sha256
    text = json.dumps(data, sort_keys=True, separators=(",", ":"))
    assert load_order(types.MappingProxyType(data)).sha256 == hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize(
    ("value", "pointer", "text"),
    [
        (float("nan"), "/extensions/x", "NaN is not a number"),
        ("\ud800", "/extensions/x", "lone surrogate"),
        ({1: "a", "1": "b"}, "", "not JSON data"),
        ({1, 2}, "", "not JSON data"),
        (b"x", "", "not JSON data"),
    ],
)
def test_decoded_json_is_guarded_like_text(value: Any, pointer: str, text: str) -> None:
    with pytest.raises(OrderError) as error:
        load_order({**tree(), "extensions": {"x": value}}, name="mine")
    assert error.value.pointer == pointer
    assert text in str(error.value)


def test_decoded_json_without_end_is_refused() -> None:
    endless: dict[str, Any] = tree()
    endless["extensions"] = {"x": endless}
    with pytest.raises(OrderError, match="not JSON data"):
        load_order(endless)
    deep: Any = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(OrderError, match="nests too deep"):
        load_order({"x": deep})


def complaint(path: Path) -> str:
    """Return the one line with which a file is refused."""
    with pytest.raises(OrderError) as error:
        load_order(path)
    assert error.value.problems[0][0] == ""
    line = str(error.value)
    assert line.startswith(f"{path}: ")
    assert "\n" not in line
    return line.removeprefix(f"{path}: ")


def test_files_that_are_no_orders_are_refused_in_one_line(folder: Path) -> None:
    assert complaint(folder / "none.json") == "no such file"
    assert complaint(folder) == "is a folder; name the order.json in it"
    (folder / "empty.json").touch()
    assert complaint(folder / "empty.json") == "is empty"
    (folder / "cut.json").write_text('{"schema": "sarcheck.ord')
    assert "ends too early" in complaint(folder / "cut.json")
    assert "File name too long" in complaint(folder / ("n" * 300))
    (folder / "loop").symlink_to("loop")
    assert "cannot be read" in complaint(folder / "loop")
    assert "cannot be read" in complaint(Path("a\0b"))
    assert "cannot be read: Not a directory" in complaint(folder / "empty.json" / "order.json")


def test_a_hundred_megabytes_are_refused_unread(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder / "large.json"
    with path.open("wb") as stream:
        stream.truncate(100_000_000)
    monkeypatch.setattr("builtins.open", None)
    assert "larger than 16 MiB" in complaint(path)


def test_a_file_that_grows_while_it_is_opened_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder / "large.json"
    with path.open("wb") as stream:
        stream.truncate(20_000_000)
    monkeypatch.setattr("sarcheck.intake._unfit", lambda state: None)
    assert "larger than 16 MiB" in complaint(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_pipes_and_devices_are_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    assert complaint(folder / "pipe") == "is not a regular file; hand a stream over as -"
    assert complaint(Path("/dev/zero")) == "is not a regular file; hand a stream over as -"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_put_in_place_of_the_file_is_not_waited_for(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(folder / "pipe")
    monkeypatch.setattr("sarcheck.intake._unfit", lambda state: None)
    assert complaint(folder / "pipe") == "is empty"


def test_a_file_that_may_not_be_read_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "order.json").write_text("{}")

    def forbid(*_: Any, **__: Any) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("builtins.open", forbid)
    assert complaint(folder / "order.json") == "cannot be read: Permission denied"


# --- its products ---------------------------------------------------------------------------------


def test_products_are_read_beside_the_order_and_in_roots(folder: Path, tmp_path: Path, readers: Readers) -> None:
    (folder / "p1").mkdir()
    store = tmp_path / "store"
    (store / "p2").mkdir(parents=True)
    (store / "p3.zip").touch()
    order = load(folder, "p1", "p2", str(store / "p3.zip"), "../store/p2", {"item": {"id": "i"}}, roots=(store,))
    assert [ordered.problems for ordered in order.products] == [()] * 5
    assert readers.opened == [folder / "p1", store / "p2", store / "p3.zip", store / "p2"]
    assert [ordered.pointer for ordered in order.products] == [f"/products/{i}" for i in range(5)]
    first, *_, item = (ordered.product for ordered in order.products)
    assert first is not None
    assert item is not None
    assert (first.href, item.id, item.href) == ("p1", "i", "#/products/4/item")


def test_the_orders_folder_goes_before_the_roots(folder: Path, tmp_path: Path, readers: Readers) -> None:
    (folder / "p").touch()
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "p").touch()
    load(folder, "p", roots=(tmp_path / "store",))
    assert readers.opened == [folder / "p"]


@pytest.mark.parametrize(
    "href", ["../secret", "{tmp}/secret", "link", "linked/secret", "p1/../../secret", "../none", "/"]
)
def test_nothing_outside_is_opened_and_its_existence_not_told(folder: Path, readers: Readers, href: str) -> None:
    (folder / "link").symlink_to(folder.parent / "secret")
    (folder / "linked").symlink_to(folder.parent)
    (folder / "p1").mkdir()
    order = load(folder, href.format(tmp=folder.parent), "p1")
    assert refused(order.products[0]) == ("/products/0/href", "outside-roots")
    assert "--root" in order.products[0].problems[0].message
    assert order.products[1].product is not None
    assert readers.opened == [folder / "p1"]


def test_a_folder_that_only_begins_like_a_root_is_outside(folder: Path, tmp_path: Path, readers: Readers) -> None:
    (tmp_path / "orders-of-others").mkdir()
    assert refused(load(folder, "../orders-of-others").products[0])[1] == "outside-roots"


def test_links_inside_are_followed_to_the_real_place(folder: Path, readers: Readers) -> None:
    (folder / "p1").mkdir()
    (folder / "latest").symlink_to("p1")
    assert load(folder, "latest").products[0].product is not None
    assert readers.opened == [folder / "p1"]


@pytest.mark.parametrize("href", ["https://e.org/p", "s3://bucket/p", "HTTP://e.org", "file:/etc/passwd", "gs://b"])
def test_remote_products_are_never_opened(folder: Path, readers: Readers, href: str) -> None:
    assert refused(load(folder, href).products[0]) == ("/products/0/href", "remote")
    assert readers.opened == []


def test_what_is_not_there_or_cannot_be_opened_is_told(folder: Path, readers: Readers) -> None:
    (folder / "file").touch()
    (folder / "loop").symlink_to("loop")
    order = load(folder, "none", "file/p", "loop", "n" * 300)
    codes = [refused(ordered)[1] for ordered in order.products]
    assert codes == ["missing", "missing", "unreadable", "unreadable"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_pipes_and_devices_are_no_products(folder: Path, readers: Readers) -> None:
    os.mkfifo(folder / "p1")
    order = load(folder, "p1", "/dev/zero", roots=(Path("/dev"),))
    assert [refused(ordered)[1] for ordered in order.products] == ["special-file", "special-file"]
    assert readers.opened == []


def test_a_product_that_no_reader_can_read_is_a_problem_and_the_others_are_read(folder: Path, readers: Readers) -> None:
    (folder / "bad").mkdir()
    (folder / "good").mkdir()
    order = load(folder, "bad", "good")
    assert refused(order.products[0]) == ("/products/0", "unreadable")
    assert order.products[0].problems[0].message == "bad (manifest.safe): is torn; fetch it again"
    assert order.products[1].product is not None


def test_orders_that_share_products_have_each_read_once(folder: Path, tmp_path: Path, readers: Readers) -> None:
    for name in ("p", "bad"):
        (folder / name).mkdir()
    shared = Products()
    orders = [load_order(tree(href), roots=[folder], products=shared) for href in ("p", "p", "./p", "bad", "bad")]
    assert readers.opened == [folder / "p", folder / "p", folder / "bad", folder / "bad"]
    first, again, other = (order.products[0].product for order in orders[:3])
    assert first is again
    assert other is not None
    assert other.href == "./p"  # what an order calls a product is its own
    assert [refused(order.products[0])[1] for order in orders[3:]] == ["unreadable"] * 2
    load_order(tree("p"), roots=[folder])
    assert len(readers.opened) == 5


def test_few_products_are_kept(folder: Path, readers: Readers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sarcheck.intake.SHARED", 2)
    for name in "abc":
        (folder / name).mkdir()
    shared = Products()
    for name in "aabcca":
        load_order(tree(name), roots=[folder], products=shared)
    assert [path.name for path in readers.opened] == ["a", "b", "c", "a"]


def test_an_order_without_a_folder_opens_files_in_roots_only(
    folder: Path, readers: Readers, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "p1").mkdir()
    monkeypatch.chdir(folder)
    data = json.dumps(tree("p1", str(folder / "p1"))).encode()
    assert [refused(ordered)[1] for ordered in load_order(data).products] == ["outside-roots"] * 2
    assert [ordered.problems for ordered in load_order(data, roots=[folder]).products] == [(), ()]
    assert load_order(json.loads(data), roots=[Path()]).products[0].product is not None


# --- hashes ---------------------------------------------------------------------------------------


def test_a_stated_hash_is_compared_and_the_product_given_all_the_same(folder: Path, readers: Readers) -> None:
    (folder / "p.zip").write_bytes(b"pixels")
    right = hashlib.sha256(b"pixels").hexdigest()
    order = load(folder, {"href": "p.zip", "sha256": right.upper()}, {"href": "p.zip", "sha256": "0" * 64}, "p.zip")
    same, other, unstated = order.products
    assert (same.sha256, same.problems) == (right, ())
    assert (unstated.sha256, unstated.problems) == (None, ())
    assert other.product is not None
    assert other.sha256 == right
    assert [(problem.pointer, problem.code) for problem in other.problems] == [
        ("/products/1/sha256", "sha256-mismatch")
    ]


def test_the_hash_of_a_folder_is_that_of_its_sorted_lines(folder: Path, readers: Readers) -> None:
    names = ["a", "b.xml", "b/я", "b/z", "c/d/e", *map(str, range(20))]
    for name in reversed(names):
        path = folder / "p" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    lines = sorted(f"{name}\0{hashlib.sha256(name.encode()).hexdigest()}\n".encode() for name in names)
    expected = hashlib.sha256(b"".join(lines)).hexdigest()
    assert sha256_of(folder / "p") == expected
    assert load(folder, {"href": "p", "sha256": expected}).products[0].problems == ()
    (folder / "p" / "b" / "я").rename(folder / "p" / "b" / "y")
    assert sha256_of(folder / "p") != expected


def test_a_folder_with_links_or_too_many_files_is_not_hashed(
    folder: Path, readers: Readers, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "p").mkdir()
    (folder / "p" / "link").symlink_to(folder.parent / "secret")
    (ordered,) = load(folder, {"href": "p", "sha256": "0" * 64}).products
    assert ordered.product is not None
    assert [(problem.pointer, problem.code) for problem in ordered.problems] == [
        ("/products/0/sha256", "sha256-unchecked")
    ]
    assert "link is a link or a special file" in ordered.problems[0].message
    monkeypatch.setattr("sarcheck.intake.MAX_FILES", 0)
    with pytest.raises(OSError, match="holds more than 0 files"):
        sha256_of(folder / "p")


STAPI = {
    "datetime": "2026-12-01T00:00:00Z/..",
    "geometry": {"type": "Polygon", "coordinates": [[[20, 50], [21, 50], [21, 51], [20, 50]]]},
    "order_parameters": {},
}


def test_the_hash_of_an_order_with_parties_is_that_of_both_exact_bytes(tmp_path: Path) -> None:
    body, chain = tmp_path / "body.json", tmp_path / "chain.json"
    body.write_text(json.dumps(STAPI, indent=1))
    chain.write_text(json.dumps({"parties": PARTIES}, indent=2))
    digests = (hashlib.sha256(path.read_bytes()).hexdigest() for path in (body, chain))
    lines = "".join(f"{name}\0{digest}\n" for name, digest in zip(("order", "parties"), digests, strict=True))
    order = load_order(body, parties=chain)
    assert order.sha256 == hashlib.sha256(lines.encode()).hexdigest()
    assert order.sha256 == load_order(body.read_bytes(), parties=chain.read_bytes()).sha256
    assert order.sha256 != load_order(body, parties={"parties": PARTIES}).sha256
    assert load_order(body).sha256 == hashlib.sha256(body.read_bytes()).hexdigest()


def test_products_of_a_parties_file_lie_beside_it_and_an_orders_own_do_not(
    tmp_path: Path, folder: Path, readers: Readers
) -> None:
    (tmp_path / "chains" / "scene").mkdir(parents=True)
    chain = tmp_path / "chains" / "chain.json"
    chain.write_text(json.dumps({"parties": PARTIES, "kind": "archive", "products": [{"id": "p", "href": "scene"}]}))
    (folder / "body.json").write_text(json.dumps(STAPI))
    assert load_order(folder / "body.json", parties=chain).products[0].product
    chain.write_text(json.dumps({"delivery": {"country": "DE"}}))
    (folder / "own.json").write_text(json.dumps(tree("scene")))
    (problem,) = load_order(folder / "own.json", parties=chain).products[0].problems
    assert problem.code == "missing"
    assert len(readers.opened) == 1


def test_an_error_in_either_file_names_it(tmp_path: Path) -> None:
    with pytest.raises(OrderError, match=r"none\.json: no such file"):
        load_order(STAPI, parties=tmp_path / "none.json")
    with pytest.raises(OrderError) as error:
        load_order(STAPI | {"datetime": 1}, parties={"parties": 1})
    assert str(error.value) == "order: /datetime: must be text in quotes\nparties: /parties: must be a list: [ ... ]"
