"""The words by which mails are understood, language by language: data, kept apart from the rules that use it.

Folded (lower case, no accents) where the rule that uses them folds the text, with accents where it does not.
"""

import re
from collections.abc import Mapping


RETURNED = re.compile(
    r"undeliver(?:able|ed)|delivery (?:status )?(?:notification|failure|has failed|report|error|status)"
    r"|(?:mail|message|e-?mail) delivery|delivery notification|deliver(?:y)? fail|returned (?:mail|message)"
    r"|failure notice|could not be delivered|mail system error|non.?delivery|mail could not|undelivered"
    r"|delayed mail|message has failed|bounce notification|loop alert|nondeliverable|message status"
    r"|no se (?:pudo|ha podido) entregar|no entregado|error de entrega|unzustellbar|nicht zugestellt"
    r"|non remis|echec de (?:la )?remise|mancata consegna|nao entregue|onbestelbaar|rejected by"
)
AWAY = re.compile(
    r"^(?:\[[^\]]*\]\s*)?(?:auto(?:matic|mated)?[ -]?(?:reply|response|answer)|automatic (?:reply|response)|autoreply"
    r"|out of (?:the )?office|away from (?:the |my )?office|vacation (?:reply|response|notice)|on (?:vacation|holiday)\b"
    r"|respuesta automatica|contestacion automatica|fuera de (?:la )?oficina|ausente de la oficina|estoy de vacaciones"
    r"|automatische (?:antwort|e-?mail)|abwesenheit|abwesend|nicht im buro"
    r"|reponse automatique|absence du bureau|absent du bureau|message d'absence"
    r"|risposta automatica|fuori (?:sede|ufficio)|resposta automatica|ausencia temporaria|fora do escritorio"
    r"|automatisch antwoord|afwezig|automatisk svar|autosvar|fravaer|automaattinen vastaus|poissa toimistolta"
    r"|odpowiedz automatyczna|automaticka odpoved|automatikus valasz|raspuns automat|otomatik yanıt|otomatik yanit"
    r"|автоответ|автоматическии ответ|自动答复|自动回复|自動回覆|自動返信|自動応答|不在)"
)
LEAVE = re.compile(
    r"(?:to|you (?:may|can|could)|click here to|how to|if you wish to|prefer to|like to) (?:unsubscribe|opt[ -]?out)"
    r"|unsubscribe (?:here|from this|link|instructions|by|at)|un-?subscribe:|\[unsubscribe\]|manage (?:your )?subscription"
    r"|subscribed to (?:this|the|our)|removed from (?:this|our|the) (?:mailing )?list|no longer (?:wish|want) to receive"
    r"|you (?:are receiving|received|have received) this (?:e-?mail|newsletter|message) because|stop receiving (?:these|this)"
    r"|dar(?:te|se|me)? de baja (?:de|en|haz|pulse|pincha)|no desea(?:s)? (?:seguir )?recib|cancelar (?:la |su |tu )?suscripcion"
    r"|newsletter (?:abmelden|abbestellen)|se desabonner|me desinscrire|cancellar(?:e|ti) (?:la |l')?iscrizione"
)
OPT_OUT = frozenset(
    (
        "unsubscribe",
        "baja",
        "darme de baja",
        "dar de baja",
        "remove",
        "remove me",
        "opt out",
        "opt-out",
        "stop",
    )
    + (
        "cancelar suscripcion",
        "desuscribir",
        "abmelden",
        "desabonnement",
        "se desabonner",
        "cancellami",
        "descadastrar",
    )
)

