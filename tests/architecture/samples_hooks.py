"""What the addresses of hooks are tried with: one to which Ana was posted."""

import json
from typing import Any

from django.utils import timezone

from capture.models import Hook
from capture.parsers.hooks.proof import Post
from capture.services import hook_posts, hooks
from tests.architecture.world import Call, World


ANA = json.dumps({"email": "ana@reformassol.es", "name": "Ana Ruiz", "wood": "Oak"}).encode()


def hook(world: World, posts: int = 1) -> Hook:
    """Return a hook with posts that wait."""
    now = timezone.now()
    made = hooks.create(preset="generic", by=None, at=now)
    for _each in range(posts):
        hook_posts.receive(
            hook=made,
            post=Post(body=ANA),
            content_type="application/json",
            ip_class="192.0.2.0/24",
            user_agent="",
            is_believed=True,
            at=now,
        )
    return made


def _page(**body: Any) -> Any:
    return lambda world: Call({"pk": hook(world).pk}, body or None)


SAMPLES: dict[str, Any] = {
    "capture:create-hook": lambda world: Call(body={"preset": "typeform", "name": "", "secret": ""}),
    "capture:hook": _page(),
    "capture:hook-waiting": _page(),
    "capture:hook-settings": _page(name="Site", preset="generic", secret="", return_hosts=""),
    "capture:switch-hook": _page(to="off"),
    "capture:hook-mapping": _page(**{"items": "", "to:wood": "need"}),
    "capture:preview-hook": _page(**{"items": "", "to:wood": "need"}),
    "capture:replay-hook": _page(),
    "public:hook": lambda world: Call({"token": hook(world).token}, {"email": "ana@reformassol.es"}),
}
