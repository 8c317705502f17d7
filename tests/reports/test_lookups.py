"""The texts of the lookups: a product, places, candidates, lists."""

from __future__ import annotations

import datetime as dt
import json
import re

import msgspec
import pytest

from sarcheck.model import (
    Candidate,
    Claim,
    Entry,
    Feature,
    Footprint,
    Identifier,
    Name,
    Outline,
    Overlap,
    PackStamp,
    Problem,
    Product,
    Query,
    Score,
    Source,
    SourceStatus,
    StateVector,
)
from sarcheck.packs import Feed
from sarcheck.reports import candidates, places, product, sources
from sarcheck.reports.json import document

EVIL = "\x1b[2J\u202e"
DAY = dt.date(2026, 11, 22)
NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


def a_product(**changes: object) -> Product:
    fields: dict[str, object] = {
        "id": "SCENE",
        "href": "p1",
        "format": "some-format",
        "evidence": "metadata",
        "verification": "layout only",
        "platform": "sat-1",
        "start": NOON,
        "outlines": (Outline(points=((0, 0), (1, 0), (1, 1)), kind="ring", source="m.xml", path="a/b"),),
        "state_vectors": (StateVector(NOON, (1, 2, 3), (4, 5, 6)),),
        "claims": (
            Claim(field="platform", value="sat-1", stated="SAT 1", source="m.xml", path="a/p"),
            Claim(field="complex", value=True, stated="yes", source="m.xml", path="a/c", derived="the type"),
        ),
        "problems": (Problem(pointer="a/d", message="no date"),),
    }
    return Product(**fields | changes)  # type: ignore[arg-type]


def test_a_row_of_like_outlines_is_told_together() -> None:
    def outline(path: str, points: int = 4) -> Outline:
        return Outline(kind="ring", points=((0.0, 0.0),) * points, source="m.safe", path=path)

    frames = tuple(outline(f"set[1]/frame[{n}]/footPrint") for n in range(1, 61))
    shown = msgspec.structs.replace(a_product(), outlines=(*frames, outline("whole", 8)))
    text = " ".join(product.render([(shown, None, "1 2 3 4")], width=120).decode().split())
    assert "60 rings of 4 points, m.safe: set[1]/frame[1..60]/footPrint; ring of 8 points, m.safe: whole" in text


def test_a_product_is_told_claim_by_claim() -> None:
    text = product.render([(a_product(), None, "1 2 3 4")]).decode()
    for words in (
        "SCENE\n",
        "some-format (layout only: never checked on a real product)",
        "metadata: read from the product's own files",
        "sat-1 (not in the table of platforms)",
        "2026-11-22T12:00:00Z",
        "1 2 3 4",
        "ring of 3 points, m.xml: a/b",
        "1 state vector,",
        'platform  sat-1\n            stated "SAT 1"\n            from m.xml: a/p\n',
        "complex   yes\n            derived: the type\n            from m.xml: a/c\n",
        "- a/d: no date",
    ):
        assert words in text, words


def test_what_a_product_does_not_state_is_said() -> None:
    bare = Product(id="X", href="x", format="f", evidence="asserted")
    text = product.render([(bare, "sat-1", "")]).decode()
    assert text.count("not stated") == 4
    assert "CLAIMS: 0" in text
    assert "PROBLEMS" not in text


def test_a_product_cannot_steer_the_terminal() -> None:
    hostile = a_product(
        id=EVIL, claims=(Claim(field=EVIL, value=[EVIL], stated=EVIL, source=EVIL, path=EVIL, derived=EVIL),)
    )
    text = product.render([(hostile, EVIL, EVIL)]).decode()
    assert not {"\x1b", "\u202e"} & set(text)


def an_overlap(relation: str, **changes: object) -> Overlap:
    fields = {"region": "R-1", "name": "Region", "kind": "area", "relation": relation}
    return Overlap(**fields | {"overlap_km2": 0.0, "overlap_share": 0.0, "distance_km": 0.0} | changes)  # type: ignore[arg-type]


