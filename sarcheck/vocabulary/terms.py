"""What organisations are and do, in many languages: a dictionary of generic words and places, not of parties."""

from __future__ import annotations

from sarcheck.vocabulary.rows import inverted, table

__all__ = [
    "BRANCHES",
    "GENERIC",
    "GLOSSES",
    "HAN_GLOSSES",
    "PLACES",
]

GENERIC = frozenset(
    """
    academy administration aero aerospace affairs agency agricultural agriculture agro air airlines airways aluminum
    applied asset assets association authority auto automation automotive aviation bank banking base board branch
    broker brokerage bros brothers building bureau business cargo carriers cement center central chemical chemistry
    city cloud club college commerce commercial commission committee communication communications components
    computer concern concrete construction consultants consulting control cooperation corporate council defense
    department design development devices diesel digital direction directorate distribution division dynamics earth
    east economic education electric electrical electronic electronics energy engineer engineering enterprise
    enterprises equipment establishment estate exchange experimental export exports express factory federal
    federation finance financial firm fleet food foods force forces foreign forum foundation freight front fuel fund
    gas general geo global gold government grand green group guard hardware headquarters heavy high holding holdings
    home hospital hotel house import imports independent industrial industries industry information innovation
    innovations innovative inspection institute institution instrument instruments insurance integrated intelligence
    international invest investment investments iron islamic laboratory land leasing line lines logistics machine
    machinery main management manufacturing marine maritime market marketing material materials mechanical media
    medical metal metallurgical metallurgy metals micro military mineral minerals mining ministry mobile motor
    motors movement nano national naval navigation network networks new north nuclear observation office oil optical
    optics organization overseas partners parts party petrochemical petroleum pharmaceutical physics pipeline plant
    plastics platform plus police port power precision press private process processing product production products
    program project projects promotion properties property public radar radio railway railways real refinery
    regional remote republic research resources revolutionary rocket school science scientific sea security
    semiconductor sensing service services ship shipbuilding shipping shipyard small social society software solar
    solution solutions south space special specialized sports star state steel storage strategic supply support
    survey system systems tankers tech technical technological technology telecom telecommunications television
    testing textile textiles the trade trader traders trading transport transportation travel trust union united
    university vessel war water west wood works workshop world
    """.split()
)
"""Words that say what an organisation does or is, not which one it is. They weigh little."""

