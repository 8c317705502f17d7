"""Names written so that nobody finds them: letters, invisible signs, order of words, legal forms, transliteration."""

from __future__ import annotations

import pytest

from sarcheck.ruleset import Ruleset
from tests.evasion import camp

RULE = "eu-269-annex-i"


def grade(ruleset: Ruleset, name: str, **fields: object) -> str:
    """Return the grade of the listed-party rule for a customer of a name, "clear" where it is silent."""
    verdict = camp.judged(camp.clean(parties=camp.customer(name, **fields)), ruleset)
    return next((found.outcome for found in camp.on(verdict, RULE)), "clear")


def test_the_order_without_an_attack_is_clear(ruleset: Ruleset) -> None:
    assert camp.judged(camp.clean(), ruleset).outcome == "clear"


@pytest.mark.parametrize(
    "name",
    [
        "Volkhovskiy Vymysel Radar Concern JSC",
        "Vоlkhоvskiy Vymysel Rаdаr Соnсеrn",  # Cyrillic о, а, С, с, е
        "Volkhovskiy_Vymysel_Radar_Concern",
        "Tеrrа Vеktоr",  # Cyrillic е, а, о
    ],
)
def test_letters_of_another_script_that_look_alike(ruleset: Ruleset, name: str) -> None:
    assert grade(ruleset, name) != "clear"


@pytest.mark.parametrize(
    "name",
    [
        "Тегга Vеktог",  # a Cyrillic г for an r
        "Teppa Beктоp",  # Latin letters that spell a Cyrillic name
        "TEPPA BEKTOP",  # Latin letters alone
        "𝐕𝐨𝐥𝐤𝐡𝐨𝐯𝐬𝐤𝐢𝐲 𝐕𝐲𝐦𝐲𝐬𝐞𝐥 𝐑𝐚𝐝𝐚𝐫",
        "Ⓥⓞⓛⓚⓗⓞⓥⓢⓚⓘⓨ Ⓥⓨⓜⓨⓢⓔⓛ Ⓡⓐⓓⓐⓡ",
        "ᴠᴏʟᴋʜᴏᴠsᴋɪʏ ᴠʏᴍʏsᴇʟ ʀᴀᴅᴀʀ",
        "Ꮩolkhovskiy Ꮩymysel Ꮢadar",
        "V0lkh0vskiy Vymyse1 Radar",
        "V̸o̸l̸k̸h̸o̸v̸s̸k̸i̸y̸ V̸y̸m̸y̸s̸e̸l̸ Radar",
    ],
)
def test_letters_that_imitate_others(ruleset: Ruleset, name: str) -> None:
    assert grade(ruleset, name) != "clear"


@pytest.mark.parametrize(
    "name",
    [
        "V\u200bolkh\u200dovskiy Vymy\u2060sel Rad\u00adar Concern",
        "\u2066Volkhovskiy\u2069 Vymysel \u200fRadar Concern",
        "Volkhovskiy\ufe0f Vymysel\U000e0061 Radar Concern",
    ],
)
def test_signs_that_nobody_sees(ruleset: Ruleset, name: str) -> None:
    assert grade(ruleset, name) == "deny"


def test_a_name_stored_backwards_and_shown_forwards(ruleset: Ruleset) -> None:
    backwards = "Volkhovskiy Vymysel Radar"[::-1]
    assert grade(ruleset, f"\u202e{backwards}\u202c") == "review"
    assert grade(ruleset, f"\u202e{backwards}") == "review"


@pytest.mark.parametrize("name", ["", "...", "\u200b\u200d", "\ue000\ue001", "🛰️🛰️", "—"])
def test_a_name_without_letters(ruleset: Ruleset, name: str) -> None:
    if not name:
        with pytest.raises(Exception, match="is blank"):
            camp.judged(camp.clean(parties=camp.customer(name)), ruleset)
        return
    verdict = camp.judged(camp.clean(parties=camp.customer(name)), ruleset)
    assert ("sarcheck-unproblematic", "incomplete", "/parties/0") in camp.told(verdict)


@pytest.mark.parametrize("name", ["Radar Concern Vymysel Volkhovskiy", "Vektor Terra AO"])
def test_the_words_in_another_order(ruleset: Ruleset, name: str) -> None:
    assert grade(ruleset, name) == "deny"