PLACE = places.Place(
    input="x.json",
    footprint=Footprint(rings=(((0, 0), (1, 0), (1, 1)),), area_km2=12.34567),
    overlaps=(
        an_overlap("inside", overlap_km2=3.0, overlap_share=0.25),
        an_overlap("outside", region="R-2", distance_km=1234.5),
    ),
    problems=(Problem(pointer="", message="axes may be exchanged", code="swap_suspect"),),
)


def test_places_in_json_are_the_contract() -> None:
    answer = json.loads(document(places.as_dict(PLACE)))
    assert list(answer) == ["footprint_km2", "regions", "problems"]
    assert answer["footprint_km2"] == 12.346
    assert list(answer["regions"][0])[:5] == ["id", "relation", "overlap_km2", "overlap_share", "distance_km"]
    assert answer["problems"][0]["code"] == "swap_suspect"
    undetermined = places.as_dict(places.Place(input="x"))
    assert undetermined["footprint_km2"] is None


def test_places_in_words() -> None:
    text = places.render([PLACE, places.Place(input="y"), places.Place(input="z", footprint=PLACE.footprint)]).decode()
    assert text == (
        "x.json: 12.3 km2\n"
        "  ! axes may be exchanged\n"
        "  inside   R-1  Region (area): 3.0 km2, 25.0% of the footprint\n"
        "  outside  R-2  Region (area): 1,234.5 km away\n"
        "\n"
        "y: undetermined\n"
        "\n"
        "z: 12.3 km2\n"
        "  touches none of the regions\n"
    )


QUERY = Query(names=("Acme",), kind="company", identifiers=(Identifier(scheme="inn", value="77"),))


def a_candidate(score: float, **changes: object) -> Candidate:
    entry = Entry(
        list="list-a",
        id="7",
        type="company",
        names=(Name(text="ACME LLC"), *(Name(text=f"ALIAS {i}", kind="alias") for i in range(9))),
        countries=("XX",),
        programs=("PROG",),
        listed=dt.date(2020, 1, 2),
    )
    fields: dict[str, object] = {
        "entry": entry,
        "by": "name",
        "query": "Acme",
        "matched": "ACME LLC",
        "strength": "strong",
        "score": Score(
            value=score,
            features=(Feature(name="token_overlap", value=0.5, weight=2.0, detail="acme"),),
            aligned=(("acme", "acme", 1.0),),
        ),
        "against": ("country",),
    }
    return Candidate(**fields | changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("score", "by", "reached"),
    [
        (0.95, "name", "deny"),
        (0.9, "name", "deny"),
        (0.8, "name", "review"),
        (0.5, "name", None),
        (0.1, "identifier", "deny"),
    ],
)
def test_a_score_reaches_the_packs_thresholds(score: float, by: str, reached: str | None) -> None:
    assert candidates.reaches(a_candidate(score, by=by), (0.9, 0.7, 0.7)) == reached


def test_candidates_are_explained() -> None:
    held = SourceStatus(id="list-a", published=None, retrieved=DAY, sha256=None, entries=5, age_days=0, state="current")
    lacking = SourceStatus(
        id="list-b", published=None, retrieved=None, sha256=None, entries=0, age_days=None, state="missing"
    )
    text = candidates.render(QUERY, [a_candidate(0.95)], (0.9, 0.7, 0.7), [held, lacking]).decode()
    assert text.startswith("Acme: 1 candidate\nA score of 0.70 is for review, 0.90 may deny.\n")
    for words in (
        " 1. 0.950  ACME LLC\n",
        "list      list-a, entry 7",
        "a strong name; reaches deny",
        "ALIAS 0; ALIAS 1; ALIAS 2; ALIAS 3; ALIAS 4; ALIAS 5; and 3 more",
        "company, XX, listed 2020-01-02",
        "differs   country",
        "acme  acme  1.00",
        "token overlap  0.50  x 2.00  acme",
        "Searched: the rules pack's own parties; list-a (5, current)",
        "Not searched, because not imported: list-b",
    ):
        assert words in text, words


