from types import SimpleNamespace

from django.http import HttpResponse
from django.test import RequestFactory
from django.utils.functional import SimpleLazyObject

from core.csp import CSP, HEADER, ContentSecurityPolicyMiddleware, build_policy, csp, csp_override


POLICY = {"default-src": [CSP.NONE], "script-src": [CSP.SELF, CSP.NONCE]}


def answer(view, rf):
    return ContentSecurityPolicyMiddleware(view)(rf.get("/"))


def test_the_nonce_is_in_the_header_only_if_the_page_used_it(
    rf: RequestFactory, settings: SimpleNamespace
) -> None:
    settings.SECURE_CSP = POLICY

    unused = answer(lambda request: HttpResponse(), rf)
    used = answer(lambda request: HttpResponse(str(csp(request)["csp_nonce"])), rf)

    assert unused[HEADER] == "default-src 'none'; script-src 'self'"
    assert used[HEADER] == f"default-src 'none'; script-src 'self' 'nonce-{used.content.decode()}'"


def test_a_view_may_have_a_policy_of_its_own(rf: RequestFactory) -> None:
    @csp_override({"default-src": [CSP.SELF]})
    def view(request):
        return HttpResponse()

    assert answer(view, rf)[HEADER] == "default-src 'self'"


def test_a_view_may_switch_the_policy_off(rf: RequestFactory) -> None:
    @csp_override({})
    def view(request):
        return HttpResponse()

    assert HEADER not in answer(view, rf)


def test_each_request_has_its_own_nonce() -> None:
    first, second = (SimpleLazyObject(lambda: object()) for _ in range(2))

    assert build_policy({"script-src": [CSP.NONCE]}, first) == "script-src"
    assert first != second


def test_the_product_allows_nothing_inline(client, settings) -> None:
    policy = settings.SECURE_CSP

    assert policy["default-src"] == [CSP.NONE]
    assert not any("unsafe" in source for sources in policy.values() for source in sources)
