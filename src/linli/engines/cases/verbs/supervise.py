"""Watch over a case, show it to the public, hang it on a theme."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from linli.engines.cases import search
from linli.engines.cases.models import Attachment, Case, Theme
from linli.engines.cases.verbs.arguments import needed, optional
from linli.engines.cases.verbs.turn import begin, finish
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid
from linli.kernel.locks import write
from linli.kernel.text import mask_personal


def supervise(case_id: int | Case, *, by: Actor, text: str, expected_version: int | None = None) -> Case:
    """Watch over a case from above, with a word to those who work on it."""
    said = needed("text", text)
    with write():
        turn = begin("supervise", case_id, by=by, expected_version=expected_version)
        turn.change(supervised_at=clock.now())
        return finish(turn, data={"text": said})


def release(
    case_id: int | Case,
    *,
    by: Actor,
    public_text: str | None = None,
    photo_ids: Sequence[int] | None = None,
    expected_version: int | None = None,
) -> Case:
    """Show a text, written or approved by a person, and chosen photos to the public.

    An empty text takes it back; None leaves it.
    """
    with write():
        turn = begin("release", case_id, by=by, expected_version=expected_version)
        if public_text is not None:
            turn.change(public_text=mask_personal(optional("public_text", public_text)))
        if photo_ids is not None:
            _show_photos(turn.case, set(photo_ids))
        done = finish(turn, data={"shown": bool(turn.case.public_text), "photos": len(set(photo_ids or ()))})
        search.index(done)
        return done


def _show_photos(case: Case, chosen: set[int]) -> None:
    own = Attachment.objects.filter(case=case)
    if own.filter(pk__in=chosen).count() != len(chosen):
        raise Invalid(fields={"photo_ids": _("One of these photos is not of this case.")})
    own.filter(public=True).exclude(pk__in=chosen).update(public=False)
    own.filter(pk__in=chosen).update(public=True)


def link_theme(
    case_id: int | Case, *, by: Actor, theme_id: int | None = None, expected_version: int | None = None
) -> Case:
    """Hang a case on the theme that is its root cause, or, without one, take it off."""
    with write():
        turn = begin("link_theme", case_id, by=by, expected_version=expected_version)
        theme = Theme.objects.filter(pk=theme_id).first() if theme_id is not None else None
        if theme_id is not None and (theme is None or not turn.case.path.startswith(theme.path)):
            raise Invalid(fields={"theme_id": _("This theme is not one of this area.")})
        turn.change(theme=theme)
        return finish(turn, data={"theme": theme.title if theme else "-", "theme_id": theme_id})