def test_an_entry_that_left_its_list_reaches_its_grade_until_then() -> None:
    one = a_candidate(0.95)
    gone = msgspec.structs.replace(one, entry=msgspec.structs.replace(one.entry, delisted=dt.date(2026, 11, 10)))
    for candidate, told in ((one, "reaches deny\n"), (gone, "reaches deny, but only on days before 2026-11-10")):
        assert told in candidates.render(QUERY, [candidate], (0.9, 0.7, 0.7), []).decode()


def test_no_candidate_is_said_with_what_was_searched() -> None:
    text = candidates.render(QUERY, [], (0.9, 0.7, 0.7), []).decode()
    assert "Acme: no candidate" in text
    assert "; no publisher list" in text


def test_candidates_as_json() -> None:
    answer = json.loads(document(candidates.as_dict(QUERY, [a_candidate(0.8)], (0.9, 0.7, 0.7))))
    assert answer["query"]["identifiers"] == {"inn": "77"}
    found = answer["candidates"][0]
    assert (found["list"], found["entry"], found["score"], found["reaches"]) == ("list-a", "7", 0.8, "review")
    assert found["features"][0]["name"] == "token_overlap"
    assert found["listed"] == "2020-01-02"


def test_the_state_of_lists_tells_a_first_time_user_what_to_do() -> None:
    state = SourceStatus(
        id="list-b", published=None, retrieved=None, sha256=None, entries=0, age_days=None, state="missing"
    )
    known = Source(id="list-b", title="The B list", url="https://example.org/b")
    stamp = PackStamp(pack="pack", version="1", sha256="c" * 64)
    text = sources.status([state], [known], stamp, as_of=DAY, folder="/home/u/rules").decode()
    assert re.search(r"list-b +missing +not imported", text)
    assert "1 of 1 lists cannot be relied on" in text
    assert "sarcheck rules import FILE|FOLDER --retrieved YYYY-MM-DD" in text
    assert "https://example.org/b" in text
    assert "/home/u/rules" in text


def test_the_commands_that_are_told_are_for_the_folder_that_was_asked_about() -> None:
    state = SourceStatus(
        id="list-b", published=None, retrieved=None, sha256=None, entries=0, age_days=None, state="missing"
    )
    stamp = PackStamp(pack="pack", version="1", sha256="c" * 64)
    known = Source(id="list-b", title="The B list")
    feed = Feed(id="list-b", files=())
    for feeds, command in (
        ((), "import FILE|FOLDER --retrieved YYYY-MM-DD -r mine"),
        ((feed,), "update list-b -r mine"),
    ):
        text = sources.status(
            [state], [known], stamp, as_of=DAY, folder="mine", feeds=feeds, needed={"list-b"}, law="DE", flag=" -r mine"
        ).decode()
        assert f"  sarcheck rules {command}\n" in text
        assert text.startswith(f"LISTS as of {DAY}: 1 missing\n")
        assert "rules init" not in text


def test_who_has_not_said_which_law_binds_is_told_how() -> None:
    stamp = PackStamp(pack="pack", version="1", sha256="c" * 64)
    text = sources.status([], [], stamp, as_of=DAY, folder="/home/my user/rules").decode()
    assert "all law does and every list is needed" in " ".join(text.split())
    assert "  sarcheck rules init '/home/my user/rules'\n" in text


def test_current_lists_need_no_advice() -> None:
    state = SourceStatus(id="a", published=DAY, retrieved=DAY, sha256="d" * 64, entries=1, age_days=0, state="current")
    stamp = PackStamp(pack="pack", version="1", sha256="c" * 64)
    assert "import" not in sources.status([state], [], stamp, as_of=DAY, folder="f").decode()


def test_an_import_says_what_it_put_there_and_what_is_wanting() -> None:
    whole = Source(id="a", title="A", published=DAY, retrieved=DAY, sha256="d" * 64, entries=9)
    part = Source(id="b", title="B", sha256="e" * 64, entries=1, partial="no file of addresses")
    text = sources.imported([whole, part], folder="/r", width=120).decode()
    assert text.startswith("IMPORTED into /r\n")
    assert "a  9 entries, sha256 dddddddddddd, published 2026-11-22, retrieved 2026-11-22" in text
    assert "! b: not whole: no file of addresses" in text
    assert "counts as stale" in text
    assert "stale" not in sources.imported([whole], folder="/r").decode()
