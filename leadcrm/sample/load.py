"""The two sample workspaces: settings, people, lists, a form, routes, then the stories."""

import json
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import F
from django.utils import translation

from capture.models import Form
from capture.services import forms, process, submit
from capture.services.submit import Arrival
from core.scope import current_workspace_id, workspace_scope
from distribution.models import Route
from distribution.services import routing
from leadcrm import onboarding
from leadcrm.sample import care, guesses, mails, people, reviewed
from leadcrm.sample.builder import Builder
from leadcrm.sample.people import Member, Prospect
from leads.models import Campaign, Source, Topic
from messaging.models import Notification, SendingPolicy
from messaging.services import notify
from scoring import queries as models
from scoring.services import drafts, publish
from tenants.models import Membership, Team, User, Workspace
from tenants.services import members
from work import queue
from work.models import WorkItem


FIRST, SECOND = "tresluces", "aldea"
# What the second version of the sample's model gives.
POINTS = {
    "inquiry": 22,
    "inquiry_message": 10,
    "inquiry_this_week": 12,
    "company_size": 15,
    "business_email": 15,
}


def is_loaded() -> bool:
    """Say whether the sample is there already."""
    return Workspace.objects.filter(slug__in=[FIRST, SECOND]).exists()


@transaction.atomic
def load(*, now: datetime) -> None:
    """Build both workspaces; the same moment gives the same data."""
    begin = now - timedelta(days=150)
    first = _workspace(FIRST, "Reformas Tresluces", people.MEMBERS, begin)
    with workspace_scope(first.pk), translation.override("es"):
        _lists()
        form = _form(begin)
        _routes(begin)
        care.lay_down(by=_marketer(), at=begin)
        mails.create(by=_marketer(), at=begin)
        care.write_workflows(by=_marketer(), at=begin)
        _second_model(now - timedelta(days=100))
        guesses.lay_down(by=_marketer(), at=begin)
        _play(people.prospects(), form, now)
        guesses.hear(now=now)
        reviewed.look_back(by=_marketer(), now=now)
        _inbox(form, now)
        _leave_old_news_read(now)
    second = _workspace(SECOND, "Talleres Aldea", people.OTHER_MEMBERS, begin)
    # One person in both, so that the switcher has something to switch to.
    both = User.objects.get(email=people.MEMBERS[0].email)
    Membership.objects.create(workspace=second, user=both, role="viewer")
    with workspace_scope(second.pk), translation.override("es"):
        Topic.objects.create(slug="revision", name="Revisión", purchase_cycle_days=20)
        SendingPolicy.objects.update(postal_address="Polígono Sur 3\n06800 Mérida")
        _play(list(people.OTHER_PROSPECTS), None, now)
        _leave_old_news_read(now)
    # The stories are old, the work they leave is new: nothing here waits since the summer.
    WorkItem.objects.filter(workspace_id__in=[first.pk, second.pk], due_at__lt=now).update(due_at=now)


def _people(staff: tuple[Member, ...]) -> None:
    """Make the people before a service does: one hash serves all, and each takes a good part of a second."""
    secret = make_password(people.PASSWORD)
    made = [User(email=member.email, name=member.name, password=secret) for member in staff]
    User.objects.bulk_create(made, ignore_conflicts=True)


def _workspace(slug: str, name: str, staff: tuple[Member, ...], at: datetime) -> Workspace:
    chief = staff[0]
    _people(staff)
    workspace = onboarding.create_workspace(
        slug=slug,
        name=name,
        admin_email=chief.email,
        admin_name=chief.name,
        password=people.PASSWORD,
        language="es",
        at=at,
    )
    with workspace_scope(workspace.pk):
        teams: dict[str, Team | None] = {"": None}
        for member in staff[1:]:
            if member.team not in teams:
                teams[member.team] = Team.objects.create(name=member.team)
            members.add(
                email=member.email,
                name=member.name,
                password=people.PASSWORD,
                role=member.role,
                team=teams[member.team],
                by=None,
                at=at,
            )
    return workspace


def _lists() -> None:
    for slug, name, days in people.TOPICS:
        Topic.objects.create(slug=slug, name=name, purchase_cycle_days=days)
    for slug, name, channel in people.SOURCES:
        Source.objects.update_or_create(slug=slug, defaults={"name": name, "channel": channel})
    sources = dict(Source.objects.values_list("slug", "pk"))
    for slug, name, source, cost in people.CAMPAIGNS:
        Campaign.objects.create(slug=slug, name=name, source_id=sources[source], cost=cost)


def _marketer() -> int:
    return User.objects.get(email=people.MEMBERS[1].email).pk


