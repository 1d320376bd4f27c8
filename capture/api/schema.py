"""The public form in the OpenAPI document: it is a plain view, since it must take whatever is posted."""

from typing import Any


PATH = "/f/{token}/"
TOKEN = {
    "name": "token",
    "in": "path",
    "required": True,
    "schema": {"type": "string"},
    "description": "The form's token; it is in the form's address and opens nothing else.",
}
KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "schema": {"type": "string", "maxLength": 200},
    "description": "The same key with the same body is one inquiry.",
}
RECEIPT = {
    "type": "object",
    "required": ["id", "state", "reference"],
    "properties": {
        "id": {"type": "string", "format": "uuid"},
        "state": {"type": "string"},
        "reference": {"type": "string", "description": "What the person may quote."},
    },
}
DESCRIPTION = (
    "Target of hosted and embedded forms; no key. The body is stored before it is read, so what cannot be read is"
    " quarantined, not refused. Names are those of `POST /api/v1/inquiries/`, with `custom.<key>` and `utm_<name>`;"
    " `consent=1` agrees to the text the form shows. A browser (Accept: text/html) is sent on to the thanks page, or"
    " gets the hosted page back with 422 and what is wrong. Scripts of other pages need the form's allowed origins."
)


def document_public_form(result: dict[str, Any], generator: Any, request: Any, public: Any) -> dict[str, Any]:
    """Add the public form's POST to the document (a drf-spectacular hook)."""
    body = {"$ref": "#/components/schemas/InquiryInputRequest"}
    if "InquiryInputRequest" not in result.get("components", {}).get("schemas", {}):
        body = {"type": "object"}
    media = ("application/json", "application/x-www-form-urlencoded", "multipart/form-data")
    answers = {
        "202": {"description": "Stored", "content": {"application/json": {"schema": RECEIPT}}},
        "303": {"description": "Stored; the thanks page"},
        "410": {"description": "The form is closed"},
        "413": {"description": "Larger than 2 MB"},
        "422": {"description": "The hosted page with what is wrong; or the key was used for another body"},
        "429": {"description": "Too many; Retry-After says when"},
    }
    result["paths"][PATH] = {
        "post": {
            "operationId": "public_form_submit",
            "tags": ["forms"],
            "description": DESCRIPTION,
            "security": [],
            "parameters": [TOKEN, KEY],
            "requestBody": {"content": {name: {"schema": body} for name in media}},
            "responses": answers,
        }
    }
    return result