# "wrote", as it ends the line: English, Spanish, Portuguese, French, Italian, German, Dutch, Nordic, Slavic, Asian.
WROTE = (
    r"wrote|writes|said|sent|escribi[óo]|ha escrito|escribe|escreveu|escrita|a [ée]crit|[ée]crivait|ha scritto|scrisse"
    r"|schrieb(?: am)?|schreef|geschreven|het volgende geschreven|skrev|napisa[łl](?:\(a\)|a)?|napsal(?:\(a\)|a)?|nap[íi]sal"
    r"|kirjoitti|[íi]rta|a scris|yazd[ıi]|написав?(?:ла|л|ли)?|пише|пишет|написа|[έe]γραψε|écrit|va escriure|idatzi du"
    r"|写道|寫道|のメール|書きました|작성|đã viết|เขียน|menulis|kirjoittaa"
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
    r"|videresendt|oprindelig|alkuper[äa]inen|oryginalna|wiadomo[śs][ćc]|p[ůu]vodn[íi]|eredeti|исходное|пересылаемое"
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
    "from": "from|de|desde|von|da|van|fra|fr[åa]n|od|от|від|l[äa]hett[äa]j[äa]|felad[óo]|kimden|发件人|寄件者|差出人|보낸 ?사람"
    "|expediteur|mittente|remetente",
    "date": "sent|date|enviado(?: el)?|enviado em|fecha|gesendet|datum|envoy[ée](?: le)?|data|inviato|verzonden|sendt|skickat"
    "|dato|wys[łl]ano|odesl[áa]no|отправлено|дата|надіслано|p[äa]iv[äa]ys|l[äa]hetetty|k[üu]ldve|g[öo]nderildi|发送时间"
    "|日期|寄件日期|送信日時|日時|보낸 ?날짜|risposta|message du|enviat",
    "to": "to|para|an|[àa]|aan|til|till|do|komu|кому|vastaanottaja|c[íi]mzett|kime|收件人|收件者|宛先|받는 ?사람|per",
    "subject": "subject|asunto|betreff|objet|oggetto|onderwerp|emne|[äa]mne|assunto|temat|p[řr]edm[ěe]t|тема|aihe|t[áa]rgy|konu"
    "|主题|主旨|件名|제목|assumpte",
    "cc": "cc|copia|copie(?: [àa])?|kopie|kopia|kopi|копия|copy|抄送|副本|c[óo]pia",
    "reply": "reply-to|responder a|antwort an|r[ée]pondre [àa]|rispondi a",
}

DEVICE = re.compile(
    r"^\W*(?:sent (?:from|via|with|by|using) (?!us\b|our\b|the\b(?! all))|from my \w+|enviad[oa] (?:desde|con|do|a partir d)"
    r"|mandado desde|enviat (?:des|amb)|envoy[ée] (?:de|depuis|[àa] partir)|inviato d(?:a|al)\b|von mei\w+ .{0,40}gesendet"
    r"|gesendet (?:von|mit|aus)|diese nachricht wurde von .{0,60} gesendet|verzonden (?:met|vanaf|via)|sendt fra|skickat fr[åa]n"
    r"|wys[łl]an[eoa] z|odesl[áa]no z|l[äa]hetetty|отправлено (?:с|из)|надіслано|obten(?:er|ga) outlook|get outlook for"
    r"|download outlook|t[ée]l[ée]charger outlook|outlook f[üu]r .{0,12}herunterladen|scarica outlook"
    r"|someone from mobile|從我的|从我的|发自我的|發自我的|iphoneから送信|나의 iphone)",
    re.IGNORECASE,
)

LEGAL = re.compile(
    r"(?:^|[\s,])(?:s\.?\s?l\.?(?:\s?u\.?|\s?p\.?)?|s\.?\s?a\.?(?:\s?u\.?|\s?s\.?)?|s\.?\s?coop\.?|s\.?\s?r\.?\s?l\.?|s\.?\s?p\.?\s?a\.?"
    r"|ltd\.?|limited|llc|l\.l\.c\.|inc\.?|corp\.?|corporation|plc|llp|gmbh(?:\s?& co\.? kg)?|ag|kg|e\.k\.|ug|sarl|sas|sasu|eurl"
    r"|b\.?v\.?|n\.?v\.?|oy|ab|a/s|aps|lda\.?|ltda\.?|s\.a\. de c\.v\.|sp\. z o\.?o\.?|s\.r\.o\.|kft\.?|pty ltd|co\.)$",
    re.IGNORECASE,
)
TITLES = re.compile(
    r"\b(?:ceo|cto|cfo|coo|cmo|cio|founder|co-?founder|owner|president|vice president|vp|director[a]?|managing director|manager|head of"
    r"|chief|partner|engineer|consultant|architect|assistant|coordinator|specialist|buyer|purchasing|procurement|developer"
    r"|jef[ea]|responsable|gerente|encargad[oa]|administrador[a]?|propietari[oa]|soci[oa]|fundador[a]?|comercial|compras"
    r"|arquitect[oa]|ingenier[oa]|consultor[a]?|coordinador[a]?|t[ée]cnic[oa]|asesor[a]?|secretari[oa]|directeur|directrice|g[ée]rant"
    r"|gesch[äa]ftsf[üu]hrer(?:in)?|leiter(?:in)?|vertrieb|einkauf|titolare|amministratore|direttore|responsabile)\b",
    re.IGNORECASE,
)
GREETING = re.compile(
    r"^\W*(?:(?:best|kind|warm)?\s*regards|best|thanks|thank you|cheers|sincerely|yours|(?:un )?(?:cordial )?saludos?|atentamente"
    r"|un abrazo|gracias|mit freundlichen gr|viele gr|lg|mfg|cordialement|bien [àa] vous|cordiali saluti|distinti saluti|atenciosamente|med venlig)",
    re.IGNORECASE,
)