GLOSSES = table(
    """
academy: akademiya, akademie, academie, academia, xue yuan
aerospace: yu hang, hang tian, hang kong hang tian, aerokosmicheskiy, aerokosmicheskaya, aeroespacial, aerospatiale,
    luft und raumfahrt
aircraft: samolet, samolety, fei ji, airplane, avion
and: und, et, ve, amp
association: assotsiatsiya, obedinenie, association, verein, verband, xie hui, asociacion, obyedineniye
automobile: avtomobil, avtomobilnyy, qi che, automotive
aviation: aviatsiya, aviatsionnyy, aviatsionnaya, aviatsionnoe, hang kong, aviacion, havacilik
bank: banc, banco, banque, banka, yin hang, bankasi
brothers: bros, fratelli, f lli, hermanos, gebruder, freres
bureau: byuro, buro
center: centre, tsentr, zentrum, centro, zhong xin, merkezi, tsentralnyy, tsentralnaya, center
chemical: khimicheskiy, khimicheskaya, himicheski, hua xue, hua gong, quimica, chimique
communication: communications, tong xin, svyaz, svyazi, comm
concern: kontsern, konzern, konsern, konstern
construction: stroitelstvo, stroitelnyy, stroitelnaya, jian she, jian zhu, constructora, stroy, stroi, insaat
cooperation: coop, he zuo
corporation: korporatsiya, corporacion, corporacao, ji tuan gong si
defense: defence, oborona, oborony, guo fang, savunma, defensa
design bureau: konstruktorskoe byuro, konstruktorskoye byuro, kb
development: razvitie, razvitiya, razrabotka, fa zhan, kai fa, desarrollo
digital: shu zi, tsifrovoy, tsifrovye
distribution: distributions, distribuidora
economic: jing ji, ekonomicheskiy
electric: dian qi, dian li, elektricheskiy, elektro
electronic: electronics, dian zi, elektronika, elektronnyy, elektronnye, elektronik, electronica, elektronnaya
energy: energiya, energie, energetika, neng yuan, energia, enerji, energeticheskaya
engineering: engg, inzhiniring, inzhenernyy, gong cheng, ingenieria, engeneering, muhendislik
enterprise: enterprises, predpriyatie, predpriyatiye, qi ye, empresa, entreprise
equipment: equipments, oborudovanie, she bei, equipo, ekipman
experimental design bureau: okb, opytno konstruktorskoe byuro, special design bureau, skb
export: exports, eksport, chu kou, ihracat, exportaciones
factory: fabrika, gong chang, fabrik, fabrica
federation: federatsiya, federatsii
finance: finansy, finans, jin rong, finanzas
financial: finansovyy, finansovaya
foundation: fond, fundacion, stiftung, ji jin hui, fondation, vakfi
group: grp, gruppa, gruppe, groupe, grupo, ji tuan, gruppo, grup, geurup, gurupu, grupp, gruppy
holding: holdings, kholding, kong gu, holdingeu
import: imports, jin kou, ithalat, importaciones, importadora
industrial: ind, promyshlennyy, promyshlennaya, promyshlennoe, gong ye, kogyo, sanayi, sanaye, industria, prom,
    jungong eob
industry: industries, promyshlennost, industrie
information: xin xi, informatsionnyy, informatsionnye, informatsiya, informacion, informatsionnoe
innovation: innovations, chuang xin, innovatsii, innovatsionnyy, innovatsionnaya, inovasyon, innovatsiy, innovative
institute: institut, instituto, yan jiu suo, istituto, institutes, instituta
instrument: instruments, pribor, pribory, priborostroenie, yi qi, priborostroitelnyy
international: intl, int l, guo ji, mezhdunarodnyy, mezhdunarodnaya, internacional, internationale, uluslararasi,
    beynolmelal, internazionale
investment: investments, investitsii, tou zi, inversiones, invest, investissement, yatirim
laboratory: laboratoriya, shi yan shi, laboratorio, labs, lab, laboratories
logistics: logistika, wu liu, logistica, logistik, lojistik, logistique, logystyka
machinery: ji xie, mashinostroenie, makine, maquinaria, machinenbau, maschinenbau
machine building: mashinostroitelnyy, mashinostroitelnaya, mechanical engineering
management: guan li, upravlenie, yonetim
manufacturing: zhi zao, mfg, imalat, manufacture
maritime: morskoy, morskoe, morskaya, hai yang, hai shi, maritima, denizcilik
material: materials, cai liao, materialy
medical: meditsinskiy, yi liao, medikal, medico
metal: metals, metall, jin shu, metali, metagh
micro: mikro
military: voennyy, voennaya, voyennaya, voenno, jun shi, jun gong, militar
mining: gornyy, kuang ye, minera, madencilik
ministry: ministerstvo, ministere, ministerio, vezarat
nano: na mi
national: natsionalnyy, natsionalnaya, natsionalnoe, guo jia, nacional, nationale, melli, nazionale
network: networks, wang luo
of: for, fur, para, pour, dlya
oil: neft, neftyanaya, shi you, petrol, naft
optical: optics, guang xue, opticheskiy, optika
organization: organisation, organizatsiya, organizacion, zu zhi, sazman, sazeman
photoelectric: guang dian, optoelectronics, optoelectronic
plant: zavod, zavody, werk, usine, planta, zawod, zavodu
power: dong li
precision: jing mi, tochnyy, precise
private: chastnyy, chastnaya, si ying, privado, pvt
private military company: chvk, pmc, chastnaya voennaya kompaniya, chastnaya voyennaya kompaniya, private military
    company, pvk, private military security company, private military contractor
product: products, chan pin, produkt, productos
production: proizvodstvennyy, proizvodstvennaya, proizvodstvo, sheng chan, produccion
project: projects, proekt, xiang mu, proyecto
radio: radioelektronnyy, wu xian dian, radyo
real estate: fang di chan, nedvizhimost, inmobiliaria, gayrimenkul, immobilien
remote sensing: yao gan, distantsionnoe zondirovanie, teledetection, distantsionnogo zondirovaniya
research: issledovanie, yan jiu, forschung, investigacion, recherche, issledovatelskiy, r and d, arastirma
research and production: scientific and production, scientific production, nauchno proizvodstvennyy, nauchno
    proizvodstvennaya, nauchno proizvodstvennoe
research and production association: npo, scientific production association, nauchno proizvodstvennoe obedinenie
research and production concern: nauchno proizvodstvennyy kontsern, nauchno proizvodstvenny kontsern
research and production enterprise: npp, nauchno proizvodstvennoe predpriyatie, scientific production enterprise,
    npf
research and production company: npk
research institute: yan jiu yuan, nii, nauchno issledovatelskiy institut, scientific research institute, yan jiu suo
resources: resource, zi yuan, resursy, ressources, recursos
rocket: huo jian, raketa, raketnyy, raketno
satellite: wei xing, sputnik, satelite, sat, satellites, sputnikovyy, sputnikovye
science: nauka, ke xue, wissenschaft, ciencia, sciences, nauk, nauchnyy, nauchno
science technology: ke xue ji shu
security: bezopasnost, an quan, seguridad, bao an, guvenlik, okhrannaya, okhrannoe
service: services, svcs, svc, fu wu, servis, servicios, uslugi, khadamat
shipbuilding: sudostroenie, zao chuan, sudostroitelnyy, sudostroitelnaya
shipping: hang yun, chuan wu, sudokhodstvo, sudokhodnaya, navigation company, haeun
software: ruan jian
solution: solutions, resheniya
space: kong jian, kosmos, kosmicheskiy, kosmicheskaya, kosmicheskie, tai kong, kosmicheskogo, espacial, spatial,
    uzay, kong tian, fazaei
special: spetsialnyy, spets, spetsialnaya
state: gosudarstvennyy, gosudarstvennaya, gosudarstvennoe, guo ying, guo you, staatlich, dolati
steel: stal, gang tie, celik, acero, stahl, foolad
supply: gong ying, snabzhenie, supplies, suministros
system: systems, xi tong, sistemy, sistema, sistemas, sistemleri, sistem, systeme, sistems
tech: tekh, tekhno, tec, teknik, tekhnika
technical: tekhnicheskiy, tekhnicheskaya, tecnica, technique
technology: technologies, ke ji, ji shu, tekhnologii, tekhnologiya, tecnologia, technologie, teknoloji, tekhnologiy,
    science and technology, science technology, technol, gisul, gijutsu
telecommunications: dian xin, telekom, telecom, telekommunikatsii
trade: mao yi, shang mao, torgovyy, torgovlya, handel, comercio, commerce, ticaret, torgovaya, commerciale,
    comercial, bazargani, negoce
trading: comercializadora, torg
trading house: torgovyy dom, trade house
transport: transportnyy, yun shu, transporte, tashimacilik, transports, transportes, hovalot, perevozki
union: soyuz, lian he, lian meng, sojuz
united: obedinennyy, obedinennaya, unidos, obyedinyonnaya
university: universitet, da xue, universidad, universite, universitesi, universitat, daneshgah
works: kombinat
world: shi jie, mundial
"""
)
"""English generic words to the same terms of other languages: a dictionary of words, not of parties."""

