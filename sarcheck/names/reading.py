"""A name read: legal form split off, generic words in one language, numerals, titles and brackets told apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from sarcheck import vocabulary as words
from sarcheck.names.scripts import (
    MAX_CHARS,
    SIGNS,
    Script,
    fold,
    in_japanese,
    normal,
    romanise,
    script_of,
    simplified,
    skeleton,
)

__all__ = ["MAX_TOKENS", "Kind", "ParsedName", "is_form", "parse", "readings", "words_of"]

Kind = Literal["person", "organization", "vessel"]
"""How a name is read: companies and organisations alike, persons and vessels by rules of their own."""

READ = 4096
"""Readings that are remembered: a name is read for its parts, to be sought, and to see whether it can be read."""

MAX_TOKENS = 24
MAX_PHRASE = 8
MAX_EDGE = 4
MAX_NUMERAL = 20
SPELLING_SLACK = 4
"""Letters by which a spelling of a phrase may be longer than the one in the tables."""

EXACT = 4
"""Phrases up to this length are compared letter by letter: their skeletons collide with other words'."""

_WORD = re.compile(r"[^\W_]+(?:['’ʼ`‘][^\W_]+)*")
_PLAIN, _SIGN = re.compile("[a-z0-9]*"), re.compile("[^a-z0-9]")
_DOTTED = re.compile(r"(?<![^\W_])(?:[^\W\d_]\.\s?)+[^\W\d_](?:\.|(?![^\W_]))")
_SLASHED = re.compile(r"\b([^\W\d_])/([^\W\d_])\b")
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_DIGIT = re.compile(r"\d")
_BESIDE_DIGITS = re.compile(r"(?<=\d)(?=[a-z]{3})|(?<=[a-z]{3})(?=\d)")
_ORDINAL = re.compile(r"0*(\d+)(?:st|nd|rd|th|ya|oy)?")
_PATRONYMIC = re.compile(r"\w{2,}(?:[aoe]v[iy](?:ch|c|tch|tsch)|[aoe]vna|ichna|ogly|oglu|qizi|kizi)")
_FORMER = re.compile(
    r"[\s,(\[;-](?:" + "|".join(phrase.replace(" ", r"[./]?\s?") for phrase in words.FORMER) + r")\b[\s.:-]+", re.I
)
_UNTIL = re.compile(r"[,;]?\s(?:until|till|since|from|in|renamed)\s(?:\w+\s)?(?:19|20)\d\d\b", re.I)
_HAN_WRITTEN = words.HAN_GLOSSES | words.PLACES
_HAN_TERMS = {simplified(term): meaning for term, meaning in _HAN_WRITTEN.items()} | _HAN_WRITTEN
_HAN_DIGITS = "〇一二三四五六七八九"
_COUNTED = re.compile("第((?:[一二三四五六七八九]?十)?[一二三四五六七八九]?)(?<=[一二三四五六七八九十])号?")
_PLACES = words.BRANCHES.union(place.replace(" ", "") for place in (*words.PLACES.values(), *words.NATIONS))


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
    parts = _stated(text[: 8 * MAX_CHARS])
    cut = " ()[];," if len(parts) > 1 else " ;,"  # a former name may stand in brackets that the split tore apart
    read = [(parse(part.strip(cut), kind), place > 0) for place, part in enumerate(parts)]
    if kind == "organization":
        read += [(name, True) for name in (parse(b, kind) for b in _BRACKETS.findall(parts[0])) if _is_full(name)]
    if not text.isascii() and (japanese := in_japanese(fold(parts[0]))):
        signs = "".join(SIGNS.findall(simplified(fold(parts[0]))))
        read.append((replace(parse(japanese, kind), han=signs), False))
    return tuple((name, former) for name, former in read if name.tokens or name.numerals)


@lru_cache(maxsize=64)
def _stated(text: str) -> tuple[str, ...]:
    """Split a text into the names that it states, new and former: once for the kinds that it is read as."""
    return tuple(_FORMER.split(_UNTIL.sub(" ", text), maxsplit=3))


