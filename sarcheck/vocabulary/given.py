"""Given names that are one name in several languages or spellings, and readings of Japanese names."""

from __future__ import annotations

from sarcheck.vocabulary.rows import inverted

__all__ = ["GIVEN", "JAPANESE", "JAPANESE_FORMS"]

GIVEN = inverted(
    """
adam: adam, adamo
ahmad: ahmad, ahmed, akhmed, akhmad, ahmet, ahmat, achmad, axmad
aleksandr: aleksandr, alexander, aleksander, aliaksandr, alyaksandr, oleksandr, olexandr, alejandro, alessandro,
    alexandre, alexandr, alexandru, aleksandar, alexandros, sandor, iskander, iskandar, aleksandre, aljaksandr, alex
aleksandra: aleksandra, alexandra, aliaksandra, oleksandra, alejandra, alessandra
aleksei: aleksei, aleksey, alexei, alexey, aliaksei, alyaksey, oleksii, oleksiy, alexej, aleksej, alexi, alexios,
    aliaksey
ali: ali, aly, alii
anastasia: anastasia, anastasiya, anastasiia, nastassia
anatoly: anatoly, anatolii, anatoliy, anatol, anatolij, anatoli
andrei: andrei, andrey, andrew, andrii, andriy, andrej, andre, andreas, andrea, andrzej, andras, andres, andrij,
    andriej, ondrej
anna: anna, anne, ann, hanna, ganna, ana, anya
anton: anton, anthony, antony, antonio, antoni, antoine, antonios, antonius, tony
arkady: arkady, arkadiy, arkadii, arkadi, arkadz, arkadzi
artem: artem, artyom, artsiom, artsem, artiom, arciom, artemiy, artyem
boris: boris, barys, borys
daniil: daniil, daniel, danila, danylo, danil, daniyal, daniele, daniyel
daria: daria, darya, dariia, dariya
denis: denis, dzianis, denys, dennis, dionysios, denisz
diana: diana, dziyana, dyana
dmitri: dmitri, dmitry, dmitriy, dmitrii, dmytro, dzmitry, dimitri, dimitrios, dimitar, dmitrij, dzmitryy, dimitry
egor: egor, yegor, yahor, yehor, jegor
ekaterina: ekaterina, yekaterina, katsiaryna, kateryna, catherine, katherine, katarina, caterina, katerina, kate
elena: elena, yelena, alena, olena, helen, helena, helene, jelena, alyona, elaine
evgeny: evgeny, yevgeny, evgeniy, evgenii, yevgeniy, yevgenii, yauhen, yauheni, evheny, yevhen, evgeni, eugene,
    eugen, eugenio, yevheniy, yevheny, jevgenij, jewgenij, yevgeni, evgenij
evgenia: evgenia, evgeniya, yevgenia, yevgeniya, eugenia, yevheniia
fatima: fatima, fatemeh, fatma, fatmah, fatimah, faatimah
fedor: fedor, fyodor, fiodar, fedir, theodore, theodor, teodor, teodoro, feodor, ted, fjodor, theodoros
galina: galina, halina, halyna
gennady: gennady, gennadiy, gennadii, gennadi, hienadz, henadz, henadiy, hennadii, hennadiy, genadi, genadiy
georgy: georgy, georgiy, georgii, george, georgi, heorhii, heorhiy, heorgiy, jorge, giorgi, giorgio, georges,
    georg, georgios, jerzy, gyorgy
grigory: grigory, grigoriy, grigorii, grigori, gregory, ryhor, hryhorii, hryhoriy, gregor, grzegorz, gregorio
hasan: hasan, hassan, khasan, hasson, hassane
husain: husain, hussain, hussein, husayn, hussayn, husein, hosein, hossein, hossain, khusein, huseyn, huseyin,
    hussien, houssein, husejn
ibrahim: ibrahim, ebrahim, ibragim, abraham, ibraheem, avraham, ibrahem
igor: igor, ihor, ihar
ilya: ilya, illia, illya, ilia, elias, elijah, ilyas, ilja, elie, ilias, iliya
inna: inna, ina
irina: irina, iryna, irene, irena, eirini, irynna
ivan: ivan, john, ioann, jan, johann, johannes, juan, jean, giovanni, joao, hans, ioannis, yan, johan, ian, jean,
    ioan, hovhannes, jovan, janos, iwan, sean, jon
jacob: jacob, yakov, iakov, jakob, jacques, yakub, yaqub, yaqoub, jakub, iakovos, giacomo, yacoub, jacobus
james: james, jim, jimmy
jibril: jibril, gabriel, gavriil, jabril, havryil, gabriele, jebreil
joseph: joseph, yusuf, yousef, yusif, youssef, yousuf, josef, jose, giuseppe, iosif, yosef, osip, josip, yossef,
    yosif, jozef, joe, yusef, yousif, youssouf, yusup
khalid: khalid, khaled, halid, chaled, khaleed
kirill: kirill, kiryl, kyrylo, cyril, kiril, kyril
konstantin: konstantin, kanstantsin, constantine, kostiantyn, konstantinos, constantin, kostyantyn, kastantsin
larisa: larisa, larysa, larissa
leonid: leonid, leanid, leonidas, leonyd
lilia: lilia, liliya, liliia, lily
ludmila: ludmila, lyudmila, liudmila, liudmyla, lyudmyla, ljudmila
mahmud: mahmud, mahmoud, mahmood, makhmud, mehmud, mahmut
makar: makar, macarius
maksim: maksim, maxim, maksym, maxime, maximo, makszim, maxym
margarita: margarita, marharyta, margaret, marguerite, margherita, marharita
maria: maria, mary, mariya, mariia, marie, maryia, maryam, mariam, miriam, marya, marija
marina: marina, maryna
mark: mark, marc, marco, marko, marcus, markus, marcos, marek
matvei: matvei, matthew, matvey, matviy, matteo, mateo, mathieu, matthias, matt, matthaios, matwej
mikhail: mikhail, michael, mikhailo, mykhailo, mykhaylo, mikhal, michel, miguel, michele, michal, mihail, mihai,
    mikail, mikael, mike, michail, mihailo, mihaly, mickael, mikhayil, mikheil, mikhael
muhammad: muhammad, mohammad, mohamed, mohammed, muhammed, mohamad, muhamad, mehmet, mehmed, magomed, mukhammad,
    mokhamed, muhamed, mohd, mohammod, mahomed, mohamud, mohamood, mahamad, mahamat, mamadou, muhammet, md,
    magomet, muhammadu, muxammad
mustafa: mustafa, mostafa, moustafa, mustapha, moustapha
nadezhda: nadezhda, nadzeya, nadiya, nadia, nadiia, nadja
natalia: natalia, natalya, nataliya, nataliia, natallia, nathalie, natalie, nataly, natalja, natalla
nikita: nikita, mikita, mykyta
nikolai: nikolai, nikolay, mikalai, mikalay, mykola, nicholas, nicolas, nicola, nikolaos, mikola, nikolaj, nikola,
    nick, niklas, miklos, nikoloz, nicolae, micolas
oksana: oksana, aksana, oxana, xenia, ksenia, kseniya, kseniia
oleg: oleg, aleh, oleh
olga: olga, volha, olha, helga, volga
omar: omar, umar, omer, oumar, ummar
osama: osama, usama, oussama, usamah, osamah
othman: othman, usman, osman, uthman, ousmane, uthmaan
pavel: pavel, paul, pavlo, paval, pablo, paolo, pawel, paulo, pavlos, pal, pavao, pauls, boulos
petr: petr, pyotr, petro, peter, piotr, pedro, pietro, pierre, petar, petros, piatro, pjotr, pete, boutros, pjatro
rahman: rahman, rehman, rahmaan, rakhman, raman
robert: robert, roberto, rob, bob, bobby, roberts
roman: roman, raman
richard: richard, ricardo, riccardo, rick, dick, ryszard
ruslan: ruslan, rouslan
sadiq: sadiq, sadegh, sadeq, sadik, saddiq, sadigh, siddiq, sediq
said: said, saeed, saeid, sayid, saiid, saied
semyon: semyon, semen, simon, symon, shimon, simeon, syamyon
sergei: sergei, sergey, siarhei, serhii, serhiy, serge, sergio, syarhey, sergej, siarhiej, sergii, sergiy, serhy,
    sergi, serguei, sjarhej
stepan: stepan, stephen, steven, stefan, stephan, esteban, stefano, etienne, stsiapan, stiapan, stephane, steve,
    szczepan, stepane, istvan
suleiman: suleiman, sulayman, soleiman, soleyman, solomon, sulaiman, suleyman, sulejman, souleymane
svetlana: svetlana, sviatlana, svitlana, swetlana, svjatlana
tahir: tahir, taher, takhir
tariq: tariq, tarik, tarek, tareq, tarig, tarique
tatiana: tatiana, tatyana, tetiana, tatsiana, tetyana, taciana, tatjana, tatsyana
timofei: timofei, timothy, timofey, tsimafei, tymofiy, tim
vadim: vadim, vadzim, vadym
valentin: valentin, valiantsin, valentyn, valentine, valentino, valyantsin
valentina: valentina, valiantsina, valentyna
valery: valery, valeriy, valerii, valeri, valeryi, valerij, valerius
vasily: vasily, vasiliy, vasilii, vasili, vasyl, vasil, basil, wassily, vasilij, basilio, vassily, vasilios
veronika: veronika, veronica, veranika, veronique
victor: victor, viktor, viktar, vittorio
victoria: victoria, viktoria, viktoriya, viktoriia, viktoryia, viktorya
vitaly: vitaly, vitaliy, vitalii, vitali, vital, vitalij, vitalis
vladimir: vladimir, uladzimir, volodymyr, wladimir, vladimer, uladzimer, waldemar, wolodymyr, vladimiro
vladislav: vladislav, uladzislau, vladyslav, wladyslaw, uladzislav, ladislav, vladyslaw
vyacheslav: vyacheslav, viacheslav, viachaslau, wjatscheslaw, vjaceslav, vyachaslau, wenceslaus, vaclav, viachaslav
william: william, bill, will, guillermo, wilhelm, guillaume, guglielmo, willem
yana: yana, iana, jana, yanina, ianina
yuri: yuri, yury, yuriy, yurii, yuryy, iurii, iurij, yurij, jurij, jury, juri, iury, iuri
yulia: yulia, yuliya, yuliia, julia, iulia, iuliia, julie, juliya, yuliana, juliana
zainab: zainab, zaynab, zeinab, zeynab, zeynep, zineb, zaineb
chol: chol, cheol, chul
chong: chong, jong, jeong, jung, cheong, chung
cho: cho, jo
choe: choe, choi, chwe
hyon: hyon, hyun, hyeon
kang: kang, gang
kim: kim, gim
ku: ku, koo, gu
kwang: kwang, gwang
kwon: kwon, gwon
kyong: kyong, kyung, gyeong, kyeong
li: li, ri, lee, yi, rhee, ree
lim: lim, rim, im, yim
myong: myong, myung, myeong
no: no, noh, roh, ro
o: o, oh
pak: pak, park, bak
sok: sok, seok, suk
song: song, seong, sung
su: su, soo
sin: sin, shin
u: u, woo, wu
un: un, eun
yong: yong, yeong, young
yun: yun, yoon
zhanna: zhanna, jeanne, joan, joanna, jane, janna, johanna
"""
)
"""Every spelling of a given name to one of them: "Siarhei", "Serhii" and "Sergey" are one name; Korean syllables."""

