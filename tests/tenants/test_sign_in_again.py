"""What a person meets whose session ended while a page was open."""

import pytest


@pytest.mark.django_db
def test_a_page_is_come_back_to(client, workspace):
    answer = client.get(f"/w/{workspace.slug}/leads/?grade=A")

    assert answer["Location"] == f"/accounts/login/?next=/w/{workspace.slug}/leads/%3Fgrade%3DA"


@pytest.mark.django_db
def test_a_form_leads_to_the_start_of_the_day_since_it_cannot_be_sent_again(client, workspace):
    answer = client.post(f"/w/{workspace.slug}/leads/1/accept/")

    assert answer["Location"] == f"/accounts/login/?next=/w/{workspace.slug}/"


@pytest.mark.django_db
def test_a_fragment_makes_the_whole_page_sign_in(client, workspace):
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver/w/{workspace.slug}/today/"}

    answer = client.get(f"/w/{workspace.slug}/leads/1/watch/", headers=headers)

    assert answer.status_code == 204
    assert answer["HX-Redirect"] == f"/accounts/login/?next=/w/{workspace.slug}/today/"
