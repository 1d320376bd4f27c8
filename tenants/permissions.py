"""Who may do what: one table of role × capability, and the decorator that asks it (docs/access.md)."""

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from tenants.choices import Role


class Capability(StrEnum):
    """One thing a member may do."""

    VIEW_LEADS = "view_leads"
    EDIT_LEADS = "edit_leads"
    TRIAGE_INBOX = "triage_inbox"
    EDIT_FORMS = "edit_forms"
    IMPORT_LEADS = "import_leads"
    EDIT_CATALOG = "edit_catalog"
    EDIT_FIELDS = "edit_fields"
    VIEW_SCORING = "view_scoring"
    EDIT_SCORING = "edit_scoring"
    VIEW_DRAFT = "view_draft"
    SIGN_SCORING = "sign_scoring"
    PUBLISH_SCORING = "publish_scoring"
    GRADE_BY_HAND = "grade_by_hand"
    HAND_OFF = "hand_off"
    LEAD_REVIEWS = "lead_reviews"
    WORK_LEADS = "work_leads"
    ASSIGN_LEADS = "assign_leads"
    EDIT_ROUTES = "edit_routes"
    VIEW_SALES = "view_sales"
    EDIT_SALES = "edit_sales"
    CONVERT_LEADS = "convert_leads"
    VIEW_REPORTS = "view_reports"
    VIEW_ALL_REPORTS = "view_all_reports"
    VIEW_NURTURE = "view_nurture"
    EDIT_NURTURE = "edit_nurture"
    VIEW_OUTBOX = "view_outbox"
    EDIT_TEMPLATES = "edit_templates"
    EXPORT_LEADS = "export_leads"
    MANAGE_WEBHOOKS = "manage_webhooks"
    MANAGE_SENDING = "manage_sending"
    MANAGE_MEMBERS = "manage_members"
    MANAGE_API_KEYS = "manage_api_keys"
    MANAGE_WORKSPACE = "manage_workspace"
    VIEW_AUDIT = "view_audit"
    MANAGE_PRIVACY = "manage_privacy"
    RETRY_WORK = "retry_work"


_VIEW = {
    Capability.VIEW_LEADS,
    Capability.VIEW_SCORING,
    Capability.VIEW_SALES,
    Capability.VIEW_REPORTS,
    Capability.VIEW_NURTURE,
}
_CAPABILITIES: dict[str, frozenset[Capability]] = {
    # An admin speaks for neither side.
    Role.ADMIN: frozenset(Capability) - {Capability.SIGN_SCORING},
    Role.MARKETER: frozenset(
        _VIEW
        | {
            Capability.VIEW_ALL_REPORTS,
            Capability.EDIT_LEADS,
            Capability.TRIAGE_INBOX,
            Capability.EDIT_FORMS,
            Capability.IMPORT_LEADS,
            Capability.EDIT_CATALOG,
            Capability.EDIT_SCORING,
            Capability.VIEW_DRAFT,
            Capability.SIGN_SCORING,
            Capability.GRADE_BY_HAND,
            Capability.HAND_OFF,
            Capability.LEAD_REVIEWS,
            Capability.EDIT_NURTURE,
            Capability.VIEW_OUTBOX,
            Capability.EDIT_TEMPLATES,
            Capability.EXPORT_LEADS,
        }
    ),
    Role.MANAGER: frozenset(
        _VIEW
        | {
            Capability.VIEW_ALL_REPORTS,
            Capability.EDIT_LEADS,
            Capability.VIEW_DRAFT,
            Capability.SIGN_SCORING,
            Capability.GRADE_BY_HAND,
            Capability.HAND_OFF,
            Capability.LEAD_REVIEWS,
            Capability.WORK_LEADS,
            Capability.ASSIGN_LEADS,
            Capability.EDIT_ROUTES,
            Capability.EDIT_SALES,
            Capability.CONVERT_LEADS,
            Capability.VIEW_OUTBOX,
            Capability.EXPORT_LEADS,
        }
    ),
    Role.REP: frozenset(
        _VIEW
        | {Capability.EDIT_LEADS, Capability.WORK_LEADS, Capability.EDIT_SALES, Capability.CONVERT_LEADS}
    ),
    Role.VIEWER: frozenset(_VIEW | {Capability.VIEW_ALL_REPORTS}),
}

View = Callable[..., HttpResponse]


def capabilities_of(role: str) -> frozenset[Capability]:
    """Return what the role may do; nothing for an unknown role."""
    return _CAPABILITIES.get(role, frozenset())


def requires(capability: Capability) -> Callable[[View], View]:
    """Let only members with the capability through; others get 403 (strangers got 404 from the middleware)."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            membership = getattr(request, "membership", None)
            if membership is None or not membership.can(capability):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.capability = capability  # type: ignore[attr-defined]
        return guarded

    return decorate


def open_to_members(view: View) -> View:
    """Mark a workspace page that every member may see; a system check refuses pages without a mark."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if getattr(request, "membership", None) is None:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    guarded.capability = "member"  # type: ignore[attr-defined]
    return guarded
