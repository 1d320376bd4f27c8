"""How a mail is shown on our pages: in a frame of its own, with its own styles, and nothing that acts."""

from django.conf import settings

from core.csp import CSP


MAIL_POLICY = {
    "default-src": [CSP.NONE],
    "style-src": ["'unsafe-inline'"],
    "img-src": ["https:", "data:"],
    "font-src": ["https:"],
    "frame-ancestors": [CSP.SELF],
    "form-action": [CSP.NONE],
    "base-uri": [CSP.NONE],
}
# The same where nobody shall follow a link either.
SEALED_POLICY = {**MAIL_POLICY, "sandbox": []}
# Of the page around it, which may show frames of our own.
PAGE_POLICY = {**settings.SECURE_CSP, "frame-src": [CSP.SELF]}
