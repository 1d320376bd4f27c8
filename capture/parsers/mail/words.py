"""The words by which mails are understood, language by language: data, kept apart from the rules that use it.

Folded (lower case, no accents) where the rule that uses them folds the text, with accents where it does not.
"""

import re
from collections.abc import Mapping


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
    "message": ("message", "your message", "message body", "cuerpo del mensaje", "comment or message", "corps du message", "comment", "comments", "enquiry", "inquiry", "question", "details",
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
        "xlsb",
        "one",
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
