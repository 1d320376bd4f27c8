"""What an answer most likely is, by what it was asked as and by itself; the names are those of imports. Pure."""

import re
from typing import Any

from capture.parsers import guessing
from capture.parsers.hooks.answers import Answer
from capture.parsers.mail.words import LABELS
from core.text import fold


MESSAGE = ("message", "mensaje", "comments", "comment", "comentarios", "comentario", "consulta", "your message",
           "inquiry", "enquiry", "observaciones", "description", "how can we help", "en que podemos ayudarte",
           "how can we help you",
           "comment or message", "notes", "notas", "details", "what can we help you with")  # fmt: skip
CONSENT = ("consent", "marketing consent", "newsletter", "opt in", "optin", "marketing opt in", "email opt in",
           "acepta marketing", "acepto recibir comunicaciones comerciales", "suscripcion", "boletin",
           "consentimiento", "gdpr marketing", "accepts marketing", "subscribe")  # fmt: skip
CONSENT_TO = "consent.marketing"
# Names that mean something here and nothing in a file.
NAMES: dict[str, tuple[str, ...]] = {
    "message": MESSAGE,
    "consent.marketing": CONSENT,
    "page_url": ("page url", "page uri", "landing page", "landingpage", "source url", "page", "url of page"),
    "referrer": ("referrer", "referer", "http referrer", "referring url"),
    "time_zone": ("time zone", "timezone"),
    "topics": ("topic", "topics", "tema", "temas"),
    "email": ("correo e", "e mailadresse", "email de contacto", "your email address", "business email",
              "company email", "correo de empresa", "contact email"),
    "phone": ("phone number", "phonenumber", "telefono de contacto", "numero de telefono", "telefono movil",
              "whatsapp", "celular", "user phone", "business phone", "your phone"),
    "full_name": ("full name", "fullname", "names", "user name", "tu nombre", "your name", "name and surname"),
    "first_name": ("first", "forename", "first names", "primer nombre", "nombres", "name first", "nombre nombre"),
    "last_name": ("name last", "nombre apellidos", "last", "second name", "primer apellido", "last names"),
    "company": ("company or organization", "business", "business name", "organizacion", "nombre de la empresa",
                "name of company", "org name", "orgname", "tu empresa", "your company"),
    "job_title": ("jobtitle", "occupation", "profesion", "your role", "puesto de trabajo"),
    "city": ("city name", "town city"),
    "country": ("country code", "country name", "pais de residencia"),
    "employees": ("company size", "numemployees", "tamano de la empresa"),
}  # fmt: skip
# Forms are written in more languages than files; these names are clear in each of them.
FOREIGN = ("first_name", "last_name", "company", "email", "phone", "message", "city", "country")
UNCLEAR = {
    "mail",
    "business",
    "details",
    "question",
    "nom",
    "land",
    "ort",
    "portable",
    "firma",
    "enquiry",
    "inquiry",
}
IDS = (
    "gclid",
    "gbraid",
    "wbraid",
    "fbclid",
    "fbc",
    "fbp",
    "msclkid",
    "ttclid",
    "li_fat_id",
    "twclid",
    "gcl_id",
)
CAMPAIGNS = ("campaign_id", "campaign_name", "adgroup_id", "adgroup_name", "adset_id", "adset_name", "ad_id", "ad_name",
             "creative_id", "form_id", "asset_group_id", "page_id")  # fmt: skip
