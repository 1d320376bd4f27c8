"""The words by which machines' mails are known, folded, language by language: data for ``kind``."""

import re


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
