"""The API's manners: strict JSON in, problem+json (RFC 9457) out."""

import json
import math
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.parsers import JSONParser
from rest_framework.response import Response

from core.errors import DomainError


PROBLEM = "application/problem+json"
MAX_DEPTH = 64


def problem(
    *, status: int, code: str, detail: str, errors: list[dict[str, str]] | None = None, instance: str = ""
) -> dict[str, Any]:
    """Return the body of a problem: type, title, status, detail, instance, code and single errors."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "code": code,
    }
    if instance:
        body["instance"] = instance
    if errors:
        body["errors"] = errors
    return body


def problem_response(request: HttpRequest, **kwargs: Any) -> JsonResponse:
    """Return a problem from outside DRF (middleware, plain views)."""
    body = problem(instance=request.path, **kwargs)
    response = JsonResponse(body, status=body["status"], content_type=PROBLEM)
    if body["status"] == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = "Bearer"
    return response


def _flatten(detail: Any, path: str = "") -> list[dict[str, str]]:
    """Return DRF's nested error detail as ``[{"path", "message"}]``."""
    if isinstance(detail, dict):
        return [
            error
            for key, value in detail.items()
            for error in _flatten(value, path if key == "non_field_errors" else f"{path}.{key}".lstrip("."))
        ]
    if isinstance(detail, list):
        nested = any(isinstance(value, dict) for value in detail)
        return [
            error
            for index, value in enumerate(detail)
            for error in _flatten(value, f"{path}[{index}]" if nested else path)
        ]
    return [{"path": path, "message": str(detail)}]


def _refusal(error: Exception) -> dict[str, Any] | None:
    """Return the problem that tells of the error, or None for a fault of ours."""
    match error:
        case DomainError():
            return problem(status=error.status, code=error.code, detail=error.message, errors=error.errors)
        case Http404():
            return problem(status=404, code="not_found", detail=_("There is nothing here."))
        case PermissionDenied():
            return problem(status=403, code="forbidden", detail=_("You may not do this."))
        case RequestDataTooBig():
            return problem(status=413, code="too_large", detail=_("The body is larger than is accepted."))
        case exceptions.ValidationError():
            detail = _("Some values are missing or wrong.")
            return problem(status=400, code="invalid", detail=detail, errors=_flatten(error.detail))
        case exceptions.APIException():
            codes = error.get_codes()
            code = codes if isinstance(codes, str) else "error"
            return problem(status=error.status_code, code=code, detail=str(error.detail))
    return None


def _headers(error: Exception, status: int) -> dict[str, str]:
    wait = getattr(error, "wait", None) or getattr(error, "retry_after", None)
    headers = {"Retry-After": str(math.ceil(wait))} if wait else {}
    return headers | ({"WWW-Authenticate": "Bearer"} if status == HTTPStatus.UNAUTHORIZED else {})


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """Turn a refusal, a DRF error or a 404 into a problem; anything else stays a 500 for the log."""
    body = _refusal(error)
    if body is None:
        return None
    body["instance"] = context["request"].path
    return Response(
        body, status=body["status"], headers=_headers(error, body["status"]), content_type=PROBLEM
    )


def _depth_ok(text: str) -> bool:
    depth = deepest = 0
    inside = escaped = False
    for char in text:
        if inside:
            inside = escaped or char != '"'
            escaped = char == "\\" and not escaped
        elif char == '"':
            inside, escaped = True, False
        elif char in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif char in "]}":
            depth -= 1
    return deepest <= MAX_DEPTH


def _refuse_constant(name: str) -> None:
    raise ValueError(_("%(name)s is no number of JSON") % {"name": name})


def _storable(value: Any) -> bool:
    """Say whether PostgreSQL can store the text: no NUL, no lone surrogate, no infinite number."""
    if isinstance(value, str):
        return "\x00" not in value and not any("\ud800" <= char <= "\udfff" for char in value)
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, dict):
        return all(_storable(key) and _storable(item) for key, item in value.items())
    if isinstance(value, list):
        return all(_storable(item) for item in value)
    return True


def load_json(raw: bytes) -> Any:
    """Parse JSON that PostgreSQL can store.

    Raises: ValueError for anything else: wrong encoding, too deep, NaN, NUL, lone surrogates.
    """
    text = raw.decode("utf-8")
    if not _depth_ok(text):
        raise ValueError(_("it is nested too deeply"))
    data = json.loads(text, parse_constant=_refuse_constant)
    if not _storable(data):
        raise ValueError(_("it has characters or numbers that cannot be stored"))
    return data


def _reason(error: Exception) -> str:
    """Say in the reader's language what is wrong; Python's own words are English."""
    match error:
        case json.JSONDecodeError():
            place = {"line": error.lineno, "column": error.colno}
            return _("mistake in line %(line)d, column %(column)d") % place
        case UnicodeDecodeError():
            return _("it is not UTF-8")
    return str(error)


class StrictJSONParser(JSONParser):
    """Refuses what the database cannot hold before any serializer sees it."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        """Return the parsed body; raises ParseError with the reason."""
        try:
            return load_json(stream.read())
        except (ValueError, RecursionError) as error:
            raise exceptions.ParseError(
                _("The body is not JSON that can be read: %(reason)s.") % {"reason": _reason(error)}
            ) from error


def add_problem_responses(
    result: dict[str, Any],
    generator: Any,
    request: Any,
    public: Any,
) -> dict[str, Any]:
    """Give every operation of the OpenAPI document its problem answers (a drf-spectacular hook)."""
    result.setdefault("components", {}).setdefault("schemas", {})["Problem"] = {
        "type": "object",
        "description": "RFC 9457 problem details.",
        "required": ["type", "title", "status", "detail", "code"],
        "properties": {
            "type": {"type": "string"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
            "code": {"type": "string"},
            "instance": {"type": "string"},
            "errors": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {"path": {"type": "string"}, "message": {"type": "string"}},
                },
            },
        },
    }
    answer = {
        "description": "Problem",
        "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    for path in result.get("paths", {}).values():
        for operation in path.values():
            if isinstance(operation, dict) and "responses" in operation:
                for code in ("400", "401", "403", "404", "409", "422", "429"):
                    operation["responses"].setdefault(code, answer)
    return result


def lift_blank_defaults(
    result: dict[str, Any],
    generator: Any,
    request: Any,
    public: Any,
) -> dict[str, Any]:
    """Move the default of a text that may be blank beside its ``oneOf`` (a drf-spectacular hook).

    A slug that may be blank is "a pattern, or empty"; drf-spectacular leaves the empty default inside the pattern,
    which it does not match, and a validator refuses the document.
    """
    for schema in result.get("components", {}).get("schemas", {}).values():
        for shape in schema.get("properties", {}).values():
            first = shape.get("oneOf", [{}])[0]
            if first.get("default") == "":
                shape["default"] = first.pop("default")
    return result
