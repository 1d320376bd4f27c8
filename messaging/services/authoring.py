"""Writing templates: drafts beside what is sent, published into versions that never change again."""

from collections.abc import Collection
from datetime import datetime
from itertools import count

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.errors import DomainError, Invalid
from core.scope import current_workspace_id
from core.text import clean
from messaging import links, starters, tags, usage
from messaging.engine import checks, markup, mjml
from messaging.engine.markup import Fault
from messaging.models import Template, TemplateVersion
from messaging.services.templates import known_tags
from messaging.starters import Texts
from tenants.models import Workspace


class NotReady(Invalid):
    """The mail has faults that a reader would see; ``errors`` lists them."""

    code = "template_not_ready"


class NameTaken(Invalid):
    """Another template has the name."""

    code = "name_taken"


class DraftChanged(DomainError):
    """Somebody saved the draft since it was opened."""

    code = "draft_changed"


class InUse(DomainError):
    """Something still sends the template."""

    code = "template_in_use"


@transaction.atomic
def create(
    *, name: str, language: str, starter: str = "", topic_id: int | None = None, by: int | None = None
) -> Template:
    """Make a template with a draft in the language, from one of the starting texts if named.

    Raises: NameTaken.
    """
    template = Template(name=_free(name), topic_id=topic_id)
    template.save()
    texts = starters.texts(starter, language=language) if starter else Texts()
    save_draft(template=template, language=language, texts=texts, by=by)
    return template


def _free(name: str, *, beside: int = 0) -> str:
    name = clean(name)[:120]
    if not name:
        raise Invalid(gettext_lazy("Give it a name."))
    if Template.objects.filter(name=name).exclude(pk=beside).exists():
        raise NameTaken(gettext_lazy("Another template has this name."))
    return name


@transaction.atomic
def save_draft(
    *,
    template: Template,
    language: str,
    texts: Texts,
    by: int | None = None,
    opened: datetime | None = None,
) -> TemplateVersion:
    """Keep what was written beside what is sent, faults and all.

    ``opened`` is the draft's ``updated_at`` when the person opened it.
    Raises: DraftChanged if somebody else saved it since.
    """
    Template.objects.select_for_update(no_key=True).only("pk").get(pk=template.pk)
    draft = drafts(template).filter(language=language).first()
    if draft and opened and draft.updated_at > opened and draft.edited_by != by:
        raise DraftChanged(gettext_lazy("Somebody else saved this text since you opened it."))
    if draft is None:
        draft = TemplateVersion(template=template, language=language, number=_next(template, language))
    draft.subject = " ".join(clean(texts.subject).split())[:200]
    draft.preheader = " ".join(clean(texts.preheader).split())[:200]
    draft.body = clean(texts.body).replace("\r\n", "\n")
    draft.edited_by = by
    compile_into(draft, known=known_tags())
    draft.save()
    return draft


def _copy_of(template: Template) -> str:
    """Return the first name for a copy that is free."""
    name = template.name[:100]
    taken = set(Template.objects.filter(name__startswith=name).values_list("name", flat=True))
    names = (_("%(name)s, copy %(n)s") % {"name": name, "n": n} for n in count(1))
    return next(found for found in names if found not in taken)


def drafts(template: Template) -> QuerySet[TemplateVersion]:
    """Return the template's drafts."""
    return TemplateVersion.objects.filter(template=template, published_at=None)


def _next(template: Template, language: str) -> int:
    numbers = TemplateVersion.objects.filter(template=template, language=language)
    return int(numbers.aggregate(last=Max("number"))["last"] or 0) + 1


def compile_into(version: TemplateVersion, *, known: Collection[str]) -> list[Fault]:
    """Write the version's HTML, text and links from what the person wrote; return what is wrong with it."""
    parsed = markup.parse(version.body, known=known)
    frame = _frame(version, known)
    version.html = mjml.write_html(parsed.blocks, frame)
    version.text = mjml.write_text(parsed.text, frame)
    version.links = [links.stored(target) for target in parsed.links]
    return checks.check(
        subject=version.subject,
        preheader=version.preheader,
        body=version.body,
        parsed=parsed,
        known=known,
        has_home=_has_home(version),
    )


