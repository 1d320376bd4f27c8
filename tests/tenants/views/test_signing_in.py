"""Signing in and out, a new password, and joining by link, as a browser does it, in both languages."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.scope import workspace_scope
from tenants.models import Invitation, Membership, User, Workspace
from tenants.services import members
from tests.clients import PageClient
from tests.factories import tenants


NEW = "a-quite-different-pass"
SIGN_IN = {"en": "Sign in", "es": "Iniciar sesión"}


@pytest.fixture(params=["en", "es"])
def browser(request: pytest.FixtureRequest) -> PageClient:
    made = PageClient(headers={"Accept-Language": request.param})
    made.language = request.param
    return made


def sign_in(client: Client, email: str, password: str = tenants.PASSWORD):
    return client.post(reverse("account_login"), {"login": email, "password": password})


def test_person_signs_in_lands_in_the_workspace_and_signs_out(browser: PageClient, rep: Membership) -> None:
    page = browser.get("/w/acme/today/", follow=True)
    assert SIGN_IN[browser.language] in page.content.decode()
    assert page.request["PATH_INFO"] == "/accounts/login/"

    inside = sign_in(browser, rep.user.email.upper())
    assert inside.status_code == 302
    assert browser.get("/", follow=True).request["PATH_INFO"] == "/w/acme/today/"

    browser.post(reverse("account_logout"))
    assert browser.get("/w/acme/today/").status_code == 302


def test_session_gets_a_new_id_at_sign_in(client: Client, rep: Membership) -> None:
    client.get(reverse("account_login"))
    session = client.session
    session["before"] = 1
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = before

    sign_in(client, rep.user.email)

    assert client.session.session_key != before


@pytest.mark.parametrize(("email", "password"), [("rep@acme.test", "wrong"), ("nobody@acme.test", "wrong")])
def test_wrong_sign_ins_read_the_same(
    browser: PageClient, rep: Membership, email: str, password: str
) -> None:
    answer = sign_in(browser, email, password)

    assert answer.status_code == 200
    assert "_auth_user_id" not in browser.session
    expected = {"en": "are not correct", "es": "no son correct"}[browser.language]
    assert expected in answer.content.decode()


def test_switched_off_person_does_not_get_in(client: Client, rep: Membership) -> None:
    User.objects.filter(pk=rep.user_id).update(is_active=False)

    sign_in(client, rep.user.email)

    assert client.get("/w/acme/today/").status_code == 302


def test_next_leads_nowhere_else(client: Client, rep: Membership) -> None:
    for elsewhere in (
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "https:evil.example",
    ):
        answer = client.post(
            reverse("account_login"),
            {"login": rep.user.email, "password": tenants.PASSWORD, "next": elsewhere},
        )
        assert answer.status_code == 302
        assert "evil" not in answer["Location"]
        assert "javascript" not in answer["Location"]
        client.logout()


def test_new_password_by_mail(browser: PageClient, rep: Membership) -> None:
    asked = browser.post(reverse("account_reset_password"), {"email": rep.user.email})
    assert asked["Location"] == reverse("account_reset_password_done")
    assert browser.get(asked["Location"]).status_code == 200

    letter = mail.outbox[0]
    link = re.search(r"https?://testserver(/accounts/password/reset/key/\S+)", letter.body)[1]
    form = browser.get(link, follow=True)
    done = browser.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW})

    assert letter.to == [rep.user.email]
    assert done["Location"] == reverse("account_reset_password_from_key_done")
    assert sign_in(PageClient(), rep.user.email).status_code == 200
    assert sign_in(PageClient(), rep.user.email, NEW).status_code == 302


def test_mail_speaks_as_the_product_does(browser: PageClient, rep: Membership) -> None:
    browser.post(reverse("account_reset_password"), {"email": rep.user.email})

    letter = mail.outbox[0]
    assert (
        letter.subject
        == {"en": "Your new Leadcrm password", "es": "Tu nueva contraseña de Leadcrm"}[browser.language]
    )
    assert "testserver!" not in letter.body


def test_nobody_without_an_account_gets_mail(browser: PageClient, rep: Membership) -> None:
    asked = browser.post(reverse("account_reset_password"), {"email": "stranger@example.test"})

    assert asked["Location"] == reverse("account_reset_password_done")
    assert mail.outbox == []


def test_link_of_the_mail_works_once(client: Client, rep: Membership) -> None:
    client.post(reverse("account_reset_password"), {"email": rep.user.email})
    link = re.search(r"https?://testserver(/accounts/password/reset/key/\S+)", mail.outbox[0].body)[1]
    form = client.get(link, follow=True)
    client.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW})

    again = PageClient().get(link, follow=True)

    assert 'name="password1"' not in again.content.decode()


def test_asking_for_a_password_tells_nothing_of_who_is_known(browser: PageClient, rep: Membership) -> None:
    known = browser.post(reverse("account_reset_password"), {"email": rep.user.email})
    unknown = browser.post(reverse("account_reset_password"), {"email": "nobody@acme.test"})

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


def test_weak_new_password_is_refused(client: Client, rep: Membership) -> None:
    client.force_login(rep.user, "tenants.accounts.Backend")

    answer = client.post(
        reverse("account_change_password"),
        {"oldpassword": tenants.PASSWORD, "password1": "password1234", "password2": "password1234"},
    )

    assert answer.status_code == 200
    assert User.objects.get(pk=rep.user_id).check_password(tenants.PASSWORD)


def test_nobody_signs_up(client: Client, db: None) -> None:
    page = client.get(reverse("account_signup"))
    client.post(reverse("account_signup"), {"email": "new@example.test", "password1": NEW})

    assert page.status_code == 200
    assert not User.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["email/", "confirm-email/", "login/code/confirm/", "password/set/", "reauthenticate/"]
)
def test_rest_of_allauth_is_not_there(client: Client, path: str) -> None:
    assert client.get(f"/accounts/{path}").status_code == 404


# Joining -----------------------------------------------------------------------------------------------------------


def invite(workspace: Workspace, email: str = "new@example.test") -> str:
    with workspace_scope(workspace.pk):
        _made, token = members.invite(email=email, role="rep", team_id=None, by=None, at=timezone.now())
    return reverse("join:invitation", args=[token])


def test_invited_person_joins_and_is_signed_in(browser: PageClient, workspace: Workspace) -> None:
    link = invite(workspace)
    page = browser.get(link)
    assert page.status_code == 200
    assert "new@example.test" in page.content.decode()

    joined = browser.post(link, {"name": "Nora", "password": tenants.PASSWORD})

    assert joined["Location"] == "/w/acme/"
    assert browser.get("/w/acme/today/").status_code == 200
    assert browser.get(link).status_code == 410


def test_member_of_another_workspace_joins_with_their_account(
    client: Client, workspace: Workspace, other_workspace: Workspace
) -> None:
    known = tenants.make_member(other_workspace, "admin", "new@example.test")
    link = invite(workspace)
    client.force_login(known.user, "tenants.accounts.Backend")

    client.post(link)

    assert Membership.objects.filter(user=known.user).count() == 2
    page = client.get("/w/acme/today/").content.decode()
    assert "/w/globex/" in page  # the switcher


@pytest.mark.parametrize("how", ["unknown", "expired", "revoked", "too long"])
def test_dead_link_says_so(browser: PageClient, workspace: Workspace, how: str) -> None:
    link = invite(workspace)
    with workspace_scope(workspace.pk):
        if how == "expired":
            Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))
        if how == "revoked":
            members.revoke(invitation=Invitation.objects.get(), by=None, at=timezone.now())
    address = {"unknown": "/join/nothing/", "too long": f"/join/{'x' * 500}/"}.get(how, link)

    answer = browser.get(address)

    assert answer.status_code == 410
    expected = {"en": "This link no longer works", "es": "Este enlace ya no funciona"}[browser.language]
    assert expected in answer.content.decode()


def test_link_for_somebody_else_changes_nothing(
    client: Client, workspace: Workspace, rep: Membership
) -> None:
    link = invite(workspace)
    client.force_login(rep.user, "tenants.accounts.Backend")

    answer = client.post(link)

    assert answer.status_code == 422
    assert not User.objects.filter(email="new@example.test").exists()


def test_person_without_a_workspace_is_told_what_to_do(client: Client, db: None) -> None:
    client.force_login(tenants.make_user(), "tenants.accounts.Backend")

    page = client.get("/")

    assert page.status_code == 200
    assert "Ask an administrator for an invitation" in page.content.decode()
