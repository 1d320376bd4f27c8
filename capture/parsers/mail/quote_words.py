"""How mail programs introduce what they quote and sign what they send, language by language: data for ``quotes``."""

import re


# "wrote", as it ends the line: English, Spanish, Portuguese, French, Italian, German, Dutch, Nordic, Slavic, Asian.
WROTE = (
    r"wrote|writes|said|sent|escribi[óo]|ha escrito|escribe|escreveu|escrita|a [ée]crit|[ée]crivait|ha scritto|scrisse"
    r"|schrieb(?: am)?|schreef|geschreven|het volgende geschreven|skrev|napisa[łl](?:\(a\)|a)?|napsal(?:\(a\)|a)?|nap[íi]sal"
    r"|kirjoitti|[íi]rta|a scris|yazd[ıi]|написав?(?:ла|л|ли)?|пише|пишет|написа|[έe]γραψε|écrit|va escriure|idatzi du"
    r"|đã viết|menulis|kirjoittaa|geschrieben|pisze|pisał[ao]?|escribiu|raš[ėo]|para[šs][ėe]|napisao(?: je)?|napisala?|je napisao"
    r"|написао(?:/ла)?|kirjutas|rakstīja|shkroi|a scris|nap[íi]sal(?:\(a\))?|skrifaði"
)
# "wrote" where a language puts no space before it.
WROTE_GLUED = r"写道|寫道|のメール|(?:さん)?[はが]書きました|작성(?:함|했습니다)?|เขียนว่า|เขียน"
# Where the name alone stands for the verb: "Quoting Acme <…>:".
QUOTING = re.compile(
    r"^\W*(?:quoting|zitat von|citando a|citando|mensaje citado por|citeren|cytowanie|cytat|en r[ée]ponse [àa])\s[^\n]{3,200}:\s*$",
    re.IGNORECASE,
)
# How such a line begins: a word for "on", a date, a weekday, or somebody's name with an address.
BEGINS = re.compile(
    r"^\W*(?:on|el|le|am|il|op|em|den|de|w dniu|dnia|dne|em|no|a|kl|på|pe|на|в|στις|tarihinde|在|于|於|\d{1,4}"
    r"|lun|mar|mi[ée]|jue|vie|s[áa]b|dom|mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so|man|tir|tor|fre|l[øo]r|s[øo]n"
    r"|pon|wt|[śs]r|czw|pt|sob|ndz|пн|вт|ср|чт|пт|сб|вс|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|lunes|martes|mi[ée]rcoles|jueves|viernes|s[áa]bado|domingo|(?:lun|mar|mercre|jeu|vendre|same)di|dimanche"
    r"|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|(?:lune|marte|mercole|giove|vener)d[ìi]|domenica"
    r"|(?:segunda|ter[çc]a|quarta|quinta|sexta)(?:-feira)?|(?:maan|dins|woens|donder|vrij|zater|zon)dag"
    r"|(?:man|mån|tirs|tis|ons|tors|fre|l[øo]r|s[øoö]n)da[gn]?)[\s.,:/日年月-]",
    re.IGNORECASE,
)
RULER = re.compile(
    r"^[\s>*]*-{2,}\s*(?:original|forwarded|inline|reply|mensaje|message|mensagem|missatge|messaggio|nachricht"
    r"|urspr[üu]ngliche|weitergeleitete|weergegeven|oorspronkelijk|doorgestuurd|ursprungligt|vidarebefordrat|opprinnelig"
    r"|videresendt|oprindelig|alkuper[äa]inen|oryginalna|wiadomo[śs][ćc]|przekazana|p[ůu]vodn[íiá]|p[ôo]vodn[áaé]|eredeti|továbbított|исходное|пересылаемое"
    r"|mail original|e-?mail original|mesaj|[öo]zg[üu]n|[öo]rijinal|αρχικό|izvorna|originalna|originali|algne|原文|원본|전달된|edelleen|v[äa]litetty"
    r"|пересланное|переслане|оригінальне|原始|原邮件|转发|轉寄|元の)[^\n]{0,60}?-{2,}\s*$",
    re.IGNORECASE,
)
BEGIN_FORWARD = re.compile(
    r"^[\s>*]*(?:begin forwarded message|inicio del mensaje reenviado|d[ée]but du message (?:transf[ée]r[ée]|r[ée]exp[ée]di[ée])"
    r"|anfang der weitergeleiteten (?:nachricht|e-mail)|inizio messaggio inoltrato|in[íi]cio da mensagem (?:re)?encaminhada"
    r"|begin doorgestuurd bericht|mensaje reenviado)\s*:?\s*$",
    re.IGNORECASE,
)
FIELDS = {
    "from": "from|de|de la|desde|von|da|van|fra|fr[åa]n|od|от|від|l[äa]hett[äa]j[äa]|felad[óo]|kimden|发件人|寄件者|寄件人|差出人|보낸 ?사람"
    "|exp[ée]diteur|mittente|remetente|absender|avsender|afsender|από|šalje|шаље|מאת|من|từ|dari|nuo|saatja|จาก",
    "date": "sent|date|enviado(?: el)?|enviado em|fecha|gesendet|datum|envoy[ée](?: le)?|data|inviato|verzonden|sendt|skickat"
    "|dato|wys[łl]ano|odesl[áa]no|отправлено|дата|надіслано|p[äa]iv[äa]ys|l[äa]hetetty|k[üu]ldve|g[öo]nderildi|发送时间"
    "|日期|寄件日期|傳送日期|送信日時|日時|보낸 ?날짜|risposta|message du|enviat|στάλθηκε|ημερομηνία|trimis|изпратено|poslano|poslato"
    "|послато|נשלח|תאריך|تم الإرسال|التاريخ|đã gửi|ngày|dikirim|tanggal|išsiųsta|saadetud|kuupäev|datums|ส่ง|วันที่|elk[üu]ldve|tarih",
    "to": "to|para|an|[àa]|aan|til|till|do|komu|кому|vastaanottaja|c[íi]mzett|kime|收件人|收件者|宛先|받는 ?사람|per|per a|προς|c[ăa]tre|до|prima|za|за|прима|אל|إلى|đến|kepada|kam|adressaat|ถึง|empf[äa]nger|destinatari[oa]|destinataire",
    "subject": "subject|asunto|betreff|objet|oggetto|onderwerp|emne|[äa]mne|assunto|temat|p[řr]edm[ěe]t|тема|aihe|t[áa]rgy|konu"
    "|主题|主旨|件名|제목|assumpte|θέμα|subiect|относно|predmet|zadeva|наслов|נושא|الموضوع|ch[ủu] đ[ềe]|subjek|perihal|teema|pealkiri|เรื่อง|gaia",
    "cc": "cc|copia|copie(?: [àa])?|kopie|kopia|kopi|копия|copy|抄送|副本|c[óo]pia",
    "reply": "reply-to|responder a|antwort an|r[ée]pondre [àa]|rispondi a",
}