def faults_of(version: TemplateVersion) -> list[Fault]:
    """Return what is wrong or unwise about a version, as it would be found on publishing; writes nothing."""
    copy = TemplateVersion(
        template_id=version.template_id,
        language=version.language,
        subject=version.subject,
        preheader=version.preheader,
        body=version.body,
    )
    return compile_into(copy, known=known_tags())


def _frame(version: TemplateVersion, known: Collection[str]) -> mjml.Frame:
    with translation.override(version.language):
        return mjml.Frame(
            language=version.language,
            preheader=tags.as_html(version.preheader, known),
            why=_("You receive this because you asked us for information or agreed to our news."),
            unsubscribe=_("Unsubscribe"),
            preferences=_("Choose what you receive"),
        )


def _has_home(version: TemplateVersion) -> bool:
    home = Workspace.objects.values_list("language", flat=True).get(pk=current_workspace_id())
    if version.language == home:
        return True
    return TemplateVersion.objects.filter(template_id=version.template_id, language=home).exists()


@transaction.atomic
def publish(*, template: Template, language: str, at: datetime, by: int | None) -> TemplateVersion:
    """Make the draft what is sent from now on; it never changes again.

    Raises: NotReady, with each fault; DomainError if there is no draft.
    """
    draft = drafts(template).select_for_update(no_key=True).filter(language=language).first()
    if draft is None:
        raise DomainError(gettext_lazy("There is no draft to publish."))
    faults = [fault for fault in compile_into(draft, known=known_tags()) if not fault.is_warning]
    if faults:
        errors = [
            {"path": fault.code, "message": f"{fault.what} {fault.message}".strip()} for fault in faults
        ]
        raise NotReady(gettext_lazy("The mail has faults that its readers would see."), errors=errors)
    draft.published_at, draft.published_by = at, by
    draft.save()
    return draft


@transaction.atomic
def discard(*, template: Template, language: str) -> None:
    """Throw the draft away and go on from what is sent; a template's only text stays."""
    others = TemplateVersion.objects.filter(template=template).exclude(language=language, published_at=None)
    if not others.exists():
        raise DomainError(
            gettext_lazy("This is the only text of the template. Archive the template instead.")
        )
    drafts(template).filter(language=language).delete()


@transaction.atomic
def restore(*, version: TemplateVersion, by: int | None) -> TemplateVersion:
    """Begin a draft with the text of an earlier version."""
    texts = Texts(version.subject, version.preheader, version.body)
    return save_draft(template=version.template, language=version.language, texts=texts, by=by)


@transaction.atomic
def configure(*, template: Template, name: str, description: str, topic_id: int | None) -> None:
    """Change what the template is called and which topic's preference it obeys.

    Raises: NameTaken.
    """
    template.name = _free(name, beside=template.pk)
    template.description, template.topic_id = clean(description)[:300], topic_id
    template.save(update_fields=["name", "description", "topic_id", "updated_at"])


@transaction.atomic
def archive(*, template: Template, is_archived: bool) -> None:
    """Take the template out of what can be chosen, or back.

    Raises: InUse while something sends it.
    """
    if is_archived and usage.of([template.pk]).get(template.pk):
        raise InUse(gettext_lazy("A workflow still sends this mail. Take it out there first."))
    template.is_archived = is_archived
    template.save(update_fields=["is_archived", "updated_at"])


@transaction.atomic
def duplicate(*, template: Template, by: int | None = None) -> Template:
    """Make a copy, named after it and counted, whose drafts hold the newest text of every language."""
    copy = Template(name=_copy_of(template), description=template.description, topic_id=template.topic_id)
    copy.save()
    newest = (
        TemplateVersion.objects.filter(template=template).order_by("language", "-number").distinct("language")
    )
    for version in newest:
        texts = Texts(version.subject, version.preheader, version.body)
        save_draft(template=copy, language=version.language, texts=texts, by=by)
    return copy
