"""Legal forms of the world, and the small words of names: titles, particles, prefixes, numbers."""

from __future__ import annotations

from sarcheck.vocabulary.rows import inverted, table

__all__ = [
    "BESIDE",
    "EDGE_FORMS",
    "FORMER",
    "HAN_FORMS",
    "HONORIFICS",
    "LEGAL_FORMS",
    "NATIVE_FORMS",
    "NUMBERS",
    "PARTICLES",
    "PERSON_PARTICLES",
    "VESSEL_PREFIXES",
]

LEGAL_FORMS = table(
    """
limited: ltd, limited, llc, l l c, limited liability company, limited company, co ltd, company ltd, co limited,
    company limited, pvt ltd, pvt limited, private limited, private limited company, pte ltd, pte limited, pte, pty
    ltd, pty limited, proprietary limited, gmbh, mbh, ggmbh, gesellschaft mit beschrankter haftung, sarl, s a r l,
    suarl, sarlu, eurl, srl, s r l, srls, societe a responsabilite limitee, sociedad de responsabilidad limitada,
    societa a responsabilita limitata, s de rl, s de rl de cv, srl de cv, ltda, limitada, lda, ooo, obshchestvo s
    ogranichennoy otvetstvennostyu, obshchestvo s ogranichennoi otvetstvennostyu, tov, tovarystvo z obmezhenoyu
    vidpovidalnistyu, tovarishchestvo s ogranichennoy otvetstvennostyu, too, llp, limited liability partnership, bv,
    b v, besloten vennootschap, bvba, sprl, oy, osakeyhtio, ab, aktiebolag, aps, as sro, sro, s r o, spol s r o, sp
    z oo, sp z o o, zoo, spolka z ograniczona odpowiedzialnoscia, doo, d o o, dooel, ood, eood, uab, sia, ou,
    osauhing, kft, ehf, anonim ltd sti, ltd sti, limited sirketi, limited sti, sti, epe, ike, you xian gong si, you
    xian ze ren gong si, youxian zeren gongsi, yuugen kaisha, yugen kaisha, goudou kaisha, godo kaisha, gk, yuhan
    hoesa, sdn bhd, sendirian berhad, wll, w l l, fze, fzc, fzco, fz llc, fz, mmc, mchj, shpk, sh p k, shps, bm,
    est, spc, hk ltd
stock: ao, jsc, joint stock company, joint stock, j s c, aktsionernoe obshchestvo, aktsionernoye obshchestvo, ag,
    akg, aktiengesellschaft, kgaa, sa, s a, societe anonyme, sociedad anonima, sal, spa, s p a, societa per azioni,
    nv, n v, naamloze vennootschap, asa, aktieselskab, akciova spolecnost, a s, as, aksjeselskap, anonim sirketi,
    anonim sti, ad, a d, dd, d d, dionicko drustvo, rt, nyrt, zrt, oyj, sae, s a e, sa de cv, s a de c v, sociedad
    anonima de capital variable, sab de cv, sapi de cv, se, societas europaea, sca, tbk, pt, perseroan terbatas, k
    k, kk, kabushiki kaisha, kabushiki gaisha, jusig hoesa, chusik hoesa, gu fen you xian gong si, gu fen gong si,
    psc, pjs, prat, pat, chao, psjc, spolka akcyjna, aktsiaselts, ska, ae, private joint stock company, private jsc,
    sharikat musahama, sherkat sahami, cjs, sau, sasu, sas, s a s, societe par actions simplifiee, sociedad por
    acciones simplificada
public: pao, pjsc, public joint stock company, publichnoe aktsionernoe obshchestvo, plc, p l c, publichnoye
    aktsionernoye obshchestvo, public limited company, pcl, public company limited, pubjsc, bhd, berhad
open: oao, ojsc, open joint stock company, otkrytoe aktsionernoe obshchestvo, oajsc
closed: zao, cjsc, closed joint stock company, zakrytoe aktsionernoe obshchestvo, zat
corporation: inc, incorporated, corp, corporation, incorporation
company: co, company, cie, compagnie, compania, gongsi, kompaniya, sherkat, sharikat, hoesa, co inc
partnership: kg, ohg, gbr, gmbh co kg, gmbh and co kg, ag co kg, lp, l p, limited partnership, snc, s n c, scs, sp
    j, spj, spolka jawna, sp k, spolka komandytowa, spolka komandytowo akcyjna, cv, c v, vof, kd, ks, vos, gie,
    societa in nome collettivo
state: fgup, gup, mup, fgbu, fgu, fku, fkp, federal state unitary enterprise, state unitary enterprise, fsue,
    federalnoe gosudarstvennoe unitarnoe predpriyatie, gosudarstvennoe unitarnoe predpriyatie, rup, rue, republican
    unitary enterprise, federal state enterprise, federal state budgetary institution, fsbi, federal state
    institution, federal state governmental institution, unitarnoe predpriyatie, federalnoe gosudarstvennoe
    byudzhetnoe uchrezhdenie, kazennoe predpriyatie, chastnoe predpriyatie
association: ev, e v, eingetragener verein, ano, autonomous non profit organization, asbl, vzw, onlus, nko,
    avtonomnaya nekommercheskaya organizatsiya, eg, coop, cooperative, societa cooperativa, scrl, sacco, eu, e u,
    ets, etablissements
"""
)
"""Canonical class to the forms of the world that fall into it."""