def _is_full(name: ParsedName) -> bool:
    """Tell whether a bracket holds a name of its own, rather than a place or an abbreviation."""
    return len(name.tokens) > 1 and set(name.roles) != {"place"}


@lru_cache(maxsize=READ)
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
        han="" if text.isascii() else "".join(SIGNS.findall(simplified(text))),
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
    tokens, aside = _divided(folded)
    named, form = _ship(tokens) if kind == "vessel" else _unformed(tokens)
    main = _gloss(named) if kind == "organization" else [(t, "name") for t in named]
    return main + [(t, "aside" if role == "name" else role) for t, role in _gloss(aside)], form


@lru_cache(maxsize=64)
def _divided(folded: str) -> tuple[list[str], list[str]]:
    """Return the words of a name and those that stand beside it, once for the kinds that it is read as."""
    outside, brackets = _without_brackets(_joined_initials(folded))
    text, tail = _without_tail(outside)
    beside = f"{tail} {brackets}".strip()
    return _tokens(romanise(text)), _formless(_tokens(romanise(beside))) if beside else []


def _without_tail(text: str) -> tuple[str, str]:
    """Split what follows the first comma from a name, unless that is its legal form."""
    head, comma, tail = text.partition(",")
    if not comma:
        return text, ""
    return (head, tail) if _WORD.search(head) and _formless(_tokens(romanise(tail))) else (text, "")


@cache
def _han_term() -> re.Pattern[str]:
    # Compiling the large patterns takes longer than reading most orders, which need neither.
    return re.compile("|".join(sorted(_HAN_TERMS, key=lambda t: (-len(t), t))))


@cache
def _native_form() -> re.Pattern[str]:
    forms = sorted(words.NATIVE_FORMS, key=lambda f: (-len(f), f))
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, forms)) + r")(?!\w)")


def _translated(text: str) -> tuple[str, str | None]:
    """Take legal forms in Asian scripts off and translate generic Han terms, longest first."""
    if text.isascii():
        return text, None
    form, text = None, simplified(text)
    text = _COUNTED.sub(lambda m: f" {_han_number(m.group(1))} ", text)
    if native := _native_form().search(text):
        text, form = _native_form().sub(" ", text), words.NATIVE_FORMS[native.group()]
    for spelled, canonical in words.HAN_FORMS.items():
        if spelled in text:
            text, form = text.replace(spelled, " "), form or canonical
    return _han_term().sub(lambda m: f" {_HAN_TERMS[m.group()]} ", text), form


def _han_number(digits: str) -> str:
    """Return a number in Chinese digits up to 99 as a decimal one."""
    tens, ten, ones = digits.rpartition("十")
    value = 10 * (_HAN_DIGITS.find(tens) if tens else 1) if ten else 0
    return str(value + (_HAN_DIGITS.find(ones) if ones else 0))


def _joined_initials(text: str) -> str:
    """Join dotted and slashed letters: "s.a. de c.v." becomes "sa de cv", "m/v" becomes "mv"."""
    slashless = _SLASHED.sub(r"\1\2", text) if "/" in text else text
    if "." not in slashless:
        return slashless
    return _DOTTED.sub(lambda m: "".join(m.group().replace(".", " ").split()) + " ", slashless)


def _without_brackets(text: str) -> tuple[str, str]:
    """Split what stands in brackets from a name, unless nothing else is left."""
    if "(" not in text and "[" not in text:
        return text, ""
    outside = _BRACKETS.sub(" ", text)
    return (outside, " ".join(_BRACKETS.findall(text))) if _WORD.search(outside) else (text, "")


