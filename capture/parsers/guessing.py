"""Which column is which fact, by its name in English, Spanish and a few words more, else by its values. Pure."""

import re
from collections.abc import Sequence

from capture.parsers import kinds
from capture.parsers.values import moment
from core.text import fold


# Names that headers have, folded and without anything but letters and digits.
NAMES: dict[str, tuple[str, ...]] = {
    "external_id": ("id", "external id", "record id", "lead id", "lead number", "person id", "contact id", "numero"),
    "email": ("email", "e mail", "email address", "e mail address", "mail", "correo", "correo electronico",
              "email 1", "e mail 1 value", "primary email", "person email", "work email", "email id", "courriel",
              "direccion de correo", "direccion de correo electronico", "correo e", "business email",
              "e mail adresse", "adresse e mail", "email de contacto", "correo de contacto", "indirizzo email"),
    "full_name": ("name", "full name", "contact name", "nombre completo", "nombre y apellidos", "contacto", "nom",
                  "contact", "person name", "display name", "customer name", "lead name", "persona de contacto",
                  "contact person", "nombre del contacto", "nombre de contacto", "your name"),
    "first_name": ("first name", "firstname", "given name", "nombre", "nombre de pila", "fname", "forename",
                   "givenname", "prenom", "vorname", "nome"),
    "last_name": ("last name", "lastname", "surname", "family name", "apellido", "apellidos", "lname",
                  "nom de famille", "nachname", "cognome", "primer apellido"),
    "phone": ("phone", "telephone", "tel", "telefono", "movil", "mobile", "mobile phone", "phone number",
              "mobile number", "mobile no", "phone no", "whatsapp number", "phone 1 value", "telefono movil",
              "person phone", "contact number", "primary phone", "work phone", "business phone", "celular",
              "telefono de contacto", "telefono fijo", "telefono 1", "numero de telefono", "telefon", "telefone",
              "telephonenumber", "cell", "cell phone", "home phone", "telefono de trabajo", "whatsapp", "tlf", "tfno"),
    "company": ("entreprise", "company", "company name", "organization", "organisation", "organization name", "empresa",
                "account", "account name", "associated company", "razon social", "compania", "company account",
                "nombre de la empresa", "nombre empresa", "organization 1 name", "business name", "firma", "societe",
                "organizacion", "empresa organizacion", "denominacion social", "nombre comercial"),
    "job_title": ("job title", "title", "position", "cargo", "puesto", "role", "organization title", "job",
                  "jobtitle", "organization 1 title", "puesto de trabajo", "fonction", "funcion", "rol"),
    "website": ("website", "web", "url", "web site", "sitio web", "pagina web", "company website", "web page",
                "homepage", "website 1 value", "web page 1", "web de la empresa", "site web"),
    "industry": ("industry", "sector", "industria", "actividad", "sector de actividad"),
    "employees": ("employees", "number of employees", "no of employees", "empleados", "numero de empleados",
                  "company size", "n de empleados", "no employees", "plantilla"),
    "country": ("country", "pais", "country region", "business country region", "work country", "address 1 country",
                "mailing country", "pays", "land"),
    "region": ("region", "state", "province", "provincia", "state region", "comunidad autonoma", "state province",
               "business state", "work state", "address 1 region", "mailing state", "estado"),
    "city": ("city", "ciudad", "localidad", "poblacion", "town", "municipio", "business city", "work city",
             "address 1 city", "mailing city", "ville"),
    "tax_id": ("tax id", "vat", "vat number", "cif", "nif", "cif nif", "nif cif", "vat id", "nif iva", "rfc",
               "dni nif"),
    "need": ("need", "message", "mensaje", "necesidad"),
    "budget": ("budget", "presupuesto"),
    "language": ("language", "idioma", "lang", "preferred language", "langue"),
    "created_at": ("created at", "created", "created time", "create date", "created date", "date created",
                   "fecha", "fecha de creacion", "fecha de alta", "creation date", "submitted at"),
}  # fmt: skip
# "Client name" and "Lead email" are a name and an e-mail.
WHOSE = {"lead", "client", "customer", "contact", "person", "cliente", "contacto", "your", "su", "tu"}
# Columns about our own people and about others; their values name nobody whom the row is about.
OTHERS = {"owner", "rep", "agent", "assigned", "creator", "salesperson", "comercial", "propietario", "vendedor",
          "responsable", "gestor", "referrer", "secondary", "assistant", "type", "status"}  # fmt: skip

