"""Photos: sniffed, turned upright, freed of everything but the picture, and kept where only those who may can fetch
them.
"""

import hashlib
import os
import tempfile
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from errno import EDQUOT, ENOSPC
from io import BytesIO
from pathlib import Path
from typing import IO

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from linli.engines.cases.models import Attachment, Case
from linli.engines.cases.policies import Standing
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, LinliError, NotFound
from linli.kernel.ids import random_key

FULL, SMALL = "full", "small"
LONGEST_SIDE = {FULL: 2048, SMALL: 480}
QUALITY = {FULL: 82, SMALL: 78}
MOST_PIXELS = 40_000_000
MOST_PHOTOS = 9
STAGES = frozenset({"report", "proof", "check", "interim"})
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP")
_HEIC = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")
Image.init()     # so that every decoder named above is there whoever asks first
_FULL_DISK = frozenset({ENOSPC, EDQUOT})


@dataclass(frozen=True, slots=True)
class PhotoFile:
    """An open photo with what a browser needs to know."""

    file: IO[bytes]
    size: int
    etag: str
    public: bool


def add_photo(file: IO[bytes], *, by: Actor, stage: str = "report") -> Attachment:
    """Keep a photo until a case takes it. Raises: Invalid, in words that say what to do."""
    if stage not in STAGES:
        raise Invalid(fields={"stage": _("Please choose one of the list.")})
    picture = _picture(_read(file))
    key = random_key()
    full = _jpeg(picture, FULL)
    small = _jpeg(picture, SMALL)
    try:
        _write(path_of(key, FULL), full)
        _write(path_of(key, SMALL), small)
    except OSError as error:
        _remove(key)
        raise _not_kept(error) from error
    size = _shrunk(picture, FULL).size
    return Attachment.objects.create(
        key=key,
        stage=stage,
        width=size[0],
        height=size[1],
        size=len(full),
        sha256=hashlib.sha256(full).hexdigest(),
        account_id=by.account_id,
        at=clock.now(),
    )


