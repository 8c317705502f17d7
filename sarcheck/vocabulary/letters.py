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
    "HAN_TRADITIONAL",
    "HEBREW",
    "LATIN",
    "LIKE_HANDWRITING",
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

LIKE_HANDWRITING = dict(zip("гпитьяю", "rnumbRl", strict=True))
"""Cyrillic letters that look like a Latin one in some type or hand only."""

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

HAN_TRADITIONAL = dict(
    zip(
        "萬與專業東絲兩嚴喪個豐臨為麗舉義烏樂喬習鄉書買亂爭於虧雲亞產畝親億僅從侖倉儀們價眾優會傘偉傳傷倫偽體"
        "餘傭側僑儉債傾償儲兒黨蘭關興養獸內岡冊寫軍農馮決況凍淨涼減湊幾鳳憑凱擊劃劉則剛創刪別劍劑勁動務勝勞勢"
        "勳匯區醫華協單賣盧衛廠廳歷厲壓厭縣參雙發變敘葉號嘆嚇嗎啟吳員響啞團園圍國圖圓聖場壞塊堅壇壩墳墜壘壯聲"
        "處備復夠頭誇奪奮奧婦媽孫學寧寶實寵審憲宮寬賓對尋導壽將爾塵嘗層屬歲豈嶺島峽嶄嶼幣帥師帳帶幫並廣莊慶庫"
        "應廟開異棄張彌彎彈強歸當錄徹徑憂懷態總戀恆惡惱愛慘懲慣戰戲戶執擴掃揚擾撫拋搶護報擔擬擁攔擇掛揮損換據"
        "攝敵數斬斷無舊時曠曉曬暫術樸機殺雜權條來楊極構槍楓標樹橋檢樓橫歐殘氣漢湯溝沒滬滄漸溫灣濕滿濱瀋潛澤潤"
        "濟濤瀏渾濃煉煙燈燒爐熱煥獨獅獎環現瑪璽電畫暢瘋皚盤監蓋眞礦碼磚確礎禮禍離種積稱穩窮竅競筆築簽簡糧紅紀"
        "約級純紗納紙紐線組終經結絕統絡給維綱網緒續綠緊編緣縮織繼羅職聯聰肅膠腦腳臺艦艙藝節蘇範藍藥蓮薩蔣蕭薦"
        "蟲補襲製複見觀規視覺覽計訂訊討訓記許設訪證評識診詞試詩話該詳語誤說請諸課調談謀謝謙講譜貝負財責賢敗貨"
        "質販貫貴貸貿費賀資賴賞賽贊趙趕躍踐車軌軒轉輪軟轟輔輕載輝輯輸轄達遷過運還這進遠違連遲邁適選遺遼邊鄧鄭"
        "鄰醬釋鑒針釣鈔鐘鋼鑰鈣鉅鐵鉛銀銅銳鋒鋁錢錦鍵鍋鎖鎮鏡長門閃閉問間閣閱隊陽陰陣階際陸陳險隨隱難雛雞霧靈"
        "靜韋韓頁頂項順須頓預領頻題顏額願顧顯風飛飯飲館馬馭駐駛駕驅驗騰驕魚魯鮮鳥鳴鴻鵬鷹麥黃點齊齒龍龜緯測遙"
        "衝濰諮詢衆崑崗嶽羣峯贛虛",
        "万与专业东丝两严丧个丰临为丽举义乌乐乔习乡书买乱争于亏云亚产亩亲亿仅从仑仓仪们价众优会伞伟传伤伦伪体"
        "余佣侧侨俭债倾偿储儿党兰关兴养兽内冈册写军农冯决况冻净凉减凑几凤凭凯击划刘则刚创删别剑剂劲动务胜劳势"
        "勋汇区医华协单卖卢卫厂厅历厉压厌县参双发变叙叶号叹吓吗启吴员响哑团园围国图圆圣场坏块坚坛坝坟坠垒壮声"
        "处备复够头夸夺奋奥妇妈孙学宁宝实宠审宪宫宽宾对寻导寿将尔尘尝层属岁岂岭岛峡崭屿币帅师帐带帮并广庄庆库"
        "应庙开异弃张弥弯弹强归当录彻径忧怀态总恋恒恶恼爱惨惩惯战戏户执扩扫扬扰抚抛抢护报担拟拥拦择挂挥损换据"
        "摄敌数斩断无旧时旷晓晒暂术朴机杀杂权条来杨极构枪枫标树桥检楼横欧残气汉汤沟没沪沧渐温湾湿满滨沈潜泽润"
        "济涛浏浑浓炼烟灯烧炉热焕独狮奖环现玛玺电画畅疯皑盘监盖真矿码砖确础礼祸离种积称稳穷窍竞笔筑签简粮红纪"
        "约级纯纱纳纸纽线组终经结绝统络给维纲网绪续绿紧编缘缩织继罗职联聪肃胶脑脚台舰舱艺节苏范蓝药莲萨蒋萧荐"
        "虫补袭制复见观规视觉览计订讯讨训记许设访证评识诊词试诗话该详语误说请诸课调谈谋谢谦讲谱贝负财责贤败货"
        "质贩贯贵贷贸费贺资赖赏赛赞赵赶跃践车轨轩转轮软轰辅轻载辉辑输辖达迁过运还这进远违连迟迈适选遗辽边邓郑"
        "邻酱释鉴针钓钞钟钢钥钙巨铁铅银铜锐锋铝钱锦键锅锁镇镜长门闪闭问间阁阅队阳阴阵阶际陆陈险随隐难雏鸡雾灵"
        "静韦韩页顶项顺须顿预领频题颜额愿顾显风飞饭饮馆马驭驻驶驾驱验腾骄鱼鲁鲜鸟鸣鸿鹏鹰麦黄点齐齿龙龟纬测遥"
        "冲潍咨询众昆岗岳群峰赣虚",
        strict=True,
    )
)
"""Traditional Han characters to the simplified ones, of those that names of firms are made of."""

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