HAN_GLOSSES = inverted(
    """
aerospace: 宇航, 航天, 航空航天, 空天
aviation: 航空
satellite: 卫星, 衛星
technology: 科技, 技术, 技術, 科学技术
science: 科学
research institute: 研究院, 研究所
research: 研究
space: 空间, 空間, 太空
group: 集团, 集團
engineering: 工程
electronic: 电子, 電子
information: 信息
communication: 通信
remote sensing: 遥感
system: 系统, 系統
international: 国际, 國際
trade: 贸易, 商贸
industrial: 工业, 工業
development: 发展, 開発, 开发
service: 服务
equipment: 设备, 装备
manufacturing: 制造
machinery: 机械
investment: 投资
holding: 控股
bank: 银行, 銀行
university: 大学, 大學
academy: 学院
chinese academy of sciences: 中国科学院
academy of sciences: 科学院
innovation: 创新
data: 数据
intelligent: 智能
software: 软件
network: 网络
energy: 能源
electric power: 电力
material: 材料
photoelectric: 光电
optical: 光学
instrument: 仪器
logistics: 物流
transport: 运输
shipping: 航运
ocean: 远洋
maritime: 海洋
import export: 进出口
industry: 实业, 產業, 产业
enterprise: 企业
company: 公司
center: 中心
rocket: 火箭
navigation: 导航
radar: 雷达
micro nano: 微纳
starry sky: 星空
national: 国家
united: 联合
trading: 商事
suisan: 水産
textile: 繊維
bussan: 物産
"""
)
"""The same for terms in Han characters, longest first when read."""

PLACES = inverted(
    """
beijing: 北京
shanghai: 上海
tianjin: 天津
chongqing: 重庆
shenzhen: 深圳
guangzhou: 广州
hong kong: 香港
taiwan: 台湾
macau: 澳门
guangdong: 广东
jiangsu: 江苏
zhejiang: 浙江
shandong: 山东
hebei: 河北
henan: 河南
hubei: 湖北
hunan: 湖南
sichuan: 四川
shaanxi: 陕西
shanxi: 山西
jilin: 吉林
liaoning: 辽宁
fujian: 福建
anhui: 安徽
jiangxi: 江西
yunnan: 云南
guizhou: 贵州
hainan: 海南
gansu: 甘肃
xinjiang: 新疆
nanjing: 南京
hangzhou: 杭州
wuhan: 武汉
xian: 西安
chengdu: 成都
dalian: 大连
qingdao: 青岛
ningbo: 宁波
suzhou: 苏州
wuxi: 无锡
shenyang: 沈阳
harbin: 哈尔滨
changchun: 长春
changsha: 长沙
zhengzhou: 郑州
jinan: 济南
xiamen: 厦门
hefei: 合肥
china: 中国
"""
)
"""Places that Chinese firms' names begin with (place, trade name, trade, form): they say where, not who."""

BRANCHES = frozenset(
    "japan korea india singapore malaysia germany deutschland france netherlands nederland belgium luxembourg italy "
    "italia spain switzerland austria poland canada australia brazil mexico europe asia africa america".split()
)
"""Places that firms' names end with: they say which branch, not which firm."""