# Who agrees to advertising agrees to get it by name: a quote, an account or a webinar is none.
AGREES = r"(?:subscribe|sign me up|keep me|(?:i (?:agree|want|would like) to|acepto|deseo|quiero) (?:recibir|receive))"
ADVERTISED = (
    r"news|newsletters?|updates|offers|promotions|promotional|marketing|communications|mailing list"
    r"|boletin|boletines|novedades|noticias|promociones|ofertas|publicidad|comunicaciones|informacion comercial"
)
# Words in a question that say what it asks for, the more telling first.
HINTS: tuple[tuple[str, str], ...] = (
    (r"e[- ]?mail|correo", "email"),
    (r"phone|telefono|movil|mobile|whatsapp|celular", "phone"),
    (r"job title|cargo|puesto", "job_title"),
    (r"company name|name of (your|the) (company|business)|nombre de (tu|su|la) empresa", "company"),
    (r"which company|what company|en que empresa|company do you work|empresa trabajas", "company"),
    (r"website|pagina web|sitio web", "website"),
    (r"first name|nombre de pila", "first_name"),
    (r"last name|surname|apellidos?\b(?!.*nombre)", "last_name"),
    (
        r"your (full )?name|(tu|su) nombre|te llamas|se llama|nombre y apellidos?|nombre completo|full name",
        "full_name",
    ),
    (r"which city|what city|en que ciudad|tu ciudad|your city", "city"),
    (rf"^{AGREES}\b.*\b(?:{ADVERTISED})\b", CONSENT_TO),
    (r"which country|what country|en que pais|tu pais|your country", "country"),
)
UTM = re.compile(
    r"(?:^|\.)(?:utm|utms|utm_params|utmparams|utmparameters)\.(source|medium|campaign|term|content|id)$",
    re.IGNORECASE,
)
UTM_CAMEL = re.compile(r"utm(source|medium|campaign|term|content|id)", re.IGNORECASE)
ADDRESS = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+")
NUMBER = re.compile(r"\+?[\d\s()./-]{7,24}")
# Longer than any address or number; what is longer is not looked through.
LONGEST = 400
MOST_WORDS = 14
MOST_AGREED = 60
# Facts that the names of a form may well mean something else by.
NOT_GUESSED = {"external_id", "created_at", "need"}


def target(answer: Answer) -> str:
    """Return what the answer most likely is (``email``, ``utm.source``, …), or nothing."""
    asked = (answer.path, answer.label) if answer.is_pair else (answer.path,)
    if found := next((one for name in asked if (one := _by_technical_name(name))), ""):
        return found
    for name in answer.names:
        if (found := _by_name(name)) and fits(found, answer.value):
            return found
    for name in answer.names:
        if (found := _by_question(name)) and fits(found, answer.value):
            return found
    return ""


def by_value(value: Any) -> str:
    """Return what a value is whose question tells nothing: an e-mail address or an international number."""
    text = str(value).strip()
    if len(text) > LONGEST:
        return ""
    if ADDRESS.fullmatch(text):
        return "email"
    digits = sum(char.isdigit() for char in text)
    return "phone" if text.startswith("+") and NUMBER.fullmatch(text) and digits >= 8 else ""


def fits(name: str, value: Any) -> bool:
    """Say whether the value can be what the name says; a question may contain any word."""
    text = str(value)[: LONGEST + 1].strip()
    if name == "email":
        return ADDRESS.search(text) is not None
    if name == "phone":
        return sum(char.isdigit() for char in text) >= 5 and "@" not in text
    if name in {"first_name", "last_name", "full_name"}:
        return (
            not isinstance(value, bool)
            and "@" not in text
            and len(text) <= 240
            and any(map(str.isalpha, text))
        )
    if name == CONSENT_TO:
        return isinstance(value, bool) or len(text) <= MOST_AGREED
    return True


def _by_technical_name(path: str) -> str:
    last = re.split(r"[.\[]", path.rstrip("]"))[-1].lower()
    if found := UTM.search(path) or UTM_CAMEL.fullmatch(last):
        return f"utm.{found[1].lower()}"
    if last.startswith("utm_"):
        return f"utm.{last[4:44]}"
    if last in IDS:
        return f"ids.{'gclid' if last == 'gcl_id' else last}"
    return f"ids.{last}" if last in CAMPAIGNS else ""


def _by_name(name: str) -> str:
    wanted = " ".join(re.findall(r"[a-z0-9]+", fold(name)))
    if found := next((one for one, names in NAMES.items() if wanted in names), ""):
        return found
    found = guessing.by_name(name)
    if not found and wanted not in UNCLEAR:
        found = next((one for one in FOREIGN if wanted in LABELS[one]), "")
    return "" if found in NOT_GUESSED else found


def _by_question(name: str) -> str:
    folded = fold(name)
    if len(folded.split()) > MOST_WORDS:
        return ""
    return next((one for hint, one in HINTS if re.search(rf"\b(?:{hint})", folded)), "")
