"""The bell: what a person was told, and how they want to be told."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import navigation, toasts
from core.answers import see_other
from core.pagination import paginate
from messaging import queries, wording
from messaging.choices import NotificationKind
from messaging.models import Notification
from messaging.services import notify
from tenants.permissions import open_to_members


@require_GET
@open_to_members
def notice_list(request: HttpRequest, workspace: str) -> HttpResponse:
    """Show what the reader was told, newest first."""
    found = Notification.objects.filter(user_id=request.user.pk)
    page = paginate(found, order=("-created_at", "-pk"), cursor=request.GET.get("cursor"))
    rows = [(notice, wording.sentence(notice)) for notice in page.items]
    unread = queries.unread(int(request.user.pk or 0)).count()
    return render(request, "messaging/notices.html", {"rows": rows, "page": page, "unread": unread})


@require_GET
@open_to_members
def bell(request: HttpRequest, workspace: str) -> HttpResponse:
    """Return the bell alone, for the page that keeps it fresh."""
    link = next(link for link in navigation.links(request, "bar") if link.item.name == "notices")
    return render(request, "components/bell.html", {"link": link})


@require_POST
@open_to_members
def follow(request: HttpRequest, workspace: str, pk: int) -> HttpResponse:
    """Mark a notice as read and go where it leads."""
    notice = get_object_or_404(Notification.objects.filter(user_id=request.user.pk), pk=pk)
    notify.read(user_id=notice.user_id, at=timezone.now(), keys=[notice.pk])
    home = reverse("workspace-home", kwargs={"workspace": workspace})
    return see_other(f"{home}{notice.path}")


@require_POST
@open_to_members
def read_all(request: HttpRequest, workspace: str) -> HttpResponse:
    """Mark every notice as read."""
    notify.read(user_id=int(request.user.pk or 0), at=timezone.now())
    return see_other("messaging:notices", workspace=workspace)


@require_http_methods(["GET", "POST"])
@open_to_members
def choices(request: HttpRequest, workspace: str) -> HttpResponse:
    """Show and keep how the reader wants to hear of each kind."""
    user_id = int(request.user.pk or 0)
    if request.method == "POST":
        wishes = [
            notify.Wish(kind, in_app=f"app-{kind}" in request.POST, by_mail=f"mail-{kind}" in request.POST)
            for kind in NotificationKind.values
        ]
        notify.choose(user_id=user_id, wishes=wishes)
        toasts.add(request, _("Saved how you want to be told."))
        return see_other("messaging:notice-choices", workspace=workspace)
    rows = [(NotificationKind(wish.kind).label, wish) for wish in notify.wishes_of(user_id)]
    return render(request, "messaging/notice_choices.html", {"rows": rows})
