"""Invented people and rows for the style guide."""

# ruff: noqa: E501 - rows to read as a table

from dataclasses import dataclass
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from django import forms

from core.context import Shell
from core.navigation import Item, Link, WorkspaceLink
from core.tables import Column


@dataclass(frozen=True)
class Person:
    """Somebody signed in."""

    name: str
    email: str
    is_authenticated: bool = True

    def __str__(self) -> str:
        return self.name


PERSON = Person("Marta Soler", "marta@tresluces.example")
WORKSPACE = SimpleNamespace(name="Tresluces", slug="tresluces")
MEMBERSHIP = SimpleNamespace(role="admin", can=lambda _: True, get_role_display=lambda: "Administrator")

MAIN = [
    ("today", "Today", "today", "h", 7),
    ("inbox", "Inbox", "inbox", "b", 23),
    ("leads", "Leads", "leads", "l", 0),
    ("opportunities", "Opportunities", "opportunities", "p", 12),
    ("accounts", "Accounts", "accounts", "a", 0),
    ("forms", "Forms", "forms", "f", 0),
]
MANAGE = [("scoring", "Scoring", "scoring", "s", 0), ("routes", "Hand-off", "route", "d", 0)]
SETTINGS = [("settings", "Settings", "settings", "e", 0)]


class SampleShell(Shell):
    """The frame with entries that exist only here."""

    def _links(self, entries: list[tuple[str, str, str, str, int]]) -> list[Link]:
        found = []
        for name, label, icon, goto, badge in entries:
            item = Item(name=name, label=label, icon=icon, url_name="", order=0, goto=goto)
            url = f"/dev/styleguide/{name}/"
            current = self._request.path == url or (name == "leads" and self._request.path.endswith("/lead/"))
            found.append(Link(item=item, url=url, current=current, badge=badge))
        return found

    @property
    def main(self) -> list[Link]:  # type: ignore[override]
        """The daily entries."""
        return self._links(MAIN)

    @property
    def manage(self) -> list[Link]:  # type: ignore[override]
        """The entries below the line."""
        return self._links(MANAGE + SETTINGS)

    @property
    def create(self) -> list[Link]:  # type: ignore[override]
        """What `+` offers."""
        item = Item(name="lead", label="Lead", icon="leads", url_name="", order=0, key="c")
        return [Link(item=item, url="/dev/styleguide/lead/", current=False, badge=0)]

    @property
    def bar(self) -> list[Link]:  # type: ignore[override]
        """The bell, with something to say."""
        item = Item(name="notices", label="Notifications", icon="bell", url_name="", order=0)
        return [Link(item=item, url="/dev/styleguide/today/", current=False, badge=3)]

    @property
    def search(self) -> dict[str, str]:  # type: ignore[override]
        """Where the search field leads."""
        return {"url": "/dev/styleguide/leads/", "parameter": "search"}

    @property
    def workspaces(self) -> list[WorkspaceLink]:  # type: ignore[override]
        """Two workspaces to switch between."""
        here = "/dev/styleguide/"
        return [WorkspaceLink("Tresluces", here, True), WorkspaceLink("Clínica Dental Oruela", here, False)]  # noqa: FBT003


