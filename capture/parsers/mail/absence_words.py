"""The words of automatic answers, language by language: data for ``absence``, which folds them."""

# They begin a subject, whatever follows.
AUTOMATIC = (
    "auto reply", "auto-reply", "autoreply", "auto response", "auto-response", "autoresponse", "auto answer", "auto-answer",
    "automatic reply", "automatic response", "automatic answer", "automated reply", "automated response", "out of office",
    "out of the office", "out-of-office", "away from office", "away from the office", "away from my office", "away until",
    "vacation reply", "vacation response", "vacation notice", "i am out of", "i'm out of", "return receipt (displayed)",
    "read receipt", "away message",
    "respuesta automática", "respuesta de vacaciones", "contestación automática", "mensaje automático", "fuera de oficina",
    "fuera de la oficina", "ausente de la oficina", "ausencia de la oficina", "estoy de vacaciones", "estoy fuera",
    "resposta automàtica", "fora de l'oficina", "erantzun automatikoa",
    "automatische antwort", "automatische e-mail", "automatische email", "automatische rückantwort", "autom. antwort",
    "automatische eingangsbestätigung", "abwesenheit", "abwesend", "nicht im büro", "ich bin im urlaub",
    "réponse automatique", "réponse d'absence", "absence du bureau", "absent du bureau", "absente du bureau", "message d'absence",
    "notification d'absence", "avis d'absence", "message automatique", "je suis absent",
    "risposta automatica", "fuori sede", "fuori ufficio", "fuori dall'ufficio", "assente dall'ufficio", "messaggio automatico",
    "resposta automática", "ausência temporária", "ausência do escritório", "ausente do escritório", "fora do escritório",
    "mensagem automática",
    "automatisch antwoord", "automatische reactie", "automatische beantwoording", "automatisch bericht", "afwezig", "niet aanwezig",
    "buiten kantoor",
    "odpowiedź automatyczna", "automatyczna odpowiedź", "autoodpowiedź", "poza biurem", "nieobecność w",
    "automatiskt svar", "automatisk svar", "autosvar", "frånvaromeddelande", "frånvarande", "fravær", "ikke på kontoret",
    "ej på kontoret", "inte på kontoret",
    "automaattinen vastaus", "poissa toimistolta", "automatická odpověď", "automatická odpoveď", "mimo kancelář",
    "automatikus válasz", "házon kívül", "răspuns automat", "otomatik yanıt", "otomatik cevap", "ofis dışında",
    "автоответ", "автоматический ответ", "автоматична відповідь", "автоматическое уведомление", "вне офиса", "меня нет в офисе",
    "автоматичен отговор", "automatski odgovor", "samodejni odgovor", "аутоматски одговор", "automatinis atsakymas",
    "automaatvastus", "automātiska atbilde", "αυτόματη απάντηση", "εκτός γραφείου",
    "自动答复", "自动回复", "自動回覆", "自動返信", "自動応答", "不在", "외출 중", "자동 회신", "자동 응답", "부재중", "부재 중",
    "رد تلقائي", "الرد التلقائي", "תשובה אוטומטית", "balasan otomatis", "trả lời tự động", "ตอบกลับอัตโนมัติ",
)  # fmt: skip
# They may begin what anybody writes about, so they must be all of it, or a colon or a date follows.
AWAY = (
    "ooo", "away", "on vacation", "on holiday", "on holidays", "on leave", "annual leave", "on annual leave",
    "maternity leave", "parental leave", "sick leave", "out sick",
    "de vacaciones", "ausente", "ausencia", "baja maternal", "de baja", "permiso de maternidad", "baja por maternidad",
    "im urlaub", "außer haus", "elternzeit", "mutterschutz",
    "absence", "absent", "absente", "absent(e)", "en congé", "en congés", "en vacances", "congé maternité",
    "assente", "assenza", "in ferie", "sono in ferie",
    "ausência", "de férias", "estou de férias",
    "afwezigheid", "met vakantie", "op vakantie", "nieobecność", "na urlopie",
    "frånvaro", "på semester", "på ferie", "borte", "poissa", "lomalla",
    "в отпуске",
)  # fmt: skip
# What anybody sells or plans, so a colon is not enough.
HOLIDAYS = (
    "vacation", "vacaciones", "urlaub", "congés", "ferie", "férias", "vakantie", "urlop", "semester", "dovolená", "szabadság",
    "concediu", "отпуск",
)  # fmt: skip
IS_AWAY = (
    r"\b(?:i am|i'm|i will be|i'll be|is|am|be|currently|now) (?:currently |now |presently )?(?:out of (?:the |my )?office"
    r"|away from (?:the |my )?(?:office|desk)|on (?:annual |parental |maternity |paternity |sick )?(?:leave|vacation|holidays?)\b)"
    r"|\b(?:estoy|estare|esta|me encuentro|estamos|permanecere)(?: actualmente| ahora)?,? (?:fuera de (?:la |mi )?oficina"
    r"|de vacaciones|ausente|de baja|de permiso)"
    r"|\b(?:ich bin|bin ich|ich befinde mich)\b.{0,60}\b(?:nicht im (?:buro|haus)|im urlaub|abwesend|ausser haus|nicht erreichbar)"
    r"|\bje (?:suis|serai)(?: actuellement| presentement)? (?:absente?|en conges?\b|en vacances|hors du bureau)"
    r"|\b(?:sono|saro)(?: attualmente)? (?:in ferie|fuori (?:ufficio|sede)|assente)"
    r"|\b(?:estou|estarei|encontro-me)(?: atualmente| de momento)? (?:de ferias|ausente|fora do escritorio)"
    r"|\bik ben\b.{0,40}\b(?:niet aanwezig|afwezig|met vakantie|op vakantie|buiten kantoor)"
    r"|\b(?:jestem|przebywam|bede)(?: obecnie)? (?:na urlopie|poza biurem|nieobecn)"
    r"|\bjag ar\b.{0,40}\b(?:pa semester|franvarande|inte pa kontoret|bortrest)"
)
SELF = (
    r"\bthis (?:is|was) an? (?:automat(?:ed|ic)|auto-?generated|automatically generated|system.generated|computer.generated)"
    r" (?:e-?mail |mail )?(?:auto-?)?(?:reply|response|message|e-?mail|mail|acknowledge?ment|confirmation|answer)"
    r"|\bthis (?:reply|response|message|e-?mail) (?:was|is|has been) (?:sent|generated|created) automatically"
    r"|\beste es un (?:mensaje|correo|e-?mail)(?: electronico)? (?:automatico|autogenerado|(?:generado|enviado) automaticamente)"
    r"|\besta es una respuesta (?:automatica|generada automaticamente)|\bmensaje generado (?:de forma automatica|automaticamente)"
    r"|\bdies ist eine automatisch(?:e| generierte| erstellte| erzeugte| versendete)? (?:e-?mail|antwort|nachricht|mail"
    r"|eingangsbestatigung)|\bdiese (?:e-?mail|nachricht|mail) wurde automatisch (?:erstellt|generiert|erzeugt|vers\w+)"
    r"|\bceci est une? (?:reponse|message|e-?mail|courriel|mail)(?: \w+)? ?automatique"
    r"|\b(?:message|reponse|e-?mail|courriel) (?:genere|envoye)e? automatiquement"
    r"|\bquest[ao] e una? (?:risposta|messaggio|e-?mail) (?:automatic[ao]|generat[ao] automaticamente)"
    r"|\besta e uma (?:resposta|mensagem) automatica|\b(?:mensagem|resposta) gerada automaticamente"
    r"|\bdit is een automatische? (?:gegenereerde? )?(?:bericht|antwoord|e-?mail|reactie|ontvangstbevestiging)"
    r"|\bwiadomosc (?:zosta[lł]a )?wygenerowana automatycznie|\bto jest (?:wiadomosc|odpowiedz) (?:automatyczna|wygenerowana)"
    r"|\bdetta ar ett automatiskt? (?:svar|meddelande|mejl)|\bdette er (?:et|en) automatisk (?:generert )?(?:svar|melding|besked)"
)
LEFT = (
    r"\b(?:i|he|she) no longer works?\b|\bno longer (?:works?|working|employed|with|at) (?:for|at|with|here|by|the company)"
    r"|\bis no longer (?:with|employed|working|at)\b|\b(?:i|he|she) (?:have|has) left (?:the company|the organi[sz]ation|my position)"
    r"|\bya no trabaj[oa]\b|\bya no form[oa] parte|\b(?:he|ha) dejado (?:la empresa|de trabajar|la compania)|\bdej[eo] de trabajar"
    r"|\bnicht mehr (?:bei|fur)\b.{0,40}\b(?:tatig|beschaftigt)|\bnicht mehr im unternehmen|\b(?:unternehmen|firma) verlassen"
    r"|\bne (?:travaille|fais|fait) plus (?:partie|chez|pour|dans)|\b(?:j'ai|a) quitte (?:la societe|l'entreprise)"
    r"|\bnon lavor[oa] piu|\bja nao trabalh[oa]|\bniet (?:meer|langer) werkzaam|\bwerkt? niet meer"
    r"|\bjuz nie pracuj|\bnie pracuj\w juz|\barbetar inte langre|\bjobber ikke lenger"
)
