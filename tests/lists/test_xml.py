"""XML of unknown origin: streamed, bounded, and refused for what no publisher sends."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Collection
from pathlib import Path
from typing import Any

import pytest

from sarcheck.errors import RulesError
from sarcheck.lists import _xml

ROW = b"<b>" + b"t" * 200 + b"</b>"
LAUGHS = '<!DOCTYPE a [<!ENTITY l0 "lol">' + "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))


def found(tmp_path: Path, data: bytes, paths: Collection[str] = ("a/b",)) -> list[Any]:
    """Return what a reader keeps of each element: its tag, its attributes, its text, and its children's."""
    (tmp_path / "a.xml").write_bytes(data)
    return [
        (node.tag, dict(node.attrib), _xml.text(node), [(child.tag, _xml.text(child)) for child in node])
        for node in _xml.elements(tmp_path / "a.xml", paths)
    ]


def texts(tmp_path: Path, data: bytes, paths: Collection[str] = ("a/b",)) -> list[str]:
    return [one[2] for one in found(tmp_path, data, paths)]


def test_elements_come_whole_and_without_namespaces(tmp_path: Path) -> None:
    data = b'<a xmlns="u" xmlns:n="v">\n <n:b n:k="1" k="2"> x\xc2\xa0\n y <n:c>z</n:c>tail</n:b>tail<d><b/></d></a>'
    assert found(tmp_path, data) == [("b", {"{v}k": "1", "k": "2"}, "x y", [("c", "z")])]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"<a><b>x<!-- c -->y<?pi z?>w</b></a>", ["xyw"]),
        (b"<a><b><![CDATA[<x> & ]]>y &amp; &#65;</b></a>", ["<x> & y & A"]),
        (b"<a><b>1<b>2</b></b><c><b>3</b></c><b>4</b></a>", ["1", "4"]),
        (b"<a><!-- <!DOCTYPE x> --><b>1</b>tail<b>2</b></a>", ["1", "2"]),
        (b"<a/>", []),
        ('<?xml version="1.0" encoding="utf-16"?><a><b>\u00e9</b></a>'.encode("utf-16"), ["\u00e9"]),
        ("\ufeff<a><b>\u00e9</b></a>".encode(), ["\u00e9"]),
        (b'<?xml version="1.0" encoding="iso-8859-1"?><a><b>\xe9</b></a>', ["\u00e9"]),
        (b"<a>" + ROW * 2000 + b"</a>", ["t" * 200] * 2000),
    ],
)
def test_text_is_read_as_it_stands(tmp_path: Path, data: bytes, expected: list[str]) -> None:
    assert texts(tmp_path, data) == expected


def test_several_paths_in_the_files_order(tmp_path: Path) -> None:
    data = b"<a><n>0</n><p><b>1</b><c>x</c></p><p><b>2</b></p></a>"
    assert texts(tmp_path, data, {"a/p/b", "a/n"}) == ["0", "1", "2"]
    assert found(tmp_path, data, ["a/p", "a/p/b"])[0] == ("p", {}, "", [("b", "1"), ("c", "x")])


@pytest.mark.parametrize(
    "data",
    [
        b"<!DOCTYPE a><a><b/></a>",
        b'<!DOCTYPE a [<!ENTITY l "x">]><a><b>&l;</b></a>',
        b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a><b/></a>',
        b'<!DOCTYPE a [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p;]><a><b/></a>',
        '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a><a><b/></a>'.encode("utf-16"),
    ],
)
def test_a_document_type_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(RulesError, match="declares a document type"):
        found(tmp_path, data)


@pytest.mark.parametrize("rest", ["<a><b>&l9;</b></a>", '<a x="&l9;"><b/></a>', '<a><b x="&l9;"/></a>'])
def test_entities_do_not_multiply(tmp_path: Path, rest: str) -> None:
    with pytest.raises(RulesError, match=r"not well-formed|document type"):
        found(tmp_path, f"{LAUGHS}]>{rest}".encode())


