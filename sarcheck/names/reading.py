"""A name read: legal form split off, generic words in one language, numerals, titles and brackets told apart."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from msgspec import Struct

from sarcheck import vocabulary as words
from sarcheck.names.scripts import HAN, MAX_CHARS, Script, fold, normal, romanise, script_of, skeleton

__all__ = ["MAX_TOKENS", "Kind", "ParsedName", "is_form", "parse", "readings", "words_of"]

Kind = Literal["person", "organization", "vessel"]
"""How a name is read: companies and organisations alike, persons and vessels by rules of their own."""

MAX_TOKENS = 24
MAX_PHRASE = 8
MAX_EDGE = 4
MAX_NUMERAL = 20
EXACT = 4
"""Phrases up to this length are compared letter by letter: their skeletons collide with other words'."""

_WORD = re.compile(r"[^\W_]+(?:['’ʼ`‘][^\W_]+)*")
_DOTTED = re.compile(r"(?<![^\W_])(?:[^\W\d_]\.\s?)+[^\W\d_](?:\.|(?![^\W_]))")
_SLASHED = re.compile(r"\b([^\W\d_])/([^\W\d_])\b")
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_BESIDE_DIGITS = re.compile(r"(?<=\d)(?=[a-z]{3})|(?<=[a-z]{3})(?=\d)")
_ORDINAL = re.compile(r"0*(\d+)(?:st|nd|rd|th|ya|oy)?")
_PATRONYMIC = re.compile(r"\w{2,}(?:[oe]v[iy](?:ch|c|tch|tsch)|[oe]vna|ichna|ogly|oglu|qizi|kizi)")
_FORMER = re.compile(
    r"[\s,(\[;-](?:" + "|".join(phrase.replace(" ", r"[./]?\s?") for phrase in words.FORMER) + r")\b[\s.:-]+", re.I
)
_HAN_TERMS = words.HAN_GLOSSES | words.PLACES
_HAN_TERM = re.compile("|".join(sorted(_HAN_TERMS, key=lambda t: (-len(t), t))))
_PLACES = words.BRANCHES.union(place.replace(" ", "") for place in words.PLACES.values())


class ParsedName(Struct, frozen=True, array_like=True):
    """A name as read. ``tokens`` are romanised, lower case and in reading order, without legal form and numbers.

    ``roles`` tells for each token "name", "generic", "place", "particle", "patronymic" or "aside"
    (given in brackets or after a comma); ``form`` is the legal form's class; ``numerals`` are the
    numbers in order; ``han`` is what is left in Han characters, for names that only sound alike;
    ``cut`` says that the name was longer than the limits.
    """

    kind: Kind
    tokens: tuple[str, ...]
    roles: tuple[str, ...]
    form: str | None = None
    numerals: tuple[str, ...] = ()
    script: Script = "latin"
    han: str = ""
    cut: bool = False


def readings(text: str, kind: Kind) -> tuple[tuple[ParsedName, bool], ...]:
    """Return the names that one text states, each with whether it is given as another or former name.

    "NEW NAME (ex OLD NAME)" states two, and so does "ABBREVIATED (FULL NAME)". Empty when no letter
    or digit is in the text.
    """
    parts = _FORMER.split(text[: 8 * MAX_CHARS], maxsplit=3)
    read = [(parse(part.strip(" ()[];,"), kind), place > 0) for place, part in enumerate(parts)]
    if kind == "organization":
        read += [(name, True) for name in (parse(b, kind) for b in _BRACKETS.findall(parts[0])) if _is_full(name)]
    return tuple((name, former) for name, former in read if name.tokens or name.numerals)


def _is_full(name: ParsedName) -> bool:
    """Tell whether a bracket holds a name of its own, rather than a place or an abbreviation."""
    return len(name.tokens) > 1 and set(name.roles) != {"place"}


def parse(written: str, kind: Kind) -> ParsedName:
    """Read one name as a person's, an organisation's or a vessel's."""
    folded = fold(written)
    text, han_form = (folded, None) if kind == "person" else _translated(folded)
    marked, form = _person(text) if kind == "person" else _thing(text, kind)
    numerals = () if kind == "person" else _numerals([token for token, _ in marked])
    kept = [(token, role) for token, role in marked if kind == "person" or _number(token) is None]
    return ParsedName(
        kind=kind,
        tokens=tuple(token for token, _ in kept[:MAX_TOKENS]),
        roles=tuple(role for _, role in kept[:MAX_TOKENS]),
        form=form or han_form,
        numerals=numerals,
        script=script_of(folded),
        han="".join(HAN.findall(text)),
        cut=_exceeds(written) or len(kept) > MAX_TOKENS or len(marked) - len(kept) > MAX_TOKENS,
    )