def _read(file: IO[bytes]) -> bytes:
    limit = settings.UPLOAD_LIMIT_BYTES
    raw = file.read(limit + 1)
    if len(raw) > limit:
        raise _refused(
            _("This photo is larger than %(count)d MB. Please choose a smaller one.") % {"count": limit // 2**20}
        )
    if not raw:
        raise _refused(_("This file is empty. Please choose the photo again."))
    if raw[4:8] == b"ftyp" and raw[8:12] in _HEIC:
        raise _refused(
            _(
                "This photo is in the HEIC format, which many phones cannot show. "
                "Please take it with the camera of this page, or send it as JPEG."
            )
        )
    return raw


def _picture(raw: bytes) -> Image.Image:
    """Decode a picture whatever its name says. Raises: Invalid for anything that is none, or too large, or broken."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            opened = Image.open(BytesIO(raw), formats=_FORMATS)
            if opened.width * opened.height > MOST_PIXELS:
                raise _too_many_pixels()
            opened.draft("RGB", (LONGEST_SIDE[FULL], LONGEST_SIDE[FULL]))
            opened.load()
            return _upright(opened)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except UnidentifiedImageError as error:
        raise _refused(
            _("This is not a photo that can be shown. Please choose a JPEG, PNG or WebP picture.")
        ) from error
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError, IndexError) as error:
        raise _refused(_("This photo is damaged and cannot be opened. Please take it again.")) from error


def _upright(picture: Image.Image) -> Image.Image:
    """Turn as the camera was held, put on white, and leave everything else behind: position, time, owner."""
    turned = ImageOps.exif_transpose(picture)
    if turned.mode in {"RGBA", "LA", "PA"} or "transparency" in turned.info:
        layered = turned.convert("RGBA")
        ground = Image.new("RGBA", layered.size, "white")
        turned = Image.alpha_composite(ground, layered)
    bare = Image.new("RGB", turned.size)
    bare.paste(turned.convert("RGB"))
    return bare


def _shrunk(picture: Image.Image, size: str) -> Image.Image:
    side = LONGEST_SIDE[size]
    if max(picture.size) <= side:
        return picture
    smaller = picture.copy()
    smaller.thumbnail((side, side), Image.Resampling.LANCZOS)
    return smaller


def _jpeg(picture: Image.Image, size: str) -> bytes:
    target = BytesIO()
    _shrunk(picture, size).save(target, "JPEG", quality=QUALITY[size], optimize=True, progressive=size == FULL)
    return target.getvalue()


def _refused(words: str) -> Invalid:
    return Invalid(words, fields={"photos": words}, code="photo")


def _too_many_pixels() -> Invalid:
    return _refused(
        _("This picture has more than %(count)d million pixels. Please choose a smaller one.")
        % {"count": MOST_PIXELS // 10**6}
    )


def _not_kept(error: OSError) -> LinliError:
    words = _(
        "The photo could not be kept. What you wrote is still here: send it without the photo, or try again later."
    )
    return Invalid(words, fields={"photos": words}, code="disk_full" if error.errno in _FULL_DISK else "photo_not_kept")


def path_of(key: str, size: str = FULL) -> Path:
    """Return where a photo lies."""
    name = f"{key}.jpg" if size == FULL else f"{key}-small.jpg"
    return Path(settings.MEDIA_ROOT) / key[:2] / name


def _write(target: Path, content: bytes) -> None:
    """Write a file wholly or not at all, and on the disk before anybody is told that it is there."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _remove(key: str) -> None:
    for size in (FULL, SMALL):
        path_of(key, size).unlink(missing_ok=True)


def attach(keys: Sequence[str], case: Case, *, stage: str, by: Actor) -> int:
    """Give a case the photos that were added before; each belongs to one case, and only to who added it.

    Raises: Invalid.
    """
    wanted = set(keys)
    if not wanted:
        return 0
    if len(wanted) > MOST_PHOTOS:
        raise _refused(_("At most %(count)d photos at once.") % {"count": MOST_PHOTOS})
    free = Attachment.objects.filter(key__in=wanted, case=None)
    own = (
        free.filter(account=None) | free.filter(account_id=by.account_id)
        if by.account_id
        else free.filter(account=None)
    )
    if own.update(case=case, stage=stage) != len(wanted):
        raise _refused(_("One of the photos is not there any more. Please add it again."))
    return len(wanted)


def photo_for(viewer: Actor, key: str, size: str = FULL) -> PhotoFile:
    """Open a photo for somebody who may see it: released ones for all, else whoever sees the case, and one's own
    before it is sent.

    A neighbour who joined sees no photos but the released ones. Raises: NotFound.
    """
    if size not in LONGEST_SIDE:
        raise NotFound
    photo = Attachment.objects.select_related("case").filter(key=key).first()
    if photo is None or not _may_fetch(viewer, photo):
        raise NotFound
    try:
        file = path_of(key, size).open("rb")
    except OSError as error:
        raise NotFound from error
    return PhotoFile(
        file=file, size=os.fstat(file.fileno()).st_size, etag=f"{photo.sha256[:16]}-{size}", public=is_public(photo)
    )


def is_public(photo: Attachment) -> bool:
    """Say whether everybody may see a photo."""
    return photo.public and photo.case is not None and photo.case.privacy != "private"


def _may_fetch(viewer: Actor, photo: Attachment) -> bool:
    if photo.case is None:
        return photo.account_id is None or photo.account_id == viewer.account_id
    standing = Standing(viewer, photo.case)
    return is_public(photo) or standing.reads_text


def sweep(_moment: datetime | None = None, *, older_than_hours: int = 48) -> int:
    """Remove photos that no case took; part of the tick. The row goes first: a file without a row harms nobody."""
    before = clock.now().timestamp() - older_than_hours * 3600
    left = [
        photo for photo in Attachment.objects.filter(case=None).order_by("id")[:200] if photo.at.timestamp() < before
    ]
    for photo in left:
        if Attachment.objects.filter(pk=photo.pk, case=None).delete()[0]:
            _remove(photo.key)
    return len(left)