JAPANESE = inverted(
    """
abe: 阿部, 安倍, 安部
akagi: 赤木
akira: 明, 晃
akiko: 明子, 秋子
aoki: 青木
aoyama: 青山
arai: 新井, 荒井
asano: 浅野
chiba: 千葉
daisuke: 大輔, 大介
denki: 電機, 電気, 電器
denshi: 電子
endo: 遠藤
fujii: 藤井
fujita: 藤田
fujiwara: 藤原
fukuda: 福田
goto: 後藤
hamada: 浜田, 濱田
hanako: 花子
hara: 原
harada: 原田
hasegawa: 長谷川
hashimoto: 橋本
hayashi: 林
hideki: 秀樹, 英樹
hirano: 平野
hiroshi: 博, 浩, 宏, 寛
ichiro: 一郎
ikeda: 池田
imai: 今井
inoue: 井上
ishida: 石田
ishii: 石井
ishiba: 石破
ishikawa: 石川
ito: 伊藤, 伊東
iwasaki: 岩崎
jiro: 次郎, 二郎
jukogyo: 重工業
kaihatsu: 開発
kaiun: 海運
kaneko: 金子
kato: 加藤
kazuo: 和夫, 一夫
keiko: 恵子, 敬子
kenichi: 健一
kenji: 健二, 賢治
kenkyujo: 研究所
kimura: 木村
kinoshita: 木下
kishida: 岸田
kobayashi: 小林
kogyo: 工業, 鉱業, 興業
koizumi: 小泉
kojima: 小島
kondo: 近藤
kono: 河野
kumagai: 熊谷
kyoko: 京子, 恭子
maeda: 前田
makoto: 誠
maruyama: 丸山
masuda: 増田
matsuda: 松田
matsui: 松井
matsumoto: 松本
minoru: 実, 稔
miura: 三浦
miyamoto: 宮本
miyazaki: 宮崎
mori: 森
morita: 森田
murakami: 村上
murata: 村田
nagai: 永井
nakagawa: 中川
nakajima: 中島
nakamura: 中村
nakano: 中野
nakayama: 中山
naoko: 直子
nishimura: 西村
noguchi: 野口
nomura: 野村
ogawa: 小川
okada: 岡田
okamoto: 岡本
ono: 小野
ota: 太田
otsuka: 大塚
saburo: 三郎
saito: 斎藤, 斉藤, 齋藤, 齊藤
sakai: 酒井
sakamoto: 坂本
sakura: 桜
sanae: 早苗
sangyo: 産業
sasaki: 佐々木
sato: 佐藤
satoshi: 聡, 智
seisakusho: 製作所
seiki: 精機, 精器
seizo: 製造
shibata: 柴田
shigeru: 茂
shimada: 島田
shimizu: 清水
shinichi: 真一, 慎一
shinzo: 晋三
shoji: 商事
shokai: 商会
shoten: 商店
sugawara: 菅原
sugiyama: 杉山
suzuki: 鈴木
takada: 高田
takagi: 高木
takahashi: 高橋
takaichi: 高市
takaishi: 高石
takashi: 隆, 孝
takeda: 武田, 竹田
takeshi: 武, 健
tamura: 田村
tanaka: 田中
taniguchi: 谷口
taro: 太郎
tekkosho: 鉄工所
tetsuo: 哲夫
tomoko: 智子, 知子
tsukioka: 月岡
ueda: 上田
uchida: 内田
ueno: 上野
unyu: 運輸
wada: 和田
watanabe: 渡辺, 渡邊, 渡部
yakuhin: 薬品
yamada: 山田
yamaguchi: 山口
yamamoto: 山本
yamashita: 山下
yamazaki: 山崎
yasuda: 安田
yokoyama: 横山
yoko: 洋子, 陽子
yoshida: 吉田
yoshio: 義男
yuki: 雪
"""
)
"""Japanese readings of kanji that family names, given names and firms' names are often written with."""

JAPANESE_FORMS = ("株式会社", "株式會社", "有限会社", "合同会社", "㈱", "(株)")
"""Legal forms that only Japanese firms have."""