def _exceeds(written: str) -> bool:
    """Tell whether ``fold`` drops the end of a text: normal forms of one character may be many."""
    return len(written) > MAX_CHARS or (not written.isascii() and len(normal(written)) > MAX_CHARS)


def words_of(text: str) -> tuple[str, ...]:
    """Return any text as romanised words in lower case, for comparing it word by word."""
    return tuple(_tokens(romanise(fold(text))))


Marked = list[tuple[str, str]]
"""Tokens with their roles."""


def _person(folded: str) -> tuple[Marked, None]:
    """Read a person's name: "LAST, First" turned round, titles dropped, particles and patronymics marked."""
    last, _, first = folded.partition(",")
    found = _tokens(romanise(f"{first} {last}" if _WORD.search(first) else folded))
    plain = [t for t in found if t not in words.HONORIFICS] or found
    once = [t for i, t in enumerate(plain) if i == 0 or t != plain[i - 1]]
    return [(t, _person_role(t)) for t in once], None


def _person_role(token: str) -> str:
    if token in words.PERSON_PARTICLES:
        return "particle"
    return "patronymic" if _PATRONYMIC.fullmatch(token) else "name"


def _thing(folded: str, kind: Kind) -> tuple[Marked, str | None]:
    """Read an organisation's or a vessel's name, what stands in brackets or after a comma last."""
    outside, brackets = _without_brackets(_joined_initials(folded))
    text, tail = _without_tail(outside)
    tokens, aside = _tokens(romanise(text)), _formless(_tokens(romanise(f"{tail} {brackets}")))
    named, form = (_ship(tokens), None) if kind == "vessel" else _unformed(tokens)
    main = _gloss(named) if kind == "organization" else [(t, "name") for t in named]
    return main + [(t, "aside" if role == "name" else role) for t, role in _gloss(aside)], form


def _without_tail(text: str) -> tuple[str, str]:
    """Split what follows the first comma from a name, unless that is its legal form."""
    head, _, tail = text.partition(",")
    return (head, tail) if _WORD.search(head) and _formless(_tokens(romanise(tail))) else (text, "")


def _translated(text: str) -> tuple[str, str | None]:
    """Take legal forms in Asian scripts off and translate generic Han terms, longest first."""
    if text.isascii():
        return text, None
    form = None
    for spelled, canonical in words.HAN_FORMS.items():
        if spelled in text:
            text, form = text.replace(spelled, " "), form or canonical
    return _HAN_TERM.sub(lambda m: f" {_HAN_TERMS[m.group()]} ", text), form


def _joined_initials(text: str) -> str:
    """Join dotted and slashed letters: "s.a. de c.v." becomes "sa de cv", "m/v" becomes "mv"."""
    slashless = _SLASHED.sub(r"\1\2", text)
    return _DOTTED.sub(lambda m: re.sub(r"[.\s]", "", m.group()) + " ", slashless)


def _without_brackets(text: str) -> tuple[str, str]:
    """Split what stands in brackets from a name, unless nothing else is left."""
    outside = _BRACKETS.sub(" ", text)
    return (outside, " ".join(_BRACKETS.findall(text))) if _WORD.search(outside) else (text, "")


def _tokens(latin: str) -> list[str]:
    """Split romanised text into words; apostrophes vanish, hyphens and signs part."""
    spaced = _BESIDE_DIGITS.sub(" ", latin.replace("&", " and "))
    found = (re.sub(r"[^a-z0-9]", "", w) for w in _WORD.findall(spaced))
    return [w for w in found if w]


# --- legal forms and generic terms --------------------------------------------------------------


def _glued(phrase: list[str]) -> str:
    """Return a phrase without blanks; a longer one by its skeleton, so that its spellings meet."""
    joined = "".join(phrase)
    return skeleton(joined) if len(joined) > EXACT else joined


@lru_cache(maxsize=1)
def _forms() -> dict[str, str]:
    return {_glued(p.split()): form for form, phrases in words.LEGAL_FORMS.items() for p in phrases}


@lru_cache(maxsize=1)
def _terms() -> dict[str, tuple[str, ...]]:
    """Return the English tokens of every generic phrase and place; English itself comes first."""
    terms = {_glued(english.split()): tuple(english.split()) for english in words.GLOSSES}
    for english, phrases in words.GLOSSES.items():
        for phrase in phrases:
            terms.setdefault(_glued(phrase.split()), tuple(english.split()))
    return {_glued(p.split()): (p.replace(" ", ""),) for p in words.PLACES.values()} | terms