class SampleForm(forms.Form):
    """Every kind of field."""

    full_name = forms.CharField(label="Name", widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(label="E-mail", help_text="We send the reference of your inquiry here.")
    city = forms.CharField(label="City", required=False)
    topic = forms.ChoiceField(
        label="Topic", choices=[("", "Choose one"), ("kitchen", "Kitchen"), ("shop", "Shop")]
    )
    budget = forms.IntegerField(label="Budget", required=False, min_value=0)
    phase = forms.ChoiceField(
        label="When would you start?",
        choices=[("now", "This month"), ("quarter", "Within three months"), ("later", "Later")],
        widget=forms.RadioSelect,
    )
    message = forms.CharField(label="What do you want to renovate?", widget=forms.Textarea(attrs={"rows": 3}))
    consent = forms.BooleanField(
        label="Send me ideas and guides by e-mail.",
        required=False,
        help_text="Unsubscribe with one click.",
    )


class FactForm(forms.Form):
    """One value."""

    value = forms.IntegerField(label="Employees", min_value=1)


COLUMNS = (
    Column("name", "Name", sort="name", css="c-name"),
    Column("company", "Company", sort="company", css="c-firm"),
    Column("grade", "Grade", sort="score", first="descending", css="c-grade"),
    Column("light", "Light", css="c-light"),
    Column("source", "Source", css="c-source"),
    Column("step", "Next step", css="c-step"),
    Column("owner", "Owner", css="c-owner"),
    Column("created_at", "Arrived", sort="created_at", first="descending", css="c-time", numeric=True),
)
LEADS = [
    ("Lucía Ferrando", "Panadería Migalba", "A", 91, "green", "", "Web form", 40, "Marta Soler", 3),
    ("Andrés Quiroga", "Hotel Sotoverde", "A", 88, "green", "", "Shops campaign", -12, "Iván Prado", 41),
    ("Nerea Olazar", "Clínica Dental Oruela", "A", 84, "green", "", "Referral", 1500, "Marta Soler", 60),
    ("Tomás Arrieta", "Asador Peñalúa", "B", 76, "amber", "no start date", "Web form", 200, "Marta Soler", 120),
    ("Inés Salvatierra", "Coworking La Bisagra", "B", 75, "amber", "5 below A", "Hábitat fair", 4000, "Noa Rivas", 180),
    ("Maximiliano de la Fuente y Ortega-Gasset", "Academia de Idiomas del Camino Real", "B", 66, "green", "", "Shops campaign", 5600, "Iván Prado", 1500),
    ("مريم الحداد", "Frutería Cantal", "C", 57, "amber", "3 below B", "Search", 9000, "Noa Rivas", 4400),
    ("Clara Montiel 🌿", "Librería Corvela", "C", 52, "red", "", "Renovation guide", None, None, 1600),
    ("hugo.landeta@example.com", "", "C", 49, "red", "", "Import", None, None, 2900),
    ("Eva Trujillano", "Estudio Palmira", "D", 28, "red", "", "Social media", None, None, 8700),
    ("Samir Haddou", "Viveros Taramay", None, None, None, "", "Phone", None, None, 0),
]  # fmt: skip


def rows(*, now: datetime) -> dict[str, Any]:
    """Return what the pages of the guide show, as of the moment."""
    return {
        "columns": COLUMNS,
        "leads": [_lead(number, lead, now) for number, lead in enumerate(LEADS, 1)],
        "page": SimpleNamespace(next="abc", previous=None),
        "count": 10_000,
        "soon": now + timedelta(minutes=102),
        "late": now - timedelta(minutes=12),
        "today": now + timedelta(minutes=9),
        "tomorrow": now + timedelta(days=1),
        "next_week": now + timedelta(days=9),
        "tabs": TABS,
        "layouts": LAYOUTS,
        "chips": CHIPS,
        "groups": GROUPS,
        "facts": FACTS,
        "timeline": _timeline(now),
        "figures": FIGURES,
        "lanes": _lanes(now),
        "verbs": VERBS,
        "jobs": JOBS,
    }


def _lead(number: int, lead: tuple[Any, ...], now: datetime) -> dict[str, Any]:
    name, company, grade, score, light, reason, source, due, owner, age = lead
    return {
        "id": number,
        "name": name,
        "company": company,
        "grade": grade,
        "score": score,
        "light": light,
        "reason": reason,
        "source": source,
        "due_at": None if due is None else now + timedelta(minutes=due),
        "owner": owner,
        "created_at": now - timedelta(minutes=age),
    }


TABS = [
    {"url": "?", "label": "All open", "current": True},
    {"url": "?view=a", "label": "Grade A untouched", "count": 14},
    {"url": "?view=mine", "label": "Mine", "count": 38},
    {"url": "?view=review", "label": "To review", "count": 212},
    {"url": "?view=nurture", "label": "In nurture", "count": 7940},
]
LAYOUTS = [{"url": "?", "label": "Table", "current": True}, {"url": "?layout=board", "label": "Board"}]
CHIPS = [
    {"name": "Stage", "value": "Marketing, handed off", "url": "?"},
    {"name": "Arrived", "value": "last 90 days", "url": "?"},
]
GROUPS = [
    {
        "label": "Fit",
        "total": 820,
        "lines": [
            {"label": "Hospitality or retail", "tenths": 250},
            {"label": "Owner or director", "tenths": 200},
            {"label": "From €30,000", "tenths": 150},
            {"label": "In the area we work in", "tenths": 150},
            {"label": "Over 80 m²", "tenths": 120},
            {"label": "No start date", "tenths": -50},
        ],
    },
    {
        "label": "Engagement",
        "total": 700,
        "lines": [
            {"label": "Asked for a quote", "note": "today", "tenths": 400},
            {"label": "Saw Prices", "note": "3 times", "tenths": 245},
            {"label": "Downloaded the guide", "note": "18 d ago", "tenths": 95},
            {"label": "Cap of the group", "tenths": -40, "cut": True},
        ],
    },
]
FACTS = [
    {"id": "f-name", "label": "Name", "value": "Asador Peñalúa", "edit_url": "#"},
    {"id": "f-size", "label": "Employees", "value": "14", "edit_url": "/dev/styleguide/fact/"},
    {"id": "f-web", "label": "Website", "value": "asador.example.com", "url": "#", "edit_url": "#"},
    {"id": "f-need", "label": "Need", "value": "Kitchen and smoke outlet, 140 m²", "edit_url": "#"},
    {"id": "f-start", "label": "Start", "missing": "No date", "edit_url": "#"},
    {"id": "f-source", "label": "First touch", "value": "Guide, 4 Nov"},
]
FIGURES = [
    {"label": "First contact", "value": "4", "unit": "min", "note": "target 5, team 6"},
    {"label": "In time", "value": "94", "unit": "%", "note": "31 of 33 hand-offs"},
    {"label": "Accepted", "value": "27", "note": "4 given back"},
    {"label": "Converted", "value": "6", "note": "worth €82,400"},
]
VERBS = [
    {"label": "Recycle", "url": "#", "icon": "rotate-ccw", "post": True},
    {"label": "Grade by hand", "url": "#", "icon": "pencil"},
    {"label": "Disqualify", "url": "#", "icon": "ban", "post": True, "danger": True},
]
JOBS = [
    {"id": 1, "title": "Scoring 48,213 leads", "done": 31_400, "total": 48_213, "percent": 65, "state": "running"},
    {"id": 2, "title": "Import of fair.csv", "done": 812, "total": 1000, "percent": 81, "state": "failed", "note": "Row 813 cannot be read."},
]  # fmt: skip


def _timeline(now: datetime) -> list[dict[str, Any]]:
    hours: list[tuple[int, str, str, str, dict[str, Any]]] = [
        (1, "shuffle", "Elena Costa", "handed it to Sales by hand", {"more": "Reason: the premises are rented already."}),
        (2, "gauge", "", "Score 56 → 76, rises from C to B", {"more": "Asked for a quote, +40.0", "grades": ("C", "B"), "url": "#", "action": "See the 11 lines"}),
        (2, "file-text", "", "Inquiry by Renovation quote", {"quote": "We want to renovate kitchen and smoke outlet of a grill of 140 m².\nCan you come and see it?"}),
        (27, "eye", "", "3 visits to Prices, 6 min in all", {}),
        (75, "mail", "", "Clicked “Licenses for renovating a shop”", {"more": "Nurture “Shop renovation”, step 2"}),
        (100, "phone-missed", "Noa Rivas", "called, no answer", {"more": "Try 1, 0:24"}),
    ]  # fmt: skip
    return [
        {
            "id": number,
            "icon": icon,
            "actor": actor,
            "title": title,
            "at": now - timedelta(hours=age),
            **extra,
        }
        for number, (age, icon, actor, title, extra) in enumerate(hours, 1)
    ]


def _lanes(now: datetime) -> list[dict[str, Any]]:
    lanes = [("new", "New"), ("visit", "Visit"), ("proposal", "Proposal"), ("negotiation", "Negotiation")]
    cards = [
        ("new", "Grill of 140 m²", "Asador Peñalúa", "B", "€45,000", 60),
        ("new", "Front of the shop", "Panadería Migalba", "A", "€18,500", None),
        ("visit", "Three rooms and a lobby", "Hotel Sotoverde", "A", "€126,000", -90),
        ("proposal", "Waiting room", "Clínica Dental Oruela", "A", "€32,000", 3000),
    ]
    return [
        {
            "id": name,
            "label": label,
            "count": sum(card[0] == name for card in cards),
            "note": "€63,500" if name == "new" else "",
            "cards": [
                {
                    "id": f"{name}-{number}",
                    "lane": name,
                    "title": title,
                    "subtitle": company,
                    "grade": grade,
                    "amount": amount,
                    "owner": "Marta Soler",
                    "show_step": True,
                    "due_at": None if due is None else now + timedelta(minutes=due),
                    "url": "#",
                    "move_url": "/dev/styleguide/board/",
                }
                for number, (lane, title, company, grade, amount, due) in enumerate(cards)
                if lane == name
            ],
        }
        for name, label in lanes
    ]