def _tokens(latin: str) -> list[str]:
    """Split romanised text into words; apostrophes vanish, hyphens and signs part."""
    spaced = latin.replace("&", " and ")
    found = _WORD.findall(_BESIDE_DIGITS.sub(" ", spaced) if _DIGIT.search(spaced) else spaced)
    if _PLAIN.fullmatch("".join(found)):
        return list(found)
    return [w for w in (_SIGN.sub("", w) for w in found) if w]


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
    where = {phrase: place for place, phrases in words.NATIONS.items() for phrase in (place, *phrases)}
    where |= {place: place for place in words.PLACES.values()}
    return {_glued(phrase.split()): (place.replace(" ", ""),) for phrase, place in where.items()} | terms


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
        size = _longest(tokens, i, _forms(), _form_starts(), sure=True)
        form = form or (_forms()[_glued(tokens[i : i + size])] if size else None)
        left.extend([] if size else [tokens[i]])
        i += size or 1
    return left, form


def _longest(
    tokens: list[str], start: int, table: Mapping[str, object], starts: Mapping[str, int], *, sure: bool = False
) -> int:
    """Return how many tokens from one on are the longest phrase of a table; of legal forms only a sure one."""
    first = tokens[start]
    # Skeletons of a phrase and of its first word begin alike, so most words are no beginning and cost one lookup.
    limit = starts.get(skeleton(first)[:2], 0) if len(first) > 2 else starts[""]
    if not limit:
        return 0
    size, joined = 0, ""
    for end in range(start + 1, min(start + MAX_PHRASE, len(tokens)) + 1):
        joined += tokens[end - 1]
        if len(joined) > limit:
            break
        is_sure = not sure or (len(joined) > 2 and joined not in words.EDGE_FORMS)
        if is_sure and (skeleton(joined) if len(joined) > EXACT else joined) in table:
            size = end - start
    return size


def _starts(phrases: Iterable[str]) -> dict[str, int]:
    """Return the letters that phrases' skeletons begin with, and how long they may be written; "" for any."""
    found: dict[str, int] = {}
    for phrase in phrases:
        joined = phrase.replace(" ", "")
        for start in ("", joined[:2], skeleton(joined)[:2], skeleton(phrase.split()[0])[:2]):
            found[start] = max(found.get(start, 0), len(joined) + SPELLING_SLACK)
    return found


@lru_cache(maxsize=1)
def _form_starts() -> dict[str, int]:
    return _starts(p for phrases in words.LEGAL_FORMS.values() for p in phrases)


@lru_cache(maxsize=1)
def _term_starts() -> dict[str, int]:
    where = (phrase for place, phrases in words.NATIONS.items() for phrase in (place, *phrases))
    terms = (phrase for english, phrases in words.GLOSSES.items() for phrase in (english, *phrases))
    return _starts((*where, *terms, *words.PLACES.values()))


def _edge_form(tokens: list[str], *, front: bool) -> int:
    """Return how many tokens at an edge are a legal form, never all of them."""
    for size in range(min(MAX_EDGE, len(tokens) - 1), 0, -1):
        phrase = tokens[:size] if front else tokens[-size:]
        joined = "".join(phrase)
        if 1 < len(joined) <= _form_starts()[""] and (skeleton(joined) if len(joined) > EXACT else joined) in _forms():
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
        size = _longest(tokens, i, _terms(), _term_starts()) if _number(tokens[i]) is None else 0
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


def _ship(tokens: list[str]) -> tuple[list[str], str | None]:
    """Drop what says that it is a ship, and "no." before a number; a legal form says that it is none."""
    last = len(tokens) - 1
    left = [t for i, t in enumerate(tokens) if t not in words.VESSEL_PREFIXES or 0 < i < last]
    named = [t for t in left if t not in ("no", "number")] or tokens
    formless, form = _without_sure_forms(named)
    return (formless, form) if formless else (named, None)


# --- numbers ------------------------------------------------------------------------------------


def _number(token: str) -> str | None:
    """Return a number as digits: spelled out, Roman, ordinal or plain."""
    if not token[:1].isdigit():
        return words.NUMBERS.get(token)
    digits = _ORDINAL.fullmatch(token)
    return digits.group(1)[:MAX_NUMERAL] if digits else None


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