def test_a_file_of_another_does_not_come_in(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    data = f'<!DOCTYPE a [<!ENTITY x SYSTEM "file://{tmp_path}/secret">]><a><b>&x;</b></a>'
    with pytest.raises(RulesError) as caught:
        found(tmp_path, data.encode())
    assert "secret" not in caught.value.message


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "not well-formed"),
        (b"plain", "line 1.*not well-formed"),
        (b"<a>\n<b>", "line 2.*not well-formed.*download it again"),
        (b"<a>" + ROW * 2000, "not well-formed"),
        (b"<a>" + ROW * 2000 + b"<b>&nope;</b></a>", "Entity 'nope' not defined"),
        (b"<a>" + ROW * 2000 + b"<b>&nope;</b>" + ROW * 2000 + b"</a>", "Entity 'nope' not defined"),
        (b"<a><b x='1' x='2'/></a>", "not well-formed"),
        (b"<a><b>\xff</b></a>", "not well-formed"),
        (b"<a><x:b>1</x:b></a>", "prefix x on b is not defined"),
        (b"<a><b>\0</b></a>", "not well-formed"),
        (b"<a><b>1</b></a><a><b>2</b></a>", "not well-formed"),
        (b"<?xml version='1.0' encoding='nonsense'?><a/>", "not well-formed"),
        (b"<a>" + b"<c>" * 41, "a/c/c.*nested more than 40 deep"),
        (b"<a>" + b"<c>" * 5000, "not well-formed|nested more"),
        (b"<a><b x='" + b"y" * 11_000_000 + b"'/></a>", "not well-formed"),
        (b"<a><b>" + b"y" * 11_000_000 + b"</b></a>", "not well-formed"),
        (b"<!--" + b" -->\n<!--" * 200_000 + b"--><a/>", "has no element in its first"),
    ],
    ids=map(str, range(17)),
)
def test_what_is_no_list_is_refused_with_a_reason(tmp_path: Path, data: bytes, message: str) -> None:
    with pytest.raises(RulesError, match=message):
        found(tmp_path, data)


def test_one_party_of_any_size_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_xml, "MAX_NODES", 10)
    assert len(texts(tmp_path, b"<a>" + b"<b><c/></b>" * 30 + b"</a>")) == 30
    with pytest.raises(RulesError, match=r"a/b.*holds more than 10 elements"):
        found(tmp_path, b"<a><b>" + b"<c/>" * 11 + b"</b></a>")


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"<a b='1'><c", _xml.Root("a", "", {"b": "1"})),
        (b"<n:a xmlns:n='u' n:k='1'>", _xml.Root("a", "u", {"k": "1"})),
        (b"<x:a k='1'>", _xml.Root("a", "", {"k": "1"})),
        (b"<?xml version='1.0'?><!-- c -->\n<a><b>&nope;</b></c>", _xml.Root("a", "", {})),
        ("\ufeff<a xmlns='u'>".encode(), _xml.Root("a", "u", {})),
        ('<?xml version="1.0" encoding="utf-16"?><a>'.encode("utf-16"), _xml.Root("a", "", {})),
        (b"<a " + b"k='1'" * 1, None),
        (b"", None),
        (b"id,name", None),
        (b"PK\x03\x04", None),
        (b"{}", None),
    ],
)
def test_the_root_tells_the_format(head: bytes, expected: _xml.Root | None) -> None:
    assert _xml.root(head) == expected


def test_small_helpers(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_bytes(b"<a><b><c> 1 </c><c/><c>2<d>3</d></c></b></a>")
    for node in _xml.elements(tmp_path / "a.xml", {"a/b"}):
        assert (_xml.text(node, "c"), _xml.text(node, "x"), _xml.text(node, "c/d")) == ("1", "", "3")
        assert _xml.texts(node, "c") == ("1", "2")
        assert len(list(_xml.each(node, "c"))) == 3


PEAK = """
import sys
from pathlib import Path
from sarcheck.lists import _xml
count = sum(1 for _ in _xml.elements(Path(sys.argv[1]), {"list/party"}))
status = Path("/proc/self/status").read_text()
print(count, next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) // 1024)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system does not tell a process's peak")
def test_memory_is_bounded(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    party = (
        b"<party><name>"
        + b"Heron " * 40
        + b"</name><address><city>Harbour</city></address></party>\n<other><x>1</x></other>"
    )
    path.write_bytes(b"<list>" + party * (30_000_000 // len(party)) + b"</list>")
    done = subprocess.run(
        [sys.executable, "-c", PEAK, str(path)], capture_output=True, text=True, check=True, env=dict(os.environ)
    )
    count, peak = map(int, done.stdout.split())
    assert count == 30_000_000 // len(party)
    assert peak < 80
