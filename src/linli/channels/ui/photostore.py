"""Photos of a form: stored at once, so that a form with an error elsewhere does not lose them; and shown."""

from typing import cast

from django import forms
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_safe

from linli.channels.ui.context import viewer_of
from linli.channels.ui.widgets import PhotoInput
from linli.engines.cases import public as cases
from linli.kernel.actor import Actor
from linli.kernel.errors import LinliError

PUBLIC_SECONDS = 24 * 3600
OWN_SECONDS = 3600


def store(form: forms.Form, name: str, photos: PhotoInput, *, by: Actor, stage: str) -> list[str]:
    """Store the new files of a photo field and let the form remember their keys. Raises: LinliError for a bad photo."""
    keys = [*photos.kept]
    try:
        for file in photos.files:
            keys.append(cases.add_photo(file, by=by, stage=stage).key)  # noqa: PERF401 -- those stored before a bad one stay
    finally:
        data = cast("QueryDict", form.data).copy()
        data.setlist(f"{form.add_prefix(name)}-kept", keys)
        form.data, form.files = data, MultiValueDict()
    return keys


def keep_for_later(form: forms.Form, name: str, *, by: Actor, stage: str) -> None:
    """Store the photos of a form that has errors elsewhere: a file field cannot be filled in again."""
    photos = form.cleaned_data.get(name) if name in form.fields else None
    if not isinstance(photos, PhotoInput) or not photos.files:
        return
    try:
        store(form, name, photos, by=by, stage=stage)
    except LinliError as error:
        form.add_error(name, str(error.fields.get("photos", error.message)))


@require_safe
def photo(request: HttpRequest, key: str, size: str) -> HttpResponseBase:
    """Show a photo to those who may see it. Raises: NotFound."""
    found = cases.photo_for(viewer_of(request), key, size)
    etag = f'"{found.etag}"'
    if request.headers.get("If-None-Match") == etag:
        found.file.close()
        return HttpResponse(status=304, headers={"ETag": etag})
    age = f"public, max-age={PUBLIC_SECONDS}" if found.public else f"private, max-age={OWN_SECONDS}"
    return FileResponse(
        found.file, content_type="image/jpeg",
        headers={"ETag": etag, "Cache-Control": age, "Content-Length": str(found.size)},
    )
