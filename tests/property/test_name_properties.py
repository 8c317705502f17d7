"""What must hold of every name, whoever bears it."""

from __future__ import annotations

import string
from collections.abc import Callable

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sarcheck import vocabulary
from sarcheck.match import Index, build, score
from sarcheck.match.tokens import LEAST, are_strangers, personal, similarity
from sarcheck.model import Entry, Name, Query
from sarcheck.names import asked, parse, parts, romanise

KINDS = st.sampled_from(["person", "company", "organization", "vessel"])
TAKEN = {
    *vocabulary.GENERIC,
    *vocabulary.GLOSSES,
    *vocabulary.HONORIFICS,
    *vocabulary.NUMBERS,
    *vocabulary.PARTICLES,
    *vocabulary.PERSON_PARTICLES,
    *vocabulary.VESSEL_PREFIXES,
}
SYLLABLES = [c + v for c in "bdgklmnprstv" for v in "aeiou"]
WORDS = (
    st.lists(st.sampled_from(SYLLABLES), min_size=3, max_size=5)
    .map("".join)
    .filter(
        lambda w: (
            w not in TAKEN
            and parse(w, "organization").roles == ("name",)
            and parse(f"acme {w}", "organization").form is None
        )
    )
)
NAMES = st.lists(WORDS, min_size=1, max_size=4, unique=True)
ACCENTS = {"a": "á", "e": "ë", "i": "î", "o": "ő", "u": "ù", "s": "š", "l": "ł", "n": "ñ"}
CYRILLIC = {v: k for k, v in reversed(vocabulary.CYRILLIC.items()) if len(v) == 1}

FORMS = ["Ltd", "GmbH", "LLC", "JSC", "S.A.", "有限公司", "OOO", "Aktiengesellschaft"]
CHANGES: dict[str, Callable[[str], str]] = {
    "order": lambda text: " ".join(reversed(text.split())),
    "case": str.upper,
    "diacritics": lambda text: "".join(ACCENTS.get(c, c) for c in text),
    "romanisation": lambda text: "".join(CYRILLIC.get(c, c) for c in text),
    **{form: lambda text, form=form: f"{text} {form}" for form in FORMS},  # type: ignore[misc]
}
"""What may be done to a name that leaves it the name it is; legal forms of firms only."""

LISTED = ("Moonstone Lighthouse S.A.", "Ivan Petrovich Sidorov", "Skyglass Aerospace Co. Ltd", "АО «Нева Терминал»")
REVIEW = 0.65

few = settings(max_examples=50, deadline=None)


@few
@given(st.text(max_size=60), st.text(max_size=60), KINDS)
def test_the_score_is_bounded_and_symmetric(one: str, other: str, kind: str) -> None:
    there, back = score(one, other, kind=kind), score(other, one, kind=kind)
    assert 0.0 <= there.value <= 1.0
    assert there.value == pytest.approx(back.value, abs=1e-4)


@few
@given(NAMES, NAMES, KINDS)
def test_likely_names_score_the_same_both_ways(one: list[str], other: list[str], kind: str) -> None:
    assert (
        score(" ".join(one), " ".join(other), kind=kind).value == score(" ".join(other), " ".join(one), kind=kind).value
    )


@few
@given(NAMES, KINDS)
def test_a_name_is_itself_in_any_case_and_with_any_accent(name: list[str], kind: str) -> None:
    text = " ".join(name)
    accented = "".join(ACCENTS.get(c, c) for c in text).title()
    assert score(text, text.upper(), kind=kind).value == 1.0
    assert score(text, accented, kind=kind).value == 1.0


@few
@given(NAMES, KINDS, st.randoms(use_true_random=False))
def test_word_order_leaves_a_match_a_match(name: list[str], kind: str, random: object) -> None:
    turned = sorted(name, key=lambda _: random.random())  # type: ignore[attr-defined]
    assert score(" ".join(name), " ".join(turned), kind=kind).value >= 0.98
    assert score(" ".join(name), f"{name[-1]}, {' '.join(name[:-1])}", kind="person").value >= 0.98


@few
@given(NAMES, st.sampled_from(FORMS))
def test_a_legal_form_leaves_a_match_a_match(name: list[str], form: str) -> None:
    assert score(" ".join(name), f"{' '.join(name)} {form}", kind="company").value >= 0.98


@few
@given(NAMES, KINDS)
def test_another_script_leaves_a_match_a_match(name: list[str], kind: str) -> None:
    cyrillic = " ".join("".join(CYRILLIC[c] for c in word) for word in name)
    assert score(" ".join(name), cyrillic, kind=kind).value >= 0.98
    assert romanise(cyrillic).isascii()


@few
@given(st.lists(WORDS, min_size=2, max_size=4, unique=True), st.sampled_from(sorted(CHANGES)), KINDS)
def test_no_such_change_undoes_a_match_that_is_no_equal_name(name: list[str], change: str, kind: str) -> None:
    assume(change not in FORMS or kind in ("company", "organization"))
    text, slipped = " ".join(name), " ".join([f"{name[0]}p", *name[1:]])
    assert REVIEW <= score(text, slipped, kind=kind).value < 0.95
    assert REVIEW <= score(text, CHANGES[change](slipped), kind=kind).value < 0.95


