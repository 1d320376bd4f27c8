"""Where leads are on the API."""

URL = "/api/v1/leads/"


def of(lead, verb=""):
    return f"{URL}{lead.public_id}/{verb}"