def is_form(word: str) -> bool:
    """Tell whether a word alone is a legal form."""
    return _glued(_tokens(romanise(fold(word)))) in _forms()


def _take_forms(tokens: list[str]) -> tuple[list[str], str | None]:
    """Take legal forms off: unmistakable ones anywhere, short or ambiguous ones at the edges."""
    left, form = _without_sure_forms(tokens)
    while len(left) > 1:
        head, tail = _edge_form(left, front=True), _edge_form(left, front=False)
        if not (head or tail):
            break
        size = max(head, tail)
        edge = left[:size] if head >= tail else left[-size:]
        left = left[size:] if head >= tail else left[:-size]
        form = _forms()[_glued(edge)] if form in (None, "company") else form
    return (left, form) if left else (tokens, None)


def _unformed(tokens: list[str]) -> tuple[list[str], str | None]:
    """Take legal forms off that stand at an edge but for numbers, which come last then."""
    left, form = _take_forms(tokens)
    numbers = [t for t in left if _number(t)]
    if len(left) == len(numbers) or not numbers:
        return left, form
    named, inner = _take_forms([t for t in left if not _number(t)])
    return named + numbers, form or inner


def _without_sure_forms(tokens: list[str]) -> tuple[list[str], str | None]:
    left: list[str] = []
    form, i = None, 0
    while i < len(tokens):
        size = next((n for n in _sizes(tokens, i) if _is_sure_form(tokens[i : i + n])), 0)
        form = form or (_forms()[_glued(tokens[i : i + size])] if size else None)
        left.extend([] if size else [tokens[i]])
        i += size or 1
    return left, form


def _sizes(tokens: list[str], start: int) -> range:
    return range(min(MAX_PHRASE, len(tokens) - start), 0, -1)


def _is_sure_form(phrase: list[str]) -> bool:
    joined = "".join(phrase)
    return len(joined) > 2 and joined not in words.EDGE_FORMS and _glued(phrase) in _forms()


def _edge_form(tokens: list[str], *, front: bool) -> int:
    """Return how many tokens at an edge are a legal form, never all of them."""
    for size in range(min(MAX_EDGE, len(tokens) - 1), 0, -1):
        phrase = tokens[:size] if front else tokens[-size:]
        if len("".join(phrase)) > 1 and _glued(phrase) in _forms():
            return size
    return 0


def _formless(tokens: list[str]) -> list[str]:
    """Return tokens without legal forms, which may be all of them."""
    return [] if _glued(tokens) in _forms() else _take_forms(tokens)[0]


def _gloss(tokens: list[str]) -> Marked:
    """Bring generic words and phrases to their English term, longest phrase first."""
    marked: Marked = []
    i = 0
    while i < len(tokens):
        sizes = _sizes(tokens, i) if _number(tokens[i]) is None else range(0)
        size = next((n for n in sizes if _glued(tokens[i : i + n]) in _terms()), 0)
        english = _terms()[_glued(tokens[i : i + size])] if size else (tokens[i],)
        marked.extend((t, _role(t, bool(size))) for t in english)
        i += size or 1
    return marked


def _role(token: str, translated: bool) -> str:
    if token in words.PARTICLES:
        return "particle"
    if token in _PLACES:
        return "place"
    return "generic" if translated or token in words.GENERIC else "name"


def _ship(tokens: list[str]) -> list[str]:
    """Drop what says that it is a ship, and "no." before a number."""
    last = len(tokens) - 1
    left = [t for i, t in enumerate(tokens) if t not in words.VESSEL_PREFIXES or 0 < i < last]
    return [t for t in left if t not in ("no", "number")] or tokens


# --- numbers ------------------------------------------------------------------------------------


def _number(token: str) -> str | None:
    """Return a number as digits: spelled out, Roman, ordinal or plain."""
    digits = _ORDINAL.fullmatch(token)
    return words.NUMBERS.get(token) or (digits.group(1)[:MAX_NUMERAL] if digits else None)


def _numerals(tokens: list[str]) -> tuple[str, ...]:
    """Return the numbers of a name in order; "forty four" is one number."""
    out: list[str] = []
    spelled_tens = False
    for token in tokens:
        value = _number(token)
        if value and spelled_tens and len(value) == 1 and value != "0":
            out[-1] = str(int(out[-1]) + int(value))
        elif value:
            out.append(value)
        spelled_tens = bool(value and len(value) == 2 and value.endswith("0") and not token[0].isdigit())
    return tuple(out[:MAX_TOKENS])
