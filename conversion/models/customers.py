"""Companies and people we do business with."""

from django.db import models
from django.db.models import Q
from django_countries.fields import CountryField

from core.models import FencedManager, FencedModel, FencedQuerySet, PublicIdModel, Timestamped, ref
from core.text import fold


def by_words(text: str, column: str) -> Q:
    """Return the condition that every word of the text begins a word of the folded column."""
    condition = Q()
    for word in fold(text).split()[:8]:
        condition &= Q(**{f"{column}__startswith": word}) | Q(**{f"{column}__contains": f" {word}"})
    return condition


class AccountQuerySet(FencedQuerySet):
    """Named sets of accounts."""

    def search(self, text: str) -> "AccountQuerySet":
        """Return accounts by words of their name, by domain or by tax number."""
        word = fold(text)
        number = "".join(char for char in text.upper() if char.isalnum())
        found = by_words(text, "name_norm") | Q(domain__startswith=word)
        return self.filter(found | Q(tax_id_norm=number) if number else found)


class ContactQuerySet(FencedQuerySet):
    """Named sets of contacts."""

    def search(self, text: str) -> "ContactQuerySet":
        """Return contacts by words of their name, by address, or by their account's name."""
        return self.filter(
            by_words(text, "name_norm")
            | Q(email_norm__startswith=fold(text))
            | by_words(text, "account__name_norm")
        )


class Account(FencedModel, PublicIdModel, Timestamped):
    """A company, or one person buying for themselves (``is_individual``)."""

    id = models.BigAutoField(primary_key=True)
    version = models.PositiveIntegerField(default=1)
    name = models.CharField(max_length=200)
    is_individual = models.BooleanField(default=False)
    website = models.CharField(max_length=300, blank=True)
    domain = models.CharField(max_length=253, blank=True, db_collation="C")
    industry = models.CharField(max_length=120, blank=True)
    employees = models.PositiveIntegerField(null=True, blank=True)
    country = CountryField(blank=True)
    region = models.CharField(max_length=120, blank=True)
    city = models.CharField(max_length=120, blank=True)
    tax_id = models.CharField(max_length=40, blank=True)
    owner = models.ForeignKey("tenants.User", models.SET_NULL, null=True, related_name="+", db_index=False)
    # folded copies (core.text.fold), for matching and prefix search
    name_norm = models.CharField(max_length=200, blank=True, db_collation="C")
    tax_id_norm = models.CharField(max_length=40, blank=True, db_collation="C")

    objects = FencedManager.from_queryset(AccountQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace_id", "public_id"], name="conversion_account_public_id")
        ]
        indexes = [
            # read by the list, by name
            models.Index(fields=["workspace_id", "name_norm", "id"], name="conversion_account_name"),
            # read by matching
            models.Index(
                fields=["workspace_id", "domain"], condition=~Q(domain=""), name="conversion_account_domain"
            ),
            models.Index(
                fields=["workspace_id", "tax_id_norm"],
                condition=~Q(tax_id_norm=""),
                name="conversion_account_tax_id",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Contact(FencedModel, PublicIdModel, Timestamped):
    """A person at an account."""

    id = models.BigAutoField(primary_key=True)
    version = models.PositiveIntegerField(default=1)
    account = ref("conversion.Account")
    first_name = models.CharField(max_length=120, blank=True)
    last_name = models.CharField(max_length=120, blank=True)
    job_title = models.CharField(max_length=160, blank=True)
    email = models.CharField(max_length=320, blank=True)
    phone = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=10, blank=True)
    owner = models.ForeignKey("tenants.User", models.SET_NULL, null=True, related_name="+", db_index=False)
    name_norm = models.CharField(max_length=260, blank=True, db_collation="C")
    email_norm = models.CharField(max_length=320, blank=True, db_collation="C")
    phone_e164 = models.CharField(max_length=20, blank=True, db_collation="C")

    objects = FencedManager.from_queryset(ContactQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace_id", "public_id"], name="conversion_contact_public_id")
        ]
        indexes = [
            # read by the list, by name
            models.Index(fields=["workspace_id", "name_norm", "id"], name="conversion_contact_name"),
            # read by the account's page
            models.Index(fields=["workspace_id", "account", "name_norm"], name="conversion_contact_account"),
            # read by matching
            models.Index(
                fields=["workspace_id", "email_norm"],
                condition=~Q(email_norm=""),
                name="conversion_contact_email",
            ),
            # read when somebody calls
            models.Index(
                fields=["workspace_id", "phone_e164"],
                condition=~Q(phone_e164=""),
                name="conversion_contact_phone",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Return the person's name, or the address where there is none."""
        return f"{self.first_name} {self.last_name}".strip() or self.email or self.phone