@few
@given(st.lists(WORDS, min_size=2, max_size=4, unique=True), st.sampled_from(sorted(CHANGES)), KINDS)
def test_a_listed_name_is_found_whatever_is_done_to_it(name: list[str], change: str, kind: str) -> None:
    assume(change not in FORMS or kind in ("company", "organization"))
    listed = [Entry(list="l", id=text, type=kind, names=(Name(text=text),)) for text in (*LISTED, " ".join(name))]  # type: ignore[arg-type]
    changed = CHANGES[change](" ".join(name))
    found = Index(build(listed).__getitem__).search(Query(names=(changed,), kind=kind), floor=0.94)  # type: ignore[arg-type]
    assert " ".join(name) in {c.entry.id for c in found}


@few
@given(st.lists(WORDS, min_size=2, max_size=4, unique=True), st.sampled_from(sorted(CHANGES)), KINDS)
def test_a_match_scores_the_same_both_ways(name: list[str], change: str, kind: str) -> None:
    text, slipped = " ".join(name), CHANGES[change](" ".join([f"{name[0]}p", *name[1:]]))
    assert score(text, slipped, kind=kind).value == score(slipped, text, kind=kind).value


@few
@given(WORDS, st.one_of(WORDS, st.text(alphabet="aeioudgkhlmnrvwyz", min_size=1, max_size=9)))
def test_strangers_are_never_alike(one: str, other: str) -> None:
    assume(are_strangers(one, other))
    assert max(similarity(one, other), personal(one, other)) < LEAST


def test_words_that_are_alike_by_sound_or_as_given_names_are_no_strangers() -> None:
    alike = (("john", "hans"), ("mykola", "nick"), ("evgeny", "yauheni"), ("uladzimir", "vladimir"), ("lee", "yi"))
    assert [pair for pair in alike if are_strangers(*pair)] == []
    assert are_strangers("gonzalez", "yakovleva")


@few
@given(NAMES, st.sampled_from(["organization", "vessel"]))
def test_gluing_words_leaves_a_match_a_match(name: list[str], kind: str) -> None:
    assume(len(name) > 1)
    assert score(" ".join(name), " ".join(["".join(name[:2]), *name[2:]]), kind=kind).value >= 0.7


@few
@given(NAMES, WORDS, KINDS)
def test_a_rare_foreign_word_weakens_a_match(name: list[str], foreign: str, kind: str) -> None:
    assume(foreign not in name)
    text = " ".join(name)
    assert score(text, f"{text} {foreign}", kind=kind).value < score(text, text, kind=kind).value


@few
@given(st.lists(WORDS, min_size=2, max_size=3, unique=True), WORDS, KINDS)
def test_a_rare_foreign_word_weakens_a_likeness(name: list[str], foreign: str, kind: str) -> None:
    assume(all(len(set(foreign) & set(word)) < 3 for word in name))
    slipped = f"{name[0]}h {' '.join(name[1:])}"
    whole = score(" ".join(name), slipped, kind=kind).value
    assert score(" ".join(name), f"{slipped} {foreign}", kind=kind).value < whole


@few
@given(st.text(alphabet=string.ascii_letters + "\u202e\u200b\u0301\u0323 .,-'()", max_size=400), KINDS)
def test_reading_any_text_gives_plain_tokens(text: str, kind: str) -> None:
    read = parse(text, "organization" if kind == "company" else kind)  # type: ignore[arg-type]
    assert all(token.isascii() and token.isalnum() and token == token.lower() for token in read.tokens)
    assert len(read.tokens) == len(read.roles)


INDEX = Index(
    build([Entry(list="l", id=name, type="unknown", names=(Name(text=name),)) for name in LISTED]).__getitem__
)
PADDING = st.one_of(
    st.tuples(st.sampled_from("㌖ﷲ뷁ﷺ漢Ǆ1aж(,."), st.integers(1, 500)).map(lambda drawn: drawn[0] * drawn[1]),
    st.tuples(st.sampled_from(["1 ", "ab ", "a ", "ii ", "㌖ ", "Ltd "]), st.integers(1, 160)).map(
        lambda drawn: drawn[0] * drawn[1]
    ),
    st.lists(WORDS, max_size=60).map(lambda drawn: " ".join(drawn)[:500]),
)


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(LISTED), PADDING, PADDING, KINDS)
def test_no_padding_hides_a_listed_name(name: str, before: str, after: str, kind: str) -> None:
    padded = f"{before} {name} {after}".strip()
    found = INDEX.search(Query(names=parts(padded), kind=kind), floor=REVIEW)  # type: ignore[arg-type]
    assert name in {c.entry.id for c in found}


@few
@given(st.text(max_size=700))
def test_the_parts_of_a_name_hold_all_of_its_letters(text: str) -> None:
    whole = parts(text)
    read = {token for part in whole for token in parse(part, "person").tokens}
    wanted = [word[:8] for word in romanise(text.lower()).split() if word.isalpha()]
    assert whole[0] == text
    assert all(any(word in token or token in word for token in read) for word in wanted)


def test_no_word_of_a_short_name_is_translated_into_more_than_the_limits_allow_for() -> None:
    assert max(len(english.split()) for english in vocabulary.GLOSSES) <= asked.EXPANDED


EXPANDING = sorted(
    {phrase for phrases in vocabulary.GLOSSES.values() for phrase in phrases if phrase.isascii()}, key=len
)


@given(
    st.lists(st.sampled_from([*EXPANDING[:60], "a" * 41]) | st.text("ABxyz.,'()-/ ", max_size=6), max_size=8).map(
        " ".join
    )
)
@settings(max_examples=300)
def test_a_short_name_is_not_long_however_it_is_read(text: str) -> None:
    if asked._is_short(text):
        assert not asked._is_long(text)
        assert parts(text) == (text,)
