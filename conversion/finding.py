"""How the palette finds accounts, contacts and opportunities."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from conversion.models import Account, Contact, Opportunity, SearchWord
from conversion.models.word import found_by
from core.palette import Finder, Hit, Label
from leads.models.token import words_of


Kind = SearchWord.Kind
Rows = Callable[[HttpRequest], QuerySet[Any]]
Detail = Callable[[Any], str]


def _accounts(request: HttpRequest) -> QuerySet[Account]:
    return Account.objects.all()


def _contacts(request: HttpRequest) -> QuerySet[Contact]:
    return Contact.objects.select_related("account")


def _deals(request: HttpRequest) -> QuerySet[Opportunity]:
    deals = Opportunity.objects.visible_to(request.membership)  # type: ignore[attr-defined]
    return deals.select_related("account", "stage")


def _of_account(account: Account) -> str:
    return " · ".join(filter(None, [account.domain, account.city]))


def _of_contact(contact: Contact) -> str:
    return " · ".join(filter(None, [contact.account.name, contact.email]))


def _of_deal(deal: Opportunity) -> str:
    return f"{deal.account.name} · {deal.stage.name}"


def _finder(
    name: str, label: Label, order: int, page: str, icon: str, kind: str, rows: Rows, detail: Detail
) -> Finder:
    def hits(request: HttpRequest, found: Iterable[Any]) -> list[Hit]:
        slug = request.workspace.slug  # type: ignore[attr-defined]
        return [
            Hit(
                label=item.name,
                url=reverse(f"conversion:{page}", kwargs={"workspace": slug, "pk": item.pk}),
                detail=detail(item),
                icon=icon,
                pk=item.pk,
            )
            for item in found
        ]

    def find(request: HttpRequest, text: str, limit: int) -> list[Hit]:
        """Return the records in which every word begins a word, the newest first. Queries: one."""
        found = found_by(kind, words_of(text))
        return hits(request, rows(request).filter(pk__in=found).order_by("-pk")[:limit]) if found else []

    def read(request: HttpRequest, ids: Sequence[int]) -> list[Hit]:
        return hits(request, rows(request).filter(pk__in=ids))

    return Finder(name, label, order, find, read, "view_sales", f"conversion:{name}")


FINDERS = (
    _finder("accounts", _("Accounts"), 20, "account", "accounts", Kind.ACCOUNT, _accounts, _of_account),
    _finder("contacts", _("Contacts"), 30, "contact", "user", Kind.CONTACT, _contacts, _of_contact),
    _finder(
        "opportunities",
        _("Opportunities"),
        40,
        "opportunity",
        "opportunities",
        Kind.OPPORTUNITY,
        _deals,
        _of_deal,
    ),
)
