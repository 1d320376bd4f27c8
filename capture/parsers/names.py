"""What columns are called in the exports of other programs and in lists that people make, fact by fact. Pure.

English and Spanish, and what German, French, Italian, Portuguese and Catalan spreadsheets and address books say.
"""

import re

from core.text import fold


# Names that headers have, folded and without anything but letters and digits.
NAMES: dict[str, tuple[str, ...]] = {
    "external_id": ("id", "external id", "record id", "lead id", "lead number", "person id", "contact id", "numero",
                    "id externo", "ext id", "id contacto", "id cliente", "codigo cliente", "codigo", "uuid", "guid"),
    "email": ("email", "e mail", "email address", "e mail address", "mail", "correo", "correo electronico",
              "email 1", "e mail 1", "e mail 1 value", "primary email", "work email", "email id", "courriel",
              "direccion de correo", "direccion de correo electronico", "correo e", "emails", "e mails", "correos",
              "e mail adresse", "email adresse", "emailadresse", "mailadresse", "adresse e mail", "adresse email",
              "adresse mail", "adresse de messagerie", "email de contacto", "correo de contacto", "indirizzo email",
              "indirizzo e mail", "posta elettronica", "correio eletronico", "correu", "correu electronic",
              "direccion email", "direccion de email", "mail address", "email addresses", "mel", "emailaddress"),
    "full_name": ("name", "full name", "contact name", "nombre completo", "nombre y apellidos", "contacto", "nom",
                  "contact", "person name", "display name", "customer name", "lead name", "persona de contacto",
                  "contact person", "nombre del contacto", "nombre de contacto", "your name", "fullname",
                  "apellidos y nombre", "apellidos nombre", "nombre apellidos", "nombre y apellido", "nom complet",
                  "nom et prenom", "prenom et nom", "nom prenom", "prenom nom", "nome completo", "nome e cognome",
                  "cognome e nome", "nom i cognoms", "vollstandiger name", "ansprechpartner", "kontaktperson",
                  "contatto", "attendee name", "user name", "asistente", "nombre del asistente", "interesado"),
    "first_name": ("first name", "firstname", "given name", "nombre", "nombre de pila", "fname", "forename",
                   "givenname", "prenom", "vorname", "nome", "first", "nombres", "nombre 1", "rufname"),
    "last_name": ("last name", "lastname", "surname", "family name", "apellido", "apellidos", "lname",
                  "nom de famille", "nachname", "cognome", "primer apellido", "familyname", "last", "familienname",
                  "sobrenome", "apelido", "apelidos", "cognoms", "cognom", "apellido 1", "apellido paterno",
                  "second name", "zuname"),
    "phone": ("phone", "telephone", "tel", "telefono", "movil", "mobile", "mobile phone", "phone number",
              "mobile number", "mobile no", "phone no", "whatsapp number", "phone 1 value", "telefono movil",
              "contact number", "primary phone", "work phone", "business phone", "celular", "phones", "telefonos",
              "telefono de contacto", "telefono fijo", "telefono 1", "numero de telefono", "telefon", "telefone",
              "telephonenumber", "cell", "cell phone", "home phone", "telefono de trabajo", "whatsapp", "tlf", "tfno",
              "mobiltelefon", "mobil", "handy", "telefonnummer", "mobilnummer", "rufnummer", "handynummer",
              "tel mobile", "telephone mobile", "telephone portable", "portable", "tel portable", "tel fixe",
              "numero de telephone", "cellulare", "telefono cellulare", "telemovel", "numero de movil", "n telefono",
              "telefon mobil", "direct phone", "direct dial", "company phone", "corporate phone", "office phone",
              "telephone number", "cellphone", "mobilephone", "phone work", "phone mobile", "sms", "movil 1",
              "telefono o movil", "telefono movil 1", "numero movil", "numero telefono", "telf", "tlfn", "tel movil"),
    "company": ("entreprise", "company", "company name", "organization", "organisation", "organization name", "empresa",
                "account", "account name", "associated company", "razon social", "compania", "company account",
                "nombre de la empresa", "nombre empresa", "organization 1 name", "business name", "firma", "societe",
                "organizacion", "empresa organizacion", "denominacion social", "nombre comercial", "organisation name",
                "unternehmen", "unternehmensname", "firmenname", "raison sociale", "nom de l entreprise", "azienda",
                "nom de la societe", "ragione sociale", "nome da empresa", "employer", "company organization",
                "empresa cliente", "nom de l empresa", "companyname", "institucion", "entidad", "negocio",
                "parent account", "associated company name", "primary company", "hotel", "establecimiento"),
    "job_title": ("job title", "title", "position", "cargo", "puesto", "role", "organization title", "job",
                  "jobtitle", "organization 1 title", "puesto de trabajo", "fonction", "funcion", "rol", "designation",
                  "occupation", "funktion", "berufsbezeichnung", "cargo puesto", "job role", "posicion", "poste",
                  "ruolo", "qualifica", "carrec", "profesion", "stelle", "position title", "cargo en la empresa"),
    "website": ("website", "web", "url", "web site", "sitio web", "pagina web", "company website", "web page",
                "homepage", "website 1 value", "web page 1", "web de la empresa", "site web", "webseite", "web url",
                "site internet", "page web", "sito web", "site", "internet", "website url", "company domain name",
                "direccion web", "company url", "domain", "dominio"),
    "industry": ("industry", "sector", "industria", "actividad", "sector de actividad", "branche", "secteur",
                 "secteur d activite", "settore", "ramo", "vertical", "tipo de negocio", "giro"),
    "employees": ("employees", "number of employees", "no of employees", "empleados", "numero de empleados",
                  "company size", "n de empleados", "no employees", "plantilla", "no empleados", "n empleados",
                  "no de empleados", "no de trabajadores", "no trabajadores", "n trabajadores", "n de trabajadores",
                  "numero de trabajadores", "num empleados", "trabajadores", "numberofemployees", "num employees",
                  "employee count", "headcount", "anzahl mitarbeiter", "mitarbeiter", "mitarbeiterzahl", "effectif",
                  "effectifs", "nombre d employes", "numero dipendenti", "dipendenti", "numero de funcionarios",
                  "company headcount", "employee range", "tamano de la empresa", "tamano empresa", "team size",
                  "nombre de salaries", "numero empleados"),
    "country": ("country", "pais", "country region", "business country region", "work country", "address 1 country",
                "mailing country", "pays", "land", "country region name", "country name", "country code", "land region",
                "pays region", "pais o region", "pais region", "paese", "cod pais", "codigo pais", "country iso",
                "nation", "countrycode", "codigo de pais"),
    "region": ("region", "state", "province", "provincia", "state region", "comunidad autonoma", "state province",
               "business state", "work state", "address 1 region", "mailing state", "estado", "provincia o estado",
               "estado provincia", "provincia estado", "bundesland", "bundesland kanton", "comunidad", "province state",
               "province code", "departement"),
    "city": ("city", "ciudad", "localidad", "poblacion", "town", "municipio", "business city", "work city",
             "address 1 city", "mailing city", "ville", "ort", "stadt", "citta", "cidade", "poblacio", "ciutat",
             "city town", "localite"),
    "tax_id": ("tax id", "vat", "vat number", "cif", "nif", "cif nif", "nif cif", "vat id", "nif iva", "rfc",
               "dni nif", "ust id", "ust idnr", "partita iva", "p iva", "nif dni", "vat no", "vat reg no", "tva",
               "numero de tva", "tax number", "numero fiscal"),
    "need": ("need", "message", "mensaje", "necesidad", "comments", "comentarios", "comment", "comentario", "consulta",
             "nachricht", "mitteilung", "messaggio", "mensagem", "missatge", "requirements", "requirement",
             "requisitos",
             "inquiry", "enquiry", "your message", "peticion", "solicitud", "commentaire", "commentaires"),
    "budget": ("budget", "presupuesto", "budget range", "presupuesto estimado", "presupuesto aproximado",
               "rango de presupuesto", "estimated budget", "orcamento", "pressupost"),
    "language": ("language", "idioma", "lang", "preferred language", "langue", "sprache", "lingua", "idioma preferido",
                 "llengua", "locale", "language code", "browser language", "idioma de contacto"),
    "created_at": ("created at", "created", "created time", "create date", "created date", "date created",
                   "fecha", "fecha de creacion", "fecha de alta", "creation date", "submitted at", "created on",
                   "creado el", "creado", "date added", "added time", "fecha creacion", "fecha alta", "f alta",
                   "f creacion",
                   "submitted on", "submit time", "submit date", "submission date", "lead submit time", "timestamp",
                   "marca temporal", "registration time", "registration date", "fecha de registro", "fecha registro",
                   "order date", "signed up", "optin time", "opt in time", "person created", "first seen", "date",
                   "erstellt am", "erstellt", "date de creation", "data di creazione", "horodateur", "zeitstempel",
                   "fecha de envio", "fecha envio", "date submitted", "entry date", "fecha y hora", "data de criacao",
                   "fecha de inscripcion", "fecha inscripcion", "fecha contacto", "fecha de contacto", "added on",
                   "informazioni cronologiche", "carimbo de data hora", "erstellungsdatum", "createdate",
                   "hora de creacion"),
}  # fmt: skip
TARGETS = {name: target for target, names in reversed(NAMES.items()) for name in names}
# "Client name", "Person - Email - Work", "Correo electrónico (facturación)" are a name and two e-mails.
BEFORE = {"lead", "client", "customer", "contact", "person", "cliente", "contacto", "your", "su", "tu", "user",
          "attendee", "participant", "registrant", "billing", "default", "address", "primary", "main", "business",
          "work", "personal", "asistente", "participante", "usuario", "shipping", "buyer", "prospect"}  # fmt: skip
