"""What organisations are and do, in many languages: a dictionary of generic words, not of parties."""

from __future__ import annotations

from sarcheck.vocabulary.rows import inverted, table

__all__ = ["GENERIC", "GLOSSES", "HAN_GLOSSES"]

GENERIC = frozenset(
    """
    academy accounting administration advanced advertising advisory aerial aero aerospace affairs agencies agency
    agricultural agriculture agro air airlines airways aluminum analytics apparel applied asset assets association
    attorneys audit authority auto automation automotive aviation bakery bank banking base batteries battery bearing
    bearings beauty beverage beverages biotech biotechnology board boiler boilers branch brewery bricks broker
    brokerage bros brothers builders building bureau business cable cables cargo carriers catering cement center
    central ceramics chemical chemicals chemistry city civil cleaning clinic cloud club coal coatings coffee college
    commerce commercial commission committee communication communications components computer concern concrete
    construction consult consultancy consultants consulting contracting contractor contractors control cooling
    cooperation copper corporate cosmetics cotton council crew crewing cyber dairy data defense dental department
    design development devices diagnostics diesel digital direction directorate distribution division drilling drones
    dynamics earth east economic education electric electrical electricity electromechanical electronic electronics
    energy engineer engineering enterprise enterprises enterprize entertainment environment environmental equipment
    equity establishment estate event events exchange experimental exploration export exports express fabrics
    factoring factory farm farming farms fashion federal federation fertilizer fertilizers film films finance
    financial firm fish fisheries fishing fleet food foods footwear force forces foreign forum foundation freight
    front fruit fruits fuel fund furniture games gaming garment garments gas general geo geospatial glass global gold
    government grain grand granite green grid group guard hardware headquarters heating heavy high holding holdings
    home hospital hotel hotels house hydraulic hydraulics hydro imaging import imports independent industrial
    industries industry information infotech infrastructure innovation innovations innovative inspection institute
    institution instrument instruments insurance integrated intelligence intelligent international internet invest
    investment investments iron islamic jewellery jewelry kindergarten knitwear laboratory lamps land law leasing
    leather legal lighting line lines logistics lubricants machine machinery main management manufacturing mapping
    marble marine maritime market marketing material materials meat mechanical media medical medicine mesh metal
    metallurgical metallurgy metals micro military mineral minerals mining ministry mobile modern molds motor motors
    moulds movement music nano national naval navigation network networks new nickel north nuclear observation office
    offshore oil online optical optics organization overseas packaging paint paints paper partners parts party payment
    payments petrochemical petrol petroleum pharma pharmaceutical pharmaceuticals phones physics pipe pipeline pipes
    plant plast plastic plastics platform plus pneumatics police polymer polymers port ports poultry power precision
    press print printing private process processing produce product production products program project projects
    promotion properties property public publishers publishing pumps quarry radar radio railway railways real realty
    recruitment recycling refinery refrigeration regional remote republic research resort resorts resources restaurant
    retail revolutionary rice roads robotics rocket rubber school science sciences scientific scrap sea seafood
    securities security seeds semiconductor sensing service services ship shipbuilding shipping shipyard shoes shop
    silver small smart social societe society software solar solution solutions south space spare spares special
    specialized spices sports staffing star state steel storage store stores strategic studio studios sugar
    supermarket supply support survey system systems tanker tankers tax tea tech technic technical technics techno
    technological technology telecom telecommunications television terminal terminals testing textile textiles the
    timber tire tires tobacco tool tooling tools tourism tours toys trade trader traders trading training transport
    transportation travel trust turbine tyre tyres union united university unmanned valves vegetables vehicle vehicles
    ventilation venture ventures vessel veterinary war waste water wealth web west wholesale wire wood works workshop
    world yarn zinc
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
electronic: electronics, dian zi, jeon ja, denshi, elektronika, elektronnyy, elektronnye,
    elektronik, electronica, elektronnaya
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
industrial: ind, gong eob, promyshlennyy, promyshlennaya, promyshlennoe, gong ye, kogyo, sanayi, sanaye, industria,
    prom, jungong eob
industry: industries, promyshlennost, industrie
information: xin xi, informatsionnyy, informatsionnye, informatsiya, informacion, informatsionnoe
innovation: innovations, chuang xin, innovatsii, innovatsionnyy, innovatsionnaya, inovasyon, innovatsiy, innovative
institute: institut, instituto, yan jiu suo, istituto, institutes, instituta
instrument: instruments, pribor, pribory, priborostroenie, yi qi, priborostroitelnyy
international: intl, int l, guo ji, mezhdunarodnyy, mezhdunarodnaya, internacional, internationale, uluslararasi,
    beynolmelal, internazionale
investment: investments, investitsii, tou zi, inversiones, invest, investissement, yatirim
laboratory: laboratoriya, shi yan shi, laboratorio, labs, lab, laboratories
logistics: lvgystykh, lvgystyka, logistika, wu liu, logistica, logistik, lojistik, logistique, logystyka
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
research and production center: npc, npts, nauchno proizvodstvennyy tsentr, scientific and production center, scientific
    production center
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
transport: hvblvt, transportnyy, yun shu, transporte, tashimacilik, transports, transportes, hovalot, perevozki
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