LABELS: Mapping[str, tuple[str, ...]] = {
    "full_name": ("name", "full name", "your name", "contact name", "nombre", "nombre completo", "nombre y apellidos", "su nombre",
                  "tu nombre", "nombre de contacto", "nom", "nom complet", "nom et prenom", "nome", "nome e cognome", "naam",
                  "navn", "namn", "contact", "contacto", "sender", "from", "de", "von"),
    "first_name": ("first name", "firstname", "given name", "nombre de pila", "prenom", "vorname", "voornaam", "fornavn", "fornamn"),
    "last_name": ("last name", "lastname", "surname", "family name", "apellidos", "apellido", "nom de famille", "cognome",
                  "nachname", "achternaam", "etternavn", "efternamn", "sobrenome"),
    "email": ("email", "e mail", "your email", "email address", "e mail address", "mail", "correo", "correo electronico",
              "email de contacto", "su email", "tu email", "direccion de correo", "adresse email", "adresse e mail", "courriel",
              "e mail adresse", "indirizzo email", "posta elettronica", "e post", "e mailadres"),
    "phone": ("phone", "your phone", "phone number", "telephone", "tel", "mobile", "cell", "telefono", "telefono movil", "movil",
              "numero de telefono", "telefono de contacto", "telefon", "telefonnummer", "handy", "telefoon", "telefoonnummer",
              "telefone", "celular", "cellulare", "numero di telefono", "numero de telephone", "portable"),
    "company": ("company", "company name", "your company", "business", "business name", "organization", "organisation", "empresa",
                "nombre de la empresa", "compania", "razon social", "societe", "entreprise", "firma", "unternehmen", "azienda",
                "bedrijf", "bedrijfsnaam", "virksomhed", "foretag"),
    "job_title": ("job title", "title", "position", "role", "cargo", "puesto", "fonction", "poste", "funktion", "ruolo", "functie"),
    "city": ("city", "town", "ciudad", "localidad", "poblacion", "ville", "ort", "stadt", "citta", "cidade", "plaats"),
    "country": ("country", "pais", "pays", "land", "paese"),
    "website": ("website", "web", "url", "pagina web", "sitio web", "site web", "webseite", "sito web"),
    "subject": ("subject", "asunto", "topic", "tema", "motivo", "objet", "sujet", "betreff", "oggetto", "onderwerp", "assunto",
                "interest", "interested in", "interes", "producto", "servicio", "product", "service"),
    "message": ("message", "your message", "message body", "comment", "comments", "enquiry", "inquiry", "question", "details",
                "mensaje", "su mensaje", "tu mensaje", "comentario", "comentarios", "consulta", "observaciones", "descripcion",
                "nachricht", "ihre nachricht", "mitteilung", "anfrage", "messaggio", "mensagem", "bericht", "besked",
                "meddelande", "votre message", "commentaire", "commentaires"),
}  # fmt: skip
END = re.compile(
    r"^\s*(?:-{2,}|_{3,}|={3,}|\*{3,})\s*$|^\s*(?:this e-?mail was sent from|este (?:correo|e-?mail|mensaje) (?:se ha enviado|fue enviado)|sent from:? http)",
    re.IGNORECASE,
)
# What a system may run when it is opened, by the end of its name.
RISKY = frozenset(
    (
        "ade",
        "adp",
        "app",
        "appx",
        "bat",
        "chm",
        "cmd",
        "com",
        "cpl",
        "dll",
        "dmg",
        "exe",
        "hta",
        "htm",
        "html",
        "img",
        "inf",
    )
    + (
        "ins",
        "iso",
        "jar",
        "js",
        "jse",
        "lnk",
        "mht",
        "msc",
        "msi",
        "msix",
        "msp",
        "mst",
        "pif",
        "ps1",
        "psm1",
        "reg",
        "scr",
    )
    + (
        "sct",
        "shb",
        "svg",
        "sys",
        "url",
        "vb",
        "vbe",
        "vbs",
        "vhd",
        "vhdx",
        "wsc",
        "wsf",
        "wsh",
        "xhtml",
        "xll",
        "docm",
    )
    + ("dotm", "xlsm", "xltm", "xlam", "pptm", "potm", "ppam")
)
# Elements of HTML that begin a line, and second levels under which names are given out, as in co.uk.
BLOCKS = frozenset(
    (
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "footer",
    )
    + (
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
    )
    + ("table", "tbody", "tfoot", "thead", "tr", "ul")
)
SECOND = frozenset(
    (
        "co",
        "com",
        "org",
        "net",
        "gov",
        "gob",
        "edu",
        "ac",
        "ltd",
        "plc",
        "or",
        "ne",
        "gv",
        "nom",
        "ind",
        "asso",
        "web",
    )
)
