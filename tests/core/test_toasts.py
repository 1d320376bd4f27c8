import pytest
from django.contrib import messages
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django_htmx.middleware import HtmxMiddleware

from core import toasts
from core.toasts import ToastMiddleware


def answer(rf, response, *, headers=None, undo=""):
    def view(request):
        toasts.add(request, "Assigned <12> leads.", undo_url=undo)
        return response

    stack = SessionMiddleware(MessageMiddleware(HtmxMiddleware(ToastMiddleware(view))))
    return stack(rf.get("/", headers=headers or {"HX-Request": "true"}))


def test_a_fragment_carries_the_toast_and_its_undo(rf) -> None:
    html = answer(rf, HttpResponse("<tr></tr>"), undo="/undo/7/").content.decode()

    assert html.startswith("<tr></tr><div hx-swap-oob=")
    assert "Assigned &lt;12&gt; leads." in html
    assert 'method="post" action="/undo/7/"' in html


@pytest.mark.parametrize(
    "response",
    [
        lambda: HttpResponseRedirect("/"),
        lambda: HttpResponse(status=204),
        lambda: JsonResponse({}),
        lambda: HttpResponse(headers={"HX-Redirect": "/"}),
    ],
)
def test_a_toast_waits_for_the_page_that_follows(rf, response) -> None:
    answered = answer(rf, response())

    assert b"Assigned" not in answered.content
    assert "messages" in answered.cookies


def test_a_whole_page_draws_its_toasts_itself(rf) -> None:
    boosted = answer(rf, HttpResponse("<p>"), headers={"HX-Request": "true", "HX-Boosted": "true"})
    plain = answer(rf, HttpResponse("<p>"), headers={"Accept": "text/html"})

    assert boosted.content == plain.content == b"<p>"


def test_only_an_undo_of_ours_is_taken_from_the_tags() -> None:
    def url(tags):
        return toasts.undo_url(messages.storage.base.Message(messages.INFO, "x", extra_tags=tags))

    assert [url("undo:/u/1/"), url("big"), url("")] == ["/u/1/", "", ""]


def test_what_was_said_in_a_try_that_did_not_count_is_forgotten(rf) -> None:
    def view(request):
        toasts.add(request, "First try.")
        toasts.forget(request)
        toasts.add(request, "Second try.")
        return HttpResponse("<tr></tr>")

    stack = SessionMiddleware(MessageMiddleware(HtmxMiddleware(ToastMiddleware(view))))
    html = stack(rf.get("/", headers={"HX-Request": "true"})).content.decode()

    assert "Second try." in html
    assert "First try." not in html