@pytest.mark.parametrize(
    "name",
    [
        "volkhovskiyvymyselradarconcern",
        "VolkhovskiyVymyselRadarConcern",
        "TerraVektor GmbH",
        "Terra-Vektor",
        "V o l k h o v s k i y  V y m y s e l  R a d a r",
        "V.o.l.k.h.o.v.s.k.i.y V.y.m.y.s.e.l Radar",
        "Volk hov skiy Vym ysel Rad ar",
        "Volkhovskiy \n Vymysel\tRadar",
    ],
)
def test_words_glued_or_torn_apart(ruleset: Ruleset, name: str) -> None:
    assert grade(ruleset, name) != "clear"


@pytest.mark.parametrize(
    "name",
    [
        "Volkhovskiy Vymysel Radar Concern GmbH",
        "Volkhovskiy Vymysel Radar Concern S.à r.l. & Co. KG",
        "Ооо Терра Вектор",
        "Terra Vektor Holding Europe",
        "Volkhovskiy Vymysel Radar Concern Deutschland GmbH",
        "Volkhovskiy Vymysel Radar Concern 2",
    ],
)
def test_another_legal_form_or_a_branch(ruleset: Ruleset, name: str) -> None:
    assert grade(ruleset, name) != "clear"


@pytest.mark.parametrize(
    "name",
    [
        "Wolchowskij Wymyssel Radar Konzern AG",
        "Volhovskij Vymysel Radar",
        "Volkhovski Vimisel Radar Kontsern",
        "ВОЛХОВСКИЙ ВЫМЫСЕЛ РАДАР КОНЦЕРН",
        "Terra Wektor",
        "Li Zi Yuan Xu Gou Radar",
        "Liziyuan Xugou Leida Jishu Yanjiuyuan",
    ],
)
def test_another_transliteration(ruleset: Ruleset, name: str) -> None:
    assert grade(ruleset, name) != "clear"


@pytest.mark.parametrize(
    "name", ["栗子园虚构雷达技术研究院", "栗子園虛構雷達技術研究院", "栗子園虛構雷達技術研究院有限公司"]
)
def test_traditional_characters(ruleset: Ruleset, name: str) -> None:
    assert grade(ruleset, name) == "deny"


@pytest.mark.parametrize(
    "name",
    [
        "Harmlos Karten Verlag " * 20 + "Volkhovskiy Vymysel Radar Concern",
        "Volkhovskiy Vymysel Radar Concern " * 6,
        "Musterfirma GmbH (formerly Volkhovskiy Vymysel Radar Concern)",
        "Musterfirma GmbH c/o Volkhovskiy Vymysel Radar Concern",
        "Musterfirma GmbH für Volkhovskiy Vymysel Radar",
    ],
)
def test_a_name_behind_others(ruleset: Ruleset, name: str) -> None:
    assert grade(ruleset, name) != "clear"


@pytest.mark.parametrize("kind", ["company", "organization", "person", "vessel", None])
def test_a_party_of_another_type(ruleset: Ruleset, kind: str | None) -> None:
    assert grade(ruleset, camp.RADAR, type=kind) == "deny"
    assert grade(ruleset, "Obraztsov Vymysl Primerovich", type=kind) == "deny"


@pytest.mark.parametrize(
    "numbers",
    [
        {"inn": "7707083893"},
        {"INN": "77 0708 3893"},
        {"inn": "７７０７０８３８９３"},
        {"i\u200bnn": "7707083893\u200b"},
        {"tax": "7707083893"},
        {"іnn": "7707083893"},  # a Cyrillic і
        {"vat": "RU7707083893"},
        {"anything": "INN 7707083893"},
    ],
)
def test_a_harmless_name_with_a_listed_number(ruleset: Ruleset, numbers: dict[str, str]) -> None:
    assert grade(ruleset, "Harmlos Karten Verlag GmbH", identifiers=numbers) != "clear"


def test_a_listed_name_with_a_foreign_number(ruleset: Ruleset) -> None:
    assert grade(ruleset, camp.RADAR, identifiers={"inn": "5000000000"}) != "clear"
    assert grade(ruleset, camp.RADAR, identifiers={"lei": "529900T8BM49AURSDO55"}, country="DE") != "clear"


def test_a_false_date_of_birth(ruleset: Ruleset) -> None:
    assert grade(ruleset, "Vymysl Primerovich Obraztsov", type="person", born="1999-01-01") == "review"


def test_every_traditional_term_still_reads() -> None:
    from sarcheck import vocabulary as words
    from sarcheck.names.scripts import simplified

    for table in (words.HAN_FORMS, words.NATIVE_FORMS):
        assert {simplified(spelled) for spelled in table} <= table.keys()
