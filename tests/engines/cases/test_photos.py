"""Photos: what is taken in, what is left behind, who may fetch them."""

import errno
import os
import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from tests.factories import access as people
from tests.factories.cases import World, a_case, a_picture, days

from linli.engines.cases import photos
from linli.engines.cases import public as cases
from linli.engines.cases.models import Attachment
from linli.kernel import clock
from linli.kernel.actor import SYSTEM, VISITOR
from linli.kernel.errors import Invalid, NotFound


@pytest.fixture(autouse=True)
def media(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


def with_position(orientation: int = 1, size: tuple[int, int] = (80, 40)) -> BytesIO:
    """A JPEG as phones make it: turned, with position and owner."""
    picture = Image.new("RGB", size, "red")
    exif = picture.getexif()
    exif[0x0112], exif[0x010F], exif[0x8298] = orientation, "Phone", "某人"
    exif.get_ifd(0x8825)[1] = "N"
    return a_picture(*size, exif=exif.tobytes())


def refusal(file: BytesIO) -> Invalid:
    with pytest.raises(Invalid) as refused:
        cases.add_photo(file, by=VISITOR)
    assert set(refused.value.fields) == {"photos"}
    assert Attachment.objects.count() == 0
    return refused.value


@pytest.mark.django_db
class TestTakingIn:
    def test_a_photo_is_kept_in_two_sizes(self, media: Path) -> None:
        kept = cases.add_photo(a_picture(3000, 1500), by=VISITOR)
        full, small = media / kept.key[:2] / f"{kept.key}.jpg", media / kept.key[:2] / f"{kept.key}-small.jpg"
        assert Image.open(full).size == (kept.width, kept.height) == (2048, 1024)
        assert Image.open(small).size == (480, 240)
        assert kept.size == full.stat().st_size
        assert sorted(path.name for path in full.parent.iterdir()) == sorted([full.name, small.name])

    def test_position_time_and_owner_are_left_behind(self, media: Path) -> None:
        kept = cases.add_photo(with_position(), by=VISITOR)
        raw = photos.path_of(kept.key).read_bytes()
        assert dict(Image.open(BytesIO(raw)).getexif()) == {}
        assert b"Phone" not in raw
        assert b"Exif" not in raw

    def test_a_turned_photo_is_turned_upright(self) -> None:
        kept = cases.add_photo(with_position(orientation=6, size=(80, 40)), by=VISITOR)
        assert (kept.width, kept.height) == (40, 80)

    @pytest.mark.parametrize("form", ["PNG", "WEBP", "GIF", "BMP"])
    def test_other_formats_become_jpeg(self, form: str) -> None:
        kept = cases.add_photo(a_picture(form=form), by=VISITOR)
        assert Image.open(photos.path_of(kept.key)).format == "JPEG"

    def test_the_clear_parts_of_a_drawing_become_white(self) -> None:
        kept = cases.add_photo(a_picture(form="PNG", mode="RGBA"), by=VISITOR)
        assert Image.open(photos.path_of(kept.key)).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.django_db
class TestRefusing:
    def test_a_file_that_is_no_picture(self) -> None:
        assert refusal(BytesIO(b"%PDF-1.7 not a picture at all")).code == "photo"

    def test_a_page_that_says_it_is_a_picture(self) -> None:
        refusal(BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"))

    def test_an_empty_file(self) -> None:
        refusal(BytesIO(b""))

    def test_a_file_that_is_too_large(self, settings) -> None:
        settings.UPLOAD_LIMIT_BYTES = 1000
        refusal(BytesIO(b"\xff\xd8" + b"0" * 2000))

    def test_heic_says_what_to_do(self) -> None:
        assert "JPEG" in str(refusal(BytesIO(b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"0" * 100)))

    def test_a_cut_off_photo(self) -> None:
        refusal(BytesIO(a_picture(800, 600).getvalue()[:300]))

    def test_a_small_file_that_opens_into_a_huge_picture(self) -> None:
        def chunk(kind: bytes, data: bytes) -> bytes:
            return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

        head = struct.pack(">IIBBBBB", 60000, 60000, 8, 2, 0, 0, 0)
        bomb = (
            b"\x89PNG\r\n\x1a\n"
            + chunk(b"IHDR", head)
            + chunk(b"IDAT", zlib.compress(b"0" * 1000))
            + chunk(b"IEND", b"")
        )
        refusal(BytesIO(bomb))

    @pytest.mark.parametrize(("number", "code"), [(errno.ENOSPC, "disk_full"), (errno.EIO, "photo_not_kept")])
    def test_a_full_disk_loses_nothing_and_leaves_nothing(
        self, media: Path, monkeypatch, number: int, code: str
    ) -> None:
        def full(_descriptor: int) -> None:
            raise OSError(number, os.strerror(number))

        monkeypatch.setattr(photos.os, "fsync", full)
        assert refusal(a_picture()).code == code
        assert [path for path in media.rglob("*") if path.is_file()] == []


class TestAttaching:
    def test_a_photo_goes_to_one_case_only(self, world: World) -> None:
        kept = cases.add_photo(a_picture(), by=VISITOR)
        made = a_case(world, photos=[kept.key])
        assert list(made.case.attachments.values_list("key", "stage")) == [(kept.key, "report")]
        with pytest.raises(Invalid):
            a_case(world, photos=[kept.key])

    def test_nobody_attaches_what_somebody_else_added(self, world: World) -> None:
        kept = cases.add_photo(a_picture(), by=world.worker)
        with pytest.raises(Invalid):
            a_case(world, photos=[kept.key])

    def test_proof_is_marked_as_such(self, world: World) -> None:
        kept = cases.add_photo(a_picture(), by=world.leader)
        made = a_case(world).handled(photos=[kept.key])
        assert made.case.attachments.get().stage == "proof"

    def test_what_nobody_sent_is_swept_away(self, world: World, media: Path) -> None:
        left, sent = (cases.add_photo(a_picture(), by=VISITOR) for _each in range(2))
        a_case(world, photos=[sent.key])
        with clock.at(clock.now() + days(3)):
            assert photos.sweep() == 1
        assert not photos.path_of(left.key).exists()
        assert photos.path_of(sent.key, photos.SMALL).exists()


class TestFetching:
    def fetched(self, viewer, key: str, size: str = "full") -> bool:
        try:
            with cases.photo_for(viewer, key, size).file as file:
                return file.read(2) == b"\xff\xd8"
        except NotFound:
            return False

    def test_before_it_is_sent(self, world: World) -> None:
        own, of_visitor = cases.add_photo(a_picture(), by=world.leader), cases.add_photo(a_picture(), by=VISITOR)
        assert self.fetched(world.leader, own.key)
        assert not self.fetched(world.worker, own.key)
        assert self.fetched(people.a_visitor(), of_visitor.key)  # whoever knows the key

    def test_who_sees_the_case_and_nobody_else(self, world: World) -> None:
        kept = cases.add_photo(a_picture(), by=VISITOR)
        made = a_case(world, photos=[kept.key]).dispatched_to(world.leader_key)
        joined = people.a_visitor(made.followed().following_id)
        for viewer in (world.leader, world.worker, world.street, made.reporter, SYSTEM):
            assert self.fetched(viewer, kept.key, "small")
        for viewer in (world.neighbour, world.other_worker, people.a_visitor(), world.resident, joined):
            assert not self.fetched(viewer, kept.key)

    def test_released_ones_are_for_all(self, world: World) -> None:
        keys = [cases.add_photo(a_picture(), by=VISITOR).key for _each in range(2)]
        made = a_case(world, photos=keys)
        first = made.case.attachments.get(key=keys[0])
        made.did("release", world.worker, photo_ids=[first.pk])
        assert [self.fetched(people.a_visitor(), key) for key in keys] == [True, False]
        made.did("release", world.worker, photo_ids=[])
        assert not self.fetched(people.a_visitor(), keys[0])

    def test_no_other_size_and_no_other_key(self, world: World) -> None:
        assert not self.fetched(SYSTEM, "0" * 32)
        kept = cases.add_photo(a_picture(), by=VISITOR)
        assert not self.fetched(VISITOR, kept.key, "../../secret")

    def test_a_file_that_is_gone_is_not_found(self, world: World) -> None:
        kept = cases.add_photo(a_picture(), by=VISITOR)
        photos.path_of(kept.key).unlink()
        assert not self.fetched(VISITOR, kept.key)
