# SPDX-License-Identifier: Apache-2.0
"""Words of the list of names as people with these names usually spell them in Latin letters.

Where a script leaves vowels, tones or syllables unwritten no rule gives the usual spelling, so the words are written
down one by one: by custom of passports and the press. ``/`` parts rival spellings, of which each is asked for. This is
a judge of the likeness of names; the program does not use it.
"""

from typing import Final

KHMER: Final = (
    "សុខ=sok/sokh ជា=chea/chia ហេង=heng ឆៃ=chhay/chhai សាន=san/sarn ពិន=pin/pen ស៊ន=sorn/sun "
    "លឹម=lim/lem អ៊ុន=oun/un តាំង=taing/tang ម៉ក់=mok/mak ខ្លូត=khlot/khloth ទូច=touch/toch "
    "ឃិន=khin/khen យិន=yin/yen អេង=eng សេង=seng សៀង=sieng/sieang សួន=suon/soun "
    "ជៀង=chieng/chiang វិជ្ជា=vichea/vicchea ប៊ុនលី=bunly/bunli ស្រីនាង=sreyneang/sreineang "
    "ពេជ្រ=pich/pech កុសល់=kosal/kosol សុវណ្ណ=sovann/sovan រតនា=rattana/ratana "
    "សារិន=sarin/saren សម្បត្តិ=sambath/sombath សេរី=serey/serei ឆៃហ្វុង=chhayfong/chhaifung "
    "ជ័យលាស=cheyleas/chayleas វណ្ណៈ=vannak/vannah អភិវឌ្ឍន៍=aphiwat/apivath "
    "សុភមង្គល=sopheakmongkol/sophakmongkul វិមាន=vimean/vimian នគរ=nokor/nakor "
    "បុប្ផា=bopha/bupha"
)
ARABIC: Final = (
    "المغاولة=almaghawla/al-mughawila معتوق=maatouq/matuq حنبولي=hanbouli/hanbuli "
    "نجيب=najib/nageeb مهنا=muhanna/mhanna عبد=abd/abdul الصّمد=alsamad/al-samad أبا=aba "
    "الخيل=alkhail/al-khayl نيازي=niyazi/niazi العليان=alolayan/al-ulayyan "
    "غسّان=ghassan/gassan آل=al رفيع=rafi/rafee زاكي=zaki/zaky بن=bin/ben لافي=lafi/lafy "
    "مؤمن=moamen/mumin علي=ali/aly ديسم=daysam/disam خضير=khudair/khodeir نادي=nadi/nady "
    "الشايع=alshaya/al-shayie الغفّار=alghaffar/al-ghafar صفوان=safwan عزّت=izzat/ezzat "
    "قصير=qusair/kaseer سالم=salem/salim حسين=hussein/husayn سعيد=saeed/said "
    "سلطان=sultan/soltan نظام=nizam/nedham شربتلي=sharbatly/sharbatli لقمان=luqman/lokman "
    "الدباغ=aldabbagh/al-dabagh مالك=malik/malek لادن=laden/ladin ناصر=nasser/nasir "
    "الدّين=aldin/eddine سعود=saud/saoud التّواب=altawwab/al-tawab روعة=rawa/rawaa "
    "الراشد=alrashed/al-rashid ميار=mayar مقطة=moqta/muqatta بثينة=buthaina/bothayna "
    "أبو=abu/abou داوود=dawood/daoud سامح=sameh/samih العجلان=alajlan/al-ajlan يانع=yana/yanie "
    "الجبّار=aljabbar/al-gabbar عارف=arif/aref خلدون=khaldoun/khaldun "
    "الحجار=alhajjar/al-haggar حسيب=haseeb/hasib قحطان=qahtan/kahtan"
)
HEBREW: Final = (
    "כהן=cohen/kohen מרקוביץ=markovitz/markovich הורוביץ=horowitz/horovitz סיני=sinai/sinay "
    "אוחיון=ohayon/ohayoun חן=chen/hen אלוש=alush/aloush דהרי=dahari/dahary "
    "שיבלי=shibli/shibly ביטון=biton/bitton מחאמיד=mahamid/mahameed לוי=levi/levy "
    "שביט=shavit/shaveet עמאש=amash/ammash מזרחי=mizrahi/mizrachi וולף=wolf/volf גל=gal "
    "חדד=hadad/haddad נחמני=nahmani/nachmani שקד=shaked מלול=malul/maloul חורי=khoury/huri "
    "חזן=hazan/chazan איוב=ayub/ayoub גיל=gil אלה=ella/ela ליה=lia/liya פנחס=pinhas/pinchas "
    "אלעזר=elazar/eleazar ליבי=libi/libby איתמר=itamar/ithamar ישראל=israel/yisrael "
    "איתן=eitan/etan בניה=benaya/bnaya נטע=neta/netta רוני=roni/ronny אלמה=alma חיה=haya/chaya "
    "לירוי=liroy/leeroy עומרי=omri/omry יובל=yuval/yuvall איתי=itai/itay יצחק=yitzhak/itzhak "
    "מיכאל=michael/mikhael אמה=emma/ema שאול=shaul/shaoul עלי=ali/eli עומר=omer/omar "
    "הראל=harel אור=or/orr מילי=mili/milly גאיה=gaia/gaya גילי=gili/gilly"
)
THAI: Final = (
    "ธูปะวิโรจน์=thupawirot/thoopavirote อนิวัฒน์=aniwat/aniwath นานายน=nanayon "
    "ขอดิเยาะ=khodiyo/khodiyoh นุชแนวนุ่ม=nutnaeonum/nuchnaewnoom ภาสินี=phasini/pasinee "
    "ปานสุวรรณ=pansuwan/parnsuwan ภูวัน=phuwan/poowan ถนัดอักษร=thanataksorn/tanataksorn "
    "จิตรลดา=chitlada/jitlada ธรรมนิยม=thamniyom/tamniyom วาสุเทพ=wasuthep/vasuthep "
    "บุญศล=bunson/boonson ปาริตา=parita/parida ดวงทับทิม=duangthapthim/duangtubtim "
    "ทัตธน=thatthon/tattana เจริญรัมย์=charoenram/jaroenrum มนัญชยา=mananchaya/manunchaya "
    "ปรีชากุลเศรษฐ์=prichakunset/preechakulset ลักษมี=laksami/luxmee "
    "ทองสินธุ์=thongsin/tongsin ปัตถพงษ์=patthaphong/pattapong ฉายแสง=chaisaeng/chaysang "
    "พรสวรรค์=phonsawan/pornsawan ไชยภา=chaiyapha/chaiyapa กิติกานต์=kitikan/kitikarn "
    "ผลบุญ=phonbun/polboon อชิตะวีร์=achitawi/achitawee "
    "ถนัดการเขียน=thanatkankhian/tanatkarnkhien นัฐพล=natthaphon/nattapol "
    "พันเทพ=phanthep/punthep หอมพิกุล=homphikun/hompikul ธมน=thamon/tamon "
    "ชำนาญวาด=chamnanwat/chumnanwad เมษา=mesa/maesa ดีตพันธุ์=ditphan/deetpun "
    "รังสินี=rangsini/rungsinee ดำริห์ชอบ=damrichop/dumrichob จรรยพร=chanyaphon/janyaporn "
    "นำธวัช=namthawat/numtawat สิทธิชัย=sitthichai/sittichai "
    "ทองสุกเลิศ=thongsukloet/tongsooklert สุชิน=suchin/suchin "
    "นับเนื่องนอ=napnueangno/nubnuengnor ธัญเสถียร=thansathian/tunsathien ธเนษฐ=thanet/taned "
    "ศิวะวรเวท=siwaworawet/sivavoravet ภควัฒน์=phakhawat/pakawat น้ำทิพย์=namthip/numtip "
    "นิภา=nipha/nipa พรสีมา=phonsima/pornseema เสรี=seri/seree บัวเผื่อน=buaphuean/buapuen "
    "ยศพนต์=yotsaphon/yosapon นามขำ=namkham/narmkhum เลิศเดช=loetdet/lertdech "
    "ถาวรรัตน=thawonrat/tavornrat อำไพ=amphai/umpai"
)
KOREAN: Final = (
    "박=bak/park/pak 장=jang/chang 이=i/lee/yi 서=seo/so 김=gim/kim 하=ha 강=gang/kang "
    "최=choe/choi/ch'oe 허=heo/hur/ho 안=an/ahn 나=na/ra 한=han/hahn 윤=yun/yoon 수빈=subin/soobin "
    "은경=eungyeong/eunkyung/ŭn'gyŏng 명숙=myeongsuk/myungsook/myŏngsuk 상호=sangho/sangho "
    "민준=minjun/minjoon 은서=eunseo/eunsuh/ŭnsŏ 정남=jeongnam/jungnam/chŏngnam "
    "병철=byeongcheol/byungchul/pyŏngch'ŏl 성수=seongsu/sungsoo/sŏngsu 지후=jihu/jihoo/chihu "
    "명자=myeongja/myungja/myŏngja 숙자=sukja/sookja/sukcha 예은=yeeun/yeeun "
    "정웅=jeongung/jungwoong/chŏngung 현준=hyeonjun/hyunjoon/hyŏnjun 영호=yeongho/youngho/yŏngho "
    "민수=minsu/minsoo 재호=jaeho/jaeho/chaeho 준서=junseo/joonsuh/chunsŏ "
    "경희=gyeonghui/kyunghee/kyŏnghŭi 현우=hyeonu/hyunwoo/hyŏnu 승현=seunghyeon/seunghyun/sŭnghyŏn "
    "도현=dohyeon/dohyun/tohyŏn 은지=eunji/eunjee/ŭnji 영미=yeongmi/youngmi/yŏngmi "
    "성현=seonghyeon/sunghyun/sŏnghyŏn 성호=seongho/sungho/sŏngho"
)
JAPANESE: Final = (
    "松本=matsumoto 山口=yamaguchi 藤田=fujita 井上=inoue/inouye 石川=ishikawa 高橋=takahashi 伊藤=ito/itoh "
    "鈴木=suzuki 吉田=yoshida 山本=yamamoto 長谷川=hasegawa 清水=shimizu 加藤=kato/katoh 藤原=fujiwara "
    "山田=yamada 渡辺=watanabe 中島=nakajima 佐々木=sasaki 森=mori 七夏=nanaka 陽子=yoko/youko 学=manabu "
    "稔=minoru 翔太=shota/shouta 里佳=rika 洋介=yosuke/yousuke 桃子=momoko 太一=taichi "
    "聡太郎=sotaro/soutarou 加奈=kana 直人=naoto 浩=hiroshi 千代=chiyo 健一=kenichi/ken'ichi "
    "京助=kyosuke/kyousuke 美加子=mikako 亮介=ryosuke/ryousuke 花子=hanako 裕樹=yuki/yuuki "
    "修平=shuhei/shuuhei"
)
CHINESE: Final = (
    "郭=guo 陈陳=chen 杨楊洋=yang 李=li 刘=liu 胡=hu 周=zhou 薛=xue 曹=cao 丁=ding 袁=yuan 张張=zhang 苏=su "
    "荆=jing 卢=lu 雷=lei 丹=dan 桂=gui 芝=zhi 龙龍=long 秀=xiu 梅=mei 帆=fan 玉=yu 婷=ting 建=jian 军=jun "
    "云雲=yun 花华華=hua 兰蘭=lan 雪=xue 凤=feng 英=ying 晶=jing 淑=shu 娟=juan 柳=liu 刚=gang 珍=zhen 波=bo "
    "荣=rong 静=jing 海=hai 燕=yan 飞=fei 磊=lei 徐=xu 莊=zhuang 吳=wu 田=tian 林=lin 邱=qiu 謝=xie 潘=pan "
    "黃=huang 王=wang 蔡=cai 史=shi 曾=zeng 月=yue 娥=e 文=wen 玲=ling 雄=xiong 恩=en 碩=shuo 金=jin "
    "成=cheng 雅=ya 惠=hui 美=mei 俊=jun 明=ming 志=zhi 宏=hong 遠=yuan 麗=li 賢=xian 豪=hao 佑=you 碧=bi "
    "素=su 柏=bo 宇=yu"
)