BEHIND = {"work", "home", "business", "trabajo", "geschaftlich", "bureau", "facturacion", "billing", "personal",
          "principal", "particular", "privat", "required", "obligatorio", "mobile", "other", "de", "del", "la", "el",
          "profesional", "professional", "cliente", "contacto", "value"}  # fmt: skip
# Columns about our own people and about others; their values name nobody whom the row is about.
OTHERS = {"owner", "rep", "agent", "assigned", "creator", "salesperson", "comercial", "propietario", "vendedor",
          "responsable", "gestor", "referrer", "secondary", "assistant", "type", "status"}  # fmt: skip
# Questions of forms, folded, which are their columns' names.
QUESTIONS = (
    ("employees", (r"cuant[oa]s (?:empleados|personas|trabajadores)|how many (?:employees|people)|empleados tiene"
                  r"|size of your (?:company|team)|tamano de (?:tu|su) (?:empresa|equipo)|wie viele mitarbeiter")),
    ("budget", r"\b(?:presupuesto|budget)\b"),
    ("company", (r"(?:nombre de (?:la|tu|su|vuestra)|en que|donde|tu|su) (?:empresa|compania|organizacion|negocio)\b"
                r"|(?:what|which|name of your|your|for what|for which) (?:company|organi[sz]ation)|donde trabajas"
                r"|where do you work|empresa en la que trabajas")),
    ("job_title", r"(?:cual es )?(?:tu|su) (?:cargo|puesto|rol)\b|your (?:role|position|job)\b|que (?:cargo|puesto)\b"),
    ("full_name", (r"como te llamas|como se llama|what(?: s| is) your (?:full )?name|cual es (?:tu|su) nombre"
                  r"|(?:tu|su) nombre\b|may we have your name|wie hei(?:ss|ß)en sie")),
    ("country", r"(?:en|de) que pais|(?:what|which) country"),
    ("city", r"(?:en|de) que (?:ciudad|poblacion|localidad)|(?:what|which) (?:city|town)"),
    ("need", (r"en que (?:te |le |os )?podemos ayudar|how can we help|que necesitas|what do you need|cuentanos"
             r"|tell us (?:more|about)|deja(?:nos)? (?:tu|su|un) mensaje")),
)  # fmt: skip
ASKED = tuple((target, re.compile(pattern)) for target, pattern in QUESTIONS)
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
ASIDE = re.compile(r"[(\[].*?[)\]]")
LONGEST = 200


