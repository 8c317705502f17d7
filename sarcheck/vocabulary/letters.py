"""Letters of other scripts, and letters that look like others."""

from __future__ import annotations

__all__ = [
    "CONFUSABLE_CYRILLIC",
    "CONFUSABLE_GREEK",
    "CONFUSABLE_OTHERS",
    "CYRILLIC",
    "GREEK",
    "HANGUL_SURNAMES",
    "HAN_READINGS",
    "HEBREW",
    "LATIN",
]

CYRILLIC = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя" + "іїєґўјљњћђџѓќѕ" + "әғқңөұүһҗ",
        "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch  y  e yu ya".split(" ")
        + "i yi ye g u j lj nj c dj dz g k z".split()
        + "a g q n o u u h j".split(),
        strict=True,
    )
)
"""Cyrillic letters to Latin, between the passport and the newspaper spelling."""

LATIN = {
    "ł": "l", "ø": "o", "ß": "ss", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i",
    "ħ": "h", "ŋ": "ng", "ə": "a", "ĸ": "k", "ŧ": "t", "ɨ": "i", "ƀ": "b", "ſ": "s",
}  # fmt: skip
"""Latin letters that do not decompose into a base letter and a mark."""

CONFUSABLE_CYRILLIC = dict(
    zip("аеорсухіјѕԁһԛԝ" + "АВЕКМНОРСТУХІЈЅԚԜ", "aeopcyxijsdhqw" + "ABEKMHOPCTYXIJSQW", strict=True)
)
"""Cyrillic letters that look like a Latin one of the same case."""

CONFUSABLE_GREEK = dict(zip("ορανικυχ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "opavikux" + "ABEZHIKMNOPTYX", strict=True))
"""Greek letters that look like a Latin one of the same case."""

CONFUSABLE_OTHERS = dict(
    zip(
        "ᎠᎡᎢᎥᎩᎪᎫᎬᎳᎷᎻᎽᏀᏃᏆᏎᏒᏔᏙᏚᏞᏟᏢᏦᏴꓐꓑꓓꓔꓖꓗꓙꓚꓜꓝꓟꓠꓡꓢꓣꓦꓧꓪꓫꓬꓮꓰꓲꓳꓴⲀⲂⲈⲎⲒⲔⲘⲚⲞⲢⲤⲦⲨⲬ\u2800",
        "DRTIYAJEWMHYGZT4RWVSLCPKBBPDTGKJCZFMNLSRVHWXYAEIOUABEHIKMNOPCTYX ",
        strict=True,
    )
)
"""Cherokee, Lisu and Coptic letters that look like a Latin one, and a braille pattern like a blank."""

GREEK = {
    "ου": "ou",
    "αυ": "av",
    "ευ": "ev",
    "γγ": "ng",
    "γχ": "nch",
    "γξ": "nx",
    "χ": "ch",
    "υ": "y",
    "η": "i",
    "ω": "o",
}
"""Greek digraphs and letters as passports spell them, the longer ones first, where letter by letter reads otherwise."""

HEBREW = dict(
    zip("אבגדהוזחטיכךלמםנןסעפףצץקרשת", " b g d h v z h t y k k l m m n n s  p p ts ts k r sh t".split(" "), strict=True)
)
"""Hebrew letters as consonants."""

HAN_READINGS = {
    "长": "chang", "長": "chang", "曾": "zeng", "单": "shan", "單": "shan", "仇": "qiu", "解": "xie",
    "覃": "qin", "盖": "ge", "区": "qu", "查": "cha", "朝": "chao", "乐": "le", "樂": "le",
}  # fmt: skip
"""Readings that fit names where the most common reading of a character alone does not."""

HANGUL_SURNAMES = {
    "김": "kim", "이": "lee", "박": "park", "최": "choi", "정": "jung", "강": "kang", "조": "cho",
    "윤": "yoon", "장": "jang", "임": "lim", "노": "roh", "유": "yoo", "류": "ryu", "리": "ri",
}  # fmt: skip
"""Korean surnames as their bearers spell them, which no letter-by-letter system gives."""