EDGE_FORMS = frozenset(
    """
    ab ad ae ag ano ao aps as asa bm bv chao cie co compagnie compania company coop cooperative corp corporation cv
    dd dooel eg epe est ets eu ev fz gie gk gup ike incorporation jointstock kd kg kk kompaniya ks lda lp mbh mmc
    mup nv ou oy pao pat prat psc pt pte rt rue rup sa sal sas sau sca scs se sharikat sherkat sia ska snc spa spc
    sti too tov vos zao zat zoo
    """.split()
)
"""Forms that are words or names elsewhere too: read as forms at the edges of a name only."""

HAN_FORMS = inverted(
    """
stock: 股份有限公司, 股份公司, 株式会社, 株式會社, 주식회사, (株), ㈱, (주)
limited: 有限责任公司, 有限責任公司, 有限公司, 有限会社, 合同会社, 유한회사, (有)
company: 公司
"""
)
"""Legal forms in Chinese, Japanese and Korean script, taken off before romanising."""

NATIVE_FORMS = inverted(
    """
limited: בע"מ, בע״מ, בעמ, ذ.م.م, ش.ذ.م.م, المحدودة, محدودة, با مسئولیت محدود, შპს, սպը
stock: ش.م.م, ش.م, ش.م.ع, مساهمة, سهامی خاص, სს, փբը, բբը
company: شركة, شرکت, חברת, חברה
"""
)
"""Legal forms in other scripts, taken off as whole words before romanising: without vowels they read as anything."""

HONORIFICS = frozenset(
    """
    admiral ayatollah brigadier capt captain cheikh col colonel commander comrade dipl doctor don dona dr eng
    engineer esq frau gen general haji hajj hajji herr hojatoleslam hon honorable imam ing jr king lady lieutenant
    lord lt madam maj major maulavi maulvi mawlawi mba minister miss molla mr mrs ms mullah phd president prince
    princess prof professor qari sayyid senor senora seyed seyyed shaikh shaykh sheik sheikh sir sr syed ustad
    """.split()
)
"""Titles, dropped from persons' names."""

PARTICLES = frozenset(
    """
    a al an and at by d da das de del der des di die do dos du e el i in la le les no number of ol on the to ul van
    von with y
    """.split()
)
"""Words without weight in any name."""

PERSON_PARTICLES = frozenset(
    """
    ad af al an ar as ash at av az ben bin bint da das de del della den der di do dos du e el i ibn la le les of ol
    ould ter the ul van von wuld y zu
    """.split()
)
"""Small words of persons' names, which come and go with the spelling."""

VESSEL_PREFIXES = frozenset(
    """
    fv lng lpg mfv mn ms msv mt mtb mts mv my mys nm ship ss sv tanker tb ts vessel
    """.split()
)
"""Prefixes that say what a ship is."""

FORMER = (
    "formerly known as",
    "formerly",
    "f k a",
    "fka",
    "ex",
    "n k a",
    "nka",
    "a k a",
    "aka",
    "also known as",
    "now known as",
    "d b a",
    "doing business as",
    "trading as",
    "vormals",
    "previously",
    "anciennement",
)
"""Phrases that introduce another name of the same party."""

BESIDE = (
    "c/o",
    "t/a",
    "o/b/o",
    "w/",
    "attn",
    "attention",
    "z.hd.",
    "z. hd.",
    "i.a.",
    "i. a.",
    "i.v.",
    "im auftrag",
    "im namen",
    "on behalf of",
    "in the name of",
    "for the account of",
    "as agent for",
    "agent of",
    "represented by",
    "vertreten durch",
    "pour le compte de",
    "care of",
    "für",
    "for",
    "via",
    "by order of",
)
"""Phrases that put another party beside the one named, in lower case."""

NUMBERS = {
    **{w: str(n) for n, w in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)},
    **{w: str(n) for n, w in enumerate("first second third fourth fifth sixth seventh eighth ninth tenth".split(), 1)},
    **{w: str(n) for n, w in enumerate("pervyy vtoroy tretiy".split(), 1)},
    **{w: str(n) for n, w in enumerate("ii iii iv v vi vii viii ix x xi xii xiii xiv xv".split(), 2)},
    **{w: str(n * 10) for n, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)},
    "fourty": "40",
}  # fmt: skip
"""Number words, ordinals and Roman numerals as digits."""