DEVICE = re.compile(
    r"^\W*(?:sent (?:from|via|with|by|using) (?!us\b|our\b|the\b(?! all))|from my \w+|enviad[oa] (?:desde|con|do|a partir d)"
    r"|mandado desde|enviat (?:des|amb)|envoy[ée] (?:de|depuis|[àa] partir)|inviato d(?:a|al)\b|von mei\w+ .{0,40}gesendet"
    r"|gesendet (?:von|mit|aus)|diese nachricht wurde von .{0,60} gesendet|verzonden (?:met|vanaf|via)|sendt fra|skickat fr[åa]n"
    r"|wys[łl]an[eoa] z|odesl[áa]no z|l[äa]hetetty|отправлено (?:с|из)|надіслано|obten(?:er|ga) outlook|get outlook for"
    r"|download outlook|t[ée]l[ée]charger outlook|outlook f[üu]r .{0,12}herunterladen|scarica outlook"
    r"|enviad[oa] (?:de|por|via) (?:mi\b|meu\b|outlook|yahoo|uol|gmail|bluemail|correo para|proton|samsung|m[óo]vil)"
    r"|inviato con|envoy[ée] avec|gesendet [üu]ber|verstuurd (?:met|vanaf|via|vanuit)|verzonden vanuit|baixe o outlook|descarga(?:r)? outlook"
    r"|outlook (?:f[üu]r|voor|for|pour|per|para) .{0,12}(?:beziehen|downloaden)|(?:pobierz|h[äa]mta|hent|last ned|lataa) .{0,12}outlook"
    r"|trimis (?:de pe|din|cu)|\S*iphone\S* g[öo]nderildi|\S+ uygulamas[ıi]ndan g[öo]nderildi|στάλθηκε από|από το (?:iphone|ipad|κινητό)"
    r"|נשלח מ|تم الإرسال من|أ[ُ]?رسلت من|مرسل من|k[üu]ldve (?:az? |innen)|poslano (?:z|s|iz)\b|послато са|изпратено от|odoslan[éeý] z|oslan[ée] z"
    r"|(?:đã |được )gửi từ|dikirim dari|ส่งจาก|i[šs]si[ųu]sta i[šs]|saadetud minu|virus-?free\W|libre de virus\W|sin virus\W|virenfrei\W"
    r"|someone from mobile|從我的|从我的|发自我的|發自我的|iphoneから送信|나의 iphone)",
    re.IGNORECASE,
)
# Lotus Notes writes all of it on one line: "Acme---03/11/2025 10:00:00---Dear Ana".
NOTES = re.compile(
    r"^[^\n]{1,120}?---+\s?\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}\s\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[AP]M)?\s?---+"
)