LATIN = re.compile("[a-z]{2}")
NAMING = {"full_name", "first_name", "last_name"}
# Facts that are words; a column of these names that holds addresses or numbers is something else.
WORDS = NAMING | {"company", "job_title", "industry", "country", "region", "city", "language"}


def by_name(name: str) -> str:
    """Return the fact that a name of this sort mostly means, or nothing."""
    words = re.findall(r"[a-z0-9]+", fold(name))
    shorter = words[1:] if words[:1] and words[0] in WHOSE else []
    for candidate in (" ".join(words), " ".join(shorter)):
        if found := next((target for target, names in NAMES.items() if candidate in names), ""):
            return found
    return ""


def is_of_others(name: str) -> bool:
    """Say whether the column speaks of a rep, an owner or a second person."""
    return bool(OTHERS & set(re.findall(r"[a-z0-9]+", fold(name))))


def is_data(cells: Sequence[str]) -> bool:
    """Say whether the first row of a table holds values rather than names of columns."""
    found = {kinds.kind(cell) for cell in cells}
    if "email" in found or any("://" in cell for cell in cells):
        return True
    return bool(found & {"phone", "date"}) and not any(by_name(cell) for cell in cells)


def columns(header: Sequence[str], samples: Sequence[Sequence[str]]) -> dict[str, str]:
    """Return column → fact, each fact once; of several columns of one fact the one with most values."""
    values = {
        name: [row[place] if place < len(row) else "" for row in samples] for place, name in enumerate(header)
    }
    named = {name: _checked(by_name(name), values[name]) for name in header if name}
    chosen = _fullest({name: target for name, target in named.items() if target}, values)
    for name in header:
        if name and not named[name] and not is_of_others(name):
            target = kinds.fact(values[name])
            if target and target not in chosen.values():
                chosen[name] = target
    if not NAMING & set(chosen.values()):
        chosen |= _people(header, values, chosen)
    if "first_name" in chosen.values() and "last_name" not in chosen.values():
        chosen = {name: "full_name" if to == "first_name" else to for name, to in chosen.items()}
    return {name: chosen[name] for name in header if name in chosen}


def _checked(target: str, values: Sequence[str]) -> str:
    """Return the fact that the name promises unless most values are plainly something else."""
    told = [value for value in values if value.strip()]
    if target == "email" and told and not any("@" in value for value in told):
        return kinds.fact(values)
    if target == "created_at" and told and not any(moment(value) for value in told):
        return ""
    if target in WORDS and kinds.fact(values) in {"email", "phone"}:
        return kinds.fact(values)
    return target


def _fullest(named: dict[str, str], values: dict[str, list[str]]) -> dict[str, str]:
    best: dict[str, tuple[int, str]] = {}
    for name, target in named.items():
        count = sum(bool(value.strip()) for value in values[name])
        if target not in best or count > best[target][0]:
            best[target] = (count, name)
    return {name: target for target, (_count, name) in best.items()}


def _people(header: Sequence[str], values: dict[str, list[str]], chosen: dict[str, str]) -> dict[str, str]:
    """Return the first column whose values look like people's names among those whose own names tell us nothing."""
    free = (
        name
        for name in header
        if name and name not in chosen and not is_of_others(name) and not by_name(name)
    )
    found = next((name for name in free if kinds.share(values[name], "person") >= kinds.MOST), "")
    return {found: "full_name"} if found else {}