def words_of(name: str) -> list[str]:
    """Return the words of a column's name, folded; ``companyName`` is two."""
    return re.findall(r"[a-z0-9]+", fold(CAMEL.sub(" ", name[:LONGEST])))


def is_of_others(name: str) -> bool:
    """Say whether the column speaks of a rep, an owner or a second person."""
    return bool(OTHERS & set(words_of(name)))


def fact_of(name: str) -> str:
    """Return the fact that a name of this sort mostly means, or nothing."""
    words = words_of(name)
    if found := TARGETS.get(" ".join(words)):
        return found
    if is_of_others(name):
        return ""
    return _stripped(words) or _stripped(words_of(ASIDE.sub(" ", name)))


def _stripped(words: list[str]) -> str:
    """Return the fact without what stands before and behind it to say whose it is."""
    for end in range(len(words), 0, -1):
        if end < len(words) and words[end] not in BEHIND:
            break
        for start in range(end):
            if start and words[start - 1] not in BEFORE:
                break
            if found := TARGETS.get(" ".join(words[start:end])):
                return found
    return ""


def asked_for(name: str) -> str:
    """Return the fact that a form asks for by a question; its answers have to look like it, too."""
    words = words_of(name)
    text = " ".join(words)
    return next((target for target, pattern in ASKED if pattern.search(text)), "") if len(words) > 2 else ""