def _form(at: datetime) -> Form:
    by = _marketer()
    form = forms.create(
        name="Presupuesto de reforma",
        language="es",
        by=by,
        at=at,
        token="presupuesto-tresluces",  # noqa: S106 - the form's public address
    )
    Form.objects.filter(pk=form.pk).update(source_id=Source.objects.get(slug="form").pk)
    return forms.publish(form=Form.objects.get(pk=form.pk), is_active=True, by=by, at=at)


def _routes(at: datetime) -> None:
    by = _marketer()
    marta = User.objects.get(email="marta@tresluces.example").pk
    fair = routing.save_pool(pool=None, name="Feria", takes_all_reps=False, weights={marta: 1}, by=by, at=at)
    route = routing.save_route(
        route=None,
        name="Feria Hábitat",
        pool_id=fair.pk,
        condition={"field": "source.source", "op": "eq", "value": "feria"},
        is_active=True,
        by=by,
        at=at,
    )
    rest = Route.objects.exclude(pk=route.pk).order_by("position", "pk").values_list("pk", flat=True)
    routing.order_routes(route_ids=[route.pk, *rest], by=by, at=at)


def _second_model(at: datetime) -> None:
    """Publish a second version, so that there is something to compare and to roll back to."""
    live = models.live()
    if live is None:
        return
    document = _stricter(models.document_of(live))
    by = User.objects.get(email=people.MEMBERS[0].email).pk
    drafts.save(document=document, by=by, at=at)
    publish.publish(by=by, at=at)
    # Nobody has a score yet that the new version could change.
    WorkItem.objects.filter(queue="rescore").delete()


def _stricter(document: dict[str, Any]) -> dict[str, Any]:
    """Return the model that Sales asked for: a poor fit never reaches them, and the budget must be known."""
    document["name"] = "Reformas de local"
    document["grid"]["cells"][1] = ["D", "D", "C", "C"]
    budget = {"field": "qualification.budget", "op": "gt", "value": 0}
    document["light"]["condition"]["all"].append(budget)
    document["light"]["near_points"] = 12
    for group in document["groups"]:
        for criterion in group["criteria"]:
            if criterion["key"] in POINTS:
                criterion["points"] = POINTS[criterion["key"]]
    return document


def _play(prospects: list[Prospect], form: Form | None, now: datetime) -> None:
    marketer = Membership.objects.filter(role__in=["marketer", "admin"]).order_by("-role", "pk")
    by = marketer.filter(workspace_id=current_workspace_id()).values_list("user_id", flat=True)[0]
    Builder(now=now, form=form, marketer_id=by, nurse=care.Nurse(now)).play(prospects)


def _inbox(form: Form, now: datetime) -> None:
    """Leave something doubtful in quarantine for Marketing to look at."""
    doubtful: list[tuple[dict[str, Any], list[str]]] = [
        (
            {
                "email": "win@prize.example",
                "message": "CHEAP SEO viagra casino http://a.example http://b.example http://c.example http://d.example http://e.example",
            },
            [],
        ),
        (
            {
                "email": "ana.garcia@correo",
                "full_name": "Ana García",
                "message": "Presupuesto de baño, gracias",
            },
            [],
        ),
        ({"email": "bot@formspam.example", "full_name": "xx", "message": "hello"}, ["honeypot"]),
        ({"phone": "12", "full_name": "Luis Mora", "message": "Llamadme por la tarde"}, []),
    ]
    for index, (payload, signs) in enumerate(doubtful):
        at = now - timedelta(hours=3 + 7 * index)
        arrival = Arrival(
            raw=json.dumps(payload).encode(),
            payload=payload,
            channel="form",
            content_type="application/json",
            form=form,
            form_version=forms.current_version(form),
            signs=signs,
        )
        inquiry, _new = submit.receive(arrival=arrival, at=at)
        process.run(keys=[inquiry.pk], at=at)
        WorkItem.objects.filter(queue="inquiry", key=inquiry.pk).delete()


def _leave_old_news_read(now: datetime) -> None:
    """Have people know what the stories told them long ago: nobody is greeted by forty notices, nor mailed them."""
    old = Notification.objects.filter(created_at__lt=now - timedelta(hours=18))
    queue.unmark(notify.QUEUE, old.values_list("pk", flat=True))
    old.filter(read_at=None).update(read_at=F("created_at"))


def sign_ins() -> list[dict[str, str]]:
    """Return who may sign in to what, for the banner."""
    return [
        {"email": member.email, "password": people.PASSWORD, "role": member.role, "workspace": slug}
        for slug, staff in ((FIRST, people.MEMBERS), (SECOND, people.OTHER_MEMBERS))
        for member in staff
    ]
