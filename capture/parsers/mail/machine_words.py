"""The words by which machines' mails are known, folded, language by language: data for ``kind``."""

import re


RETURNED = re.compile(
    r"undeliver(?:able|ed)|delivery (?:status )?(?:notification|failure|has failed|report|error|status)"
    r"|(?:mail|message|e-?mail) delivery|delivery notification|deliver(?:y)? fail|returned (?:mail|message)"
    r"|failure notice|could not be delivered|mail system error|non.?delivery|mail could not|undelivered"
    r"|delayed mail|message has failed|bounce notification|loop alert|nondeliverable|message status"
    r"|no se (?:pudo|ha podido) entregar|no entregado|error de entrega|unzustellbar|nicht zugestellt"
    r"|non remis|echec de (?:la )?remise|mancata consegna|nao entregue|onbestelbaar|rejected by"
    r"|no se puede entregar|non recapitabile|impossibile recapitare|nao e possivel entregar|nao foi possivel entregar"
    r"|impossible de remettre|nie mo(?:z|ż)na dostarczyc|niedostarcz|kunde inte levereras|kan inte levereras|kan ikke leveres"
    r"|ei voi toimittaa|toimittaminen epaonnistui|nedoruciteln|nelze dorucit|kezbesithetetlen|nelivrabil|teslim edilemed"
    r"|недоставлен|не удалось доставить|ошибка доставки|αδυναμια παραδοσης|配信不能|配信できません|配信エラー|退信|未送达|无法传递"
    r"|无法送达|未传递|無法傳遞"
)
# What a mail server says of an address, in words or by a code (RFC 3463).
REFUSED = re.compile(
    r"\b5\d\d[ -]5\.\d\.\d|#5\.\d\.\d|\b5[0-9]{2} (?:user|no such|unknown|mailbox|recipient|address|requested action)"
    r"|(?:user|recipient|mailbox) (?:unknown|not found|unavailable|does not exist)|no such user|address(?:es)? had permanent fatal"
    r"|permanent (?:fatal )?error|recipient address rejected"
)
LEAVE = re.compile(
    r"(?:to|you (?:may|can|could)|click here to|how to|if you wish to|prefer to|like to) (?:unsubscribe|opt[ -]?out)"
    r"|unsubscribe (?:here|from this|link|instructions|by|at)|un-?subscribe:|\[unsubscribe\]|manage (?:your )?subscription"
    r"|subscribed to (?:this|the|our)|removed from (?:this|our|the) (?:mailing )?list|no longer (?:wish|want) to receive"
    r"|you (?:are receiving|received|have received) this (?:e-?mail|newsletter|message) because|stop receiving (?:these|this)"
    r"|dar(?:te|se|me)? de baja (?:de|en|haz|pulse|pincha)|no desea(?:s)? (?:seguir )?recib|cancelar (?:la |su |tu )?suscripcion"
    r"|newsletter (?:abmelden|abbestellen)|se desabonner|me desinscrire|cancellar(?:e|ti) (?:la |l')?iscrizione"
)
# The same in a sentence, alone in the mail.
OPT_OUT_SAID = re.compile(
    r"(?:(?:hi|hello|hola|buenos dias|buenas tardes|hallo|guten tag|bonjour|buongiorno)\W+)?(?:please|pls|por favor|bitte|merci de|svp|per favore)?\W*"
    r"(?:(?:i (?:want|would like|wish) to )?(?:unsubscribe|opt[ -]?out)(?: me)?|(?:remove|take) me|(?:un-?subscribe|remove) (?:this|my) (?:e-?mail|address)(?: address)?"
    r"|(?:stop|do not|don't) (?:sending|send|contacting|contact|mailing|emailing|email) me(?: (?:any ?more|again|e-?mails?|mails?))*"
    r"|(?:quiero |quisiera |deseo |solicito )?(?:dar(?:me|nos)? de baja|dad?me de baja|den(?:me|os)? de baja|deme de baja|dadnos de baja|la baja|baja)"
    r"|no (?:me|nos) (?:envie[ns]?|envieis|manden?|mandeis|escriban?|contacten?) mas(?: (?:correos|e-?mails|publicidad|mensajes|mails))?"
    r"|no (?:quiero|deseo) (?:recibir )?mas (?:correos|e-?mails|publicidad|mensajes|mails)"
    r"|(?:mich )?(?:abmelden|austragen|abbestellen)|(?:tragen|melden) sie mich (?:aus|ab)|keine (?:weiteren )?(?:e-?mails|werbung)(?: mehr)?"
    r"|(?:me )?(?:desinscrire|desabonner)|ne plus (?:m'envoyer de|m'ecrire|me contacter)(?: (?:mails|e-?mails|messages|courriels))?"
    r"|cancellatemi|cancellami|cancellarmi|(?:quero |desejo )?(?:descadastrar|cancelar inscricao)|afmelden|uitschrijven|avsluta prenumeration)"
    r"(?: (?:from|de|del|della|dalla|van|von|aus|of|off) (?:this|your|the|all|la|su|esta|vuestra|las|cette|votre|la vostra|uw|der|ihrer?)? ?"
    r"(?:mailing ?)?(?:list|lista|liste|newsletter|boletin|verteiler|mailings?|e-?mails?|correos|lista de correos?))?"
    r"(?:\W+(?:please|por favor|thanks?|thank you|gracias|danke|merci|grazie|un saludo|saludos|bitte))*"
)
# A List-Unsubscribe address often asks for the reader's key in the subject.
OPT_OUT_KEY = re.compile(r"(?:unsubscribe|optout|opt-out|baja)[:_=+-]\s?\S+")
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
