"""XML that attacks its reader."""

from __future__ import annotations

import contextlib
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sarcheck.errors import ProductError
from sarcheck.readers import _xml, read
from sarcheck.readers._files import Files

LAUGHS = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 12))
BOMB = f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>'


def files(data):
    return Files("p1", "x", ("x.xml",), lambda _, size: data[:size])


@pytest.mark.parametrize(
    "document",
    [
        f"<x>{BOMB}</x>",
        f'<?xml version="1.0"?>{BOMB}<x>&l11;</x>',
        '<!DOCTYPE x SYSTEM "http://example.com/x.dtd"><x/>',
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
        '<!DOCTYPE x [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]><x/>',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_document_types_and_entities_are_refused(document, encoding):
    with pytest.raises(ProductError):
        _xml.parse(files(document.encode(encoding)), "x.xml")


def test_entities_in_a_manifest_are_named_with_their_file(safe):
    folder = safe()
    text = (folder / "manifest.safe").read_text(encoding="utf-8")
    (folder / "manifest.safe").write_text(text.replace("<xfdu:XFDU", BOMB + "<xfdu:XFDU", 1), encoding="utf-8")
    with pytest.raises(ProductError, match="document type") as caught:
        read(folder)
    assert caught.value.pointer == "manifest.safe"


@pytest.mark.parametrize("depth", [_xml.MAX_DEPTH + 1, 5_000, 200_000])
def test_deep_nesting_is_refused(depth):
    with pytest.raises(ProductError):
        _xml.parse(files(b"<a>" * depth + b"</a>" * depth), "x.xml")


def test_a_file_of_nothing_but_tags_is_refused():
    with pytest.raises(ProductError, match="too many"):
        _xml.parse(files(b"<r>" + b"<a/>" * _xml.MAX_TAGS + b"</r>"), "x.xml")


def test_the_greatest_depth_allowed_is_read():
    depth = _xml.MAX_DEPTH
    assert _xml.parse(files(b"<a>" * depth + b"</a>" * depth), "x.xml").root.tag == "a"


@pytest.mark.parametrize("data", [b"", b"<a>", b"\x00\x01", b"<a></b>", b"<a b='1' b='2'/>", b"\xff\xfe<"])
def test_what_is_no_xml_is_told(data):
    with pytest.raises(ProductError, match="not well-formed"):
        _xml.parse(files(data), "x.xml")


@settings(max_examples=50)
@given(st.binary(max_size=200))
def test_no_bytes_make_another_error(data):
    with contextlib.suppress(ProductError):
        _xml.parse(files(data), "x.xml")
    _xml.head(files(data), "x.xml", "adsHeader")


def test_a_place_names_each_step_and_numbers_those_that_repeat():
    root = _xml.parse(files(b"<r xmlns:n='u'><n:a/><n:a><b/></n:a><c><b/></c></r>"), "x.xml").root
    assert [_xml.place(node) for node in _xml.each(root, "//b")] == ["a[2]/b", "c/b"]


def test_an_element_of_any_namespace_is_found():
    root = _xml.parse(files(b"<r xmlns='one' xmlns:n='two'><n:a><b>text</b></n:a></r>"), "x.xml").root
    assert _xml.first(root, "a/b") == "text"
    assert _xml.first(root, "//b") == "text"
    assert _xml.first(root, "b") == ""


@pytest.mark.parametrize(
    ("data", "root"),
    [
        (b"<a>", ("a", "")),
        (b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- <b> --><?pi x?><n:a xmlns:n="u" xmlns="v">', ("a", "u")),
        (b'<a xmlns:n="u" xmlns="v">', ("a", "v")),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>', ("a", "")),
        (b"not XML", None),
        (b"", None),
    ],
)
def test_the_root_is_told_by_the_first_bytes(data, root):
    assert _xml.root(files(data), "x.xml") == root


@pytest.mark.parametrize(
    "data", [b"<!>" * 6000, b"<?" * 9000, b"<!--" * 5000, b"<!A[" * 5000, b"<a" + b" " * 17000, b"<Satellite>" * 1500]
)
def test_no_head_is_searched_for_long(data):
    started = time.process_time()
    _xml.root(files(data), "x.xml")
    _xml.early(files(data), "x.xml", "Satellite")
    _xml.head(files(data), "x.xml", "Satellite")
    assert time.process_time() - started < 1
