"""Places in the names of organisations: they say where one is or which branch, not who it is."""

from __future__ import annotations

from sarcheck.vocabulary.rows import inverted, table

__all__ = ["BRANCHES", "NATIONS", "PLACES"]

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

NATIONS = table(
    """
afghanistan: afghan
algeria: algerian
arab: arabian, arabiya
armenia: armenian
azerbaijan: azerbaijani, azeri
bahrain: bahraini
bangladesh: bangladeshi
belarus: belarusian, belorussian, byelorussian, belorusskiy, belorusskaya, bielorus
bosnia: bosnian
britain: british
bulgaria: bulgarian
burma: burmese
chad: chadian
chile: chilean
china: chinese, zhongguo, zhong guo
colombia: colombian
congo: congolese
crimea: crimean, krym, krymskiy, krymskaya
cuba: cuban, cubana, cubano
cyprus: cypriot
egypt: egyptian
eritrea: eritrean
estonia: estonian
ethiopia: ethiopian
finland: finnish
georgia: georgian
greece: greek, hellenic
hungary: hungarian
indonesia: indonesian
iran: iranian, irani
iraq: iraqi
ireland: irish
israel: israeli
jordan: jordanian
kazakhstan: kazakh
kenya: kenyan
kuwait: kuwaiti
kyrgyzstan: kyrgyz
latvia: latvian
lebanon: lebanese
libya: libyan
lithuania: lithuanian
mali: malian
moldova: moldovan
mongolia: mongolian
montenegro: montenegrin
morocco: moroccan
myanmar: mianma
nicaragua: nicaraguan
nigeria: nigerian
norway: norwegian
oman: omani
pakistan: pakistani
palestine: palestinian
philippines: philippine
portugal: portuguese
qatar: qatari
romania: romanian
russia: russian, rossiya, rossii, rossiyskiy, rossiyskaya, rossiyskoe, rossiysky, rossiyskoye
rwanda: rwandan
saudi arabia: saudi arabian, saudi
serbia: serbian
somalia: somali
sudan: sudanese
sweden: swedish
syria: syrian
tajikistan: tajik
tanzania: tanzanian
thailand: thai
tunisia: tunisian
turkey: turkish, turkiye, turk
turkmenistan: turkmen
uganda: ugandan
ukraine: ukrainian
united arab emirates: uae
united kingdom: uk
united states: us, usa, united states of america
uzbekistan: uzbek
venezuela: venezuelan, venezolana, venezolano
vietnam: vietnamese
yemen: yemeni
zimbabwe: zimbabwean
korea: korean
japan: japanese
india: indian
malaysia: malaysian
germany: german, deutsche, deutsch
france: french, francais
italy: italian, italiana, italiano
spain: spanish, iberica
switzerland: swiss
austria: austrian
poland: polish, polska
canada: canadian
australia: australian
brazil: brazilian, brasil, brasileira
mexico: mexican, mexicana
"""
)
"""Nations, and the words for what is theirs: they say where a firm is, not which it is."""

BRANCHES = frozenset(
    "japan korea india singapore malaysia germany deutschland france netherlands nederland belgium luxembourg italy "
    "italia spain switzerland austria poland canada australia brazil mexico europe asia africa america".split()
)
"""Places that firms' names end with: they say which branch, not which firm."""
