from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags, Image

from tests.field.conftest import SHOP, SignIn, at, north
from tests.world import NOW, World, actor
from zhuixiao.accounts.models import Employee
from zhuixiao.activities.models import Activity
from zhuixiao.customers.models import Customer
from zhuixiao.field.actions import photos, visits
from zhuixiao.field.choices.visits import PhotosFrom
from zhuixiao.field.models import Photo, Visit, VisitType
from zhuixiao.field.phone.captures import Capture
from zhuixiao.files import access, disk
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.geo import Position
from zhuixiao.ledger import checks

CAMERA = PhotosFrom.CAMERA


def picture(
    taken: datetime | None = None, place: Position | None = None, *, offset: str = "+08:00"
) -> SimpleUploadedFile:
    """A shop front as a phone's camera writes it; `taken` by the clock in Shanghai."""
    exif = Image.Exif()
    if taken:
        inner = exif.get_ifd(ExifTags.IFD.Exif)
        local = taken.astimezone(UTC) + timedelta(hours=8)
        inner[ExifTags.Base.DateTimeOriginal] = f"{local:%Y:%m:%d %H:%M:%S}"
        if offset:
            inner[ExifTags.Base.OffsetTimeOriginal] = offset
    if place:
        gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
        gps[ExifTags.GPS.GPSLatitudeRef], gps[ExifTags.GPS.GPSLongitudeRef] = "N", "E"
        gps[ExifTags.GPS.GPSLatitude] = (place.latitude, 0.0, 0.0)
        gps[ExifTags.GPS.GPSLongitude] = (place.longitude, 0.0, 0.0)
    out = BytesIO()
    Image.new("RGB", (640, 480), "teal").save(out, "JPEG", exif=exif)
    return SimpleUploadedFile("门头.jpg", out.getvalue(), "image/jpeg")


def add(
    by: Employee,
    new: photos.NewPhoto,
    upload: SimpleUploadedFile | None = None,
    moment: Capture | None = None,
) -> Photo:
    moment = moment or at()
    return photos.add(
        by=actor(by, at=moment.received_at), capture=moment, new=new, upload=upload or picture()
    )


@pytest.fixture
def visit(sign_in: SignIn, round_of_shops: VisitType) -> Visit:
    """A round of shops that was signed in far away: nothing proves it yet."""
    return sign_in(at(place=north(5_000)), type_=round_of_shops)


def test_what_the_file_says_is_read_before_it_is_dropped(world: World, visit: Visit) -> None:
    photo = add(world.zheng, photos.NewPhoto(visit.client_id), picture(NOW, SHOP))
    assert photo.taken_at == NOW
    assert photo.taken_place is not None
    assert photo.taken_place.metres_to(SHOP) < 1
    stored = Image.open(disk.path_of(photo.file.stored))
    assert not stored.getexif()


def test_a_clock_without_an_offset_is_the_companys(world: World, visit: Visit) -> None:
    photo = add(world.zheng, photos.NewPhoto(visit.client_id), picture(NOW, offset=""))
    assert photo.taken_at == NOW


def test_a_file_that_says_another_time_or_place_is_marked(world: World, visit: Visit) -> None:
    same = add(world.zheng, photos.NewPhoto(visit.client_id), picture(NOW, SHOP))
    assert (same.is_time_off, same.metres_off) == (False, None)
    other = add(
        world.zheng,
        photos.NewPhoto(visit.client_id),
        picture(NOW - timedelta(minutes=6), north(600)),
    )
    assert other.is_time_off
    assert other.metres_off == pytest.approx(600, abs=2)


def test_only_the_camera_marks_an_older_picture(world: World, visit: Visit) -> None:
    new = photos.NewPhoto(visit.client_id, source=CAMERA)
    assert not add(world.zheng, new, picture(NOW - timedelta(minutes=9))).is_stale
    assert add(world.zheng, new, picture(NOW - timedelta(minutes=11))).is_stale


def test_a_camera_photo_proves_a_visit_and_its_record_also_when_it_comes_late(
    world: World, visit: Visit
) -> None:
    visits.sign_out(
        by=actor(world.zheng),
        capture=at(place=None),
        visit=visit.client_id,
        end=visits.SignOut(note="老板在"),
    )
    assert not Activity.objects.get().is_verified
    late = at(received_after=timedelta(days=2))
    add(world.zheng, photos.NewPhoto(visit.client_id, step="front", source=CAMERA), moment=late)
    visit.refresh_from_db()
    assert visit.is_verified
    assert Activity.objects.get().is_verified
    assert checks.verify() == []


def test_a_picture_of_the_album_or_an_older_one_proves_nothing(world: World, visit: Visit) -> None:
    add(world.zheng, photos.NewPhoto(visit.client_id))
    old = picture(NOW - timedelta(hours=2))
    add(world.zheng, photos.NewPhoto(visit.client_id, source=CAMERA), old)
    elsewhere = picture(NOW, north(9_000))
    add(world.zheng, photos.NewPhoto(visit.client_id, source=CAMERA), elsewhere)
    visit.refresh_from_db()
    assert not visit.is_verified


def test_the_same_photo_twice_is_one(world: World, visit: Visit) -> None:
    moment = at()
    first = add(world.zheng, photos.NewPhoto(visit.client_id), moment=moment)
    assert add(world.zheng, photos.NewPhoto(visit.client_id), moment=moment) == first
    assert Photo.objects.count() == 1


def test_a_photo_of_a_visit_that_has_not_come_waits(world: World, shop: Customer) -> None:
    with pytest.raises(RuleError) as refused:
        add(world.zheng, photos.NewPhoto(at().client_id))
    assert refused.value.code == "waits"


def test_a_photo_needs_a_visit_or_a_customer_of_ones_own(world: World, shop: Customer) -> None:
    photo = add(world.zheng, photos.NewPhoto(customer_id=shop.pk))
    assert (photo.customer, photo.visit) == (shop, None)
    for person, pk in ((world.li, shop.pk), (world.zheng, None)):
        with pytest.raises(RuleError) as refused:
            add(person, photos.NewPhoto(customer_id=pk))
        assert refused.value.field == "customer"
    assert checks.verify() == []


def test_what_is_no_picture_is_refused(world: World, visit: Visit) -> None:
    for name, content in (("a.txt", b"hello, no picture"), ("b.jpg", b"\xff\xd8\xff broken")):
        with pytest.raises(RuleError):
            add(
                world.zheng,
                photos.NewPhoto(visit.client_id),
                SimpleUploadedFile(name, content),
            )
    assert not Photo.objects.exists()


def test_a_step_that_asks_for_no_photo_takes_none(world: World, visit: Visit) -> None:
    with pytest.raises(RuleError) as refused:
        add(world.zheng, photos.NewPhoto(visit.client_id, step="stock"))
    assert refused.value.field == "step"


def test_who_sees_the_customer_sees_its_photos(world: World, shop: Customer) -> None:
    photo = Photo.objects.get(pk=add(world.zheng, photos.NewPhoto(customer_id=shop.pk)).pk)
    assert access.may_see(world.zheng, photo.file)
    assert access.may_see(world.manager, photo.file)
    assert not access.may_see(world.li, photo.file)
    assert not access.may_see(world.finance, photo.file)
