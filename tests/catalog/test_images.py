"""Pictures of products."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.conftest import ClientOf
from tests.trust.scene import picture
from tests.world import World, actor, role
from zhuixiao.accounts.models import AuditEntry
from zhuixiao.catalog import images
from zhuixiao.catalog.actions import images as acts
from zhuixiao.catalog.actions import products
from zhuixiao.catalog.actions.products import ProductValues
from zhuixiao.catalog.models import Product, ProductImage
from zhuixiao.files import disk
from zhuixiao.kit.errors import RuleError


@pytest.fixture
def valve(world: World) -> Product:
    return products.add(by=actor(world.boss), values=ProductValues("电动球阀", "DF-125"))


def put(world: World, product: Product, name: str = "1.png") -> ProductImage:
    upload = SimpleUploadedFile(name, picture())
    return acts.add(by=actor(world.boss), product=product, upload=upload)


def test_the_first_picture_stands_for_the_product(world: World, valve: Product) -> None:
    first, second = put(world, valve), put(world, valve)
    assert images.first_of([valve]) == {valve.pk: first.file_id}
    acts.put_first(by=actor(world.boss), image=second)
    assert images.first_of([valve]) == {valve.pk: second.file_id}
    assert [one.pk for one in images.images_of(valve)] == [second.pk, first.pk]


def test_a_product_has_six_pictures_and_nothing_else(world: World, valve: Product) -> None:
    text = SimpleUploadedFile("1.png", b"hello")
    with pytest.raises(RuleError):
        acts.add(by=actor(world.boss), product=valve, upload=text)
    for _number in range(6):
        put(world, valve)
    with pytest.raises(RuleError):
        put(world, valve)
    assert valve.images.count() == 6


def test_a_picture_taken_away_is_gone_from_the_disk(
    world: World, valve: Product, django_capture_on_commit_callbacks: object
) -> None:
    image = put(world, valve)
    path = disk.path_of(image.file.stored)
    assert path.exists()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        acts.remove(by=actor(world.boss), image=image)
    assert not path.exists()
    assert valve.images.count() == 0


def test_the_log_tells_which_picture_went_and_which_came_first(
    world: World, valve: Product
) -> None:
    first, second = put(world, valve), put(world, valve, "2.png")
    acts.put_first(by=actor(world.boss), image=second)
    acts.remove(by=actor(world.boss), image=first)
    rows = AuditEntry.objects.of_record("product", valve.pk)
    told = {row.action: row.changes for row in rows if "picture" in row.changes}
    assert told == {
        "first_picture": {"picture": [None, "2.png"]},
        "remove_picture": {"picture": ["1.png", None]},
    }


def test_the_gallery_is_changed_by_keepers_and_seen_by_who_sees_products(
    world: World, valve: Product, client_of: ClientOf
) -> None:
    boss, zheng = client_of(world.boss), client_of(world.zheng)
    sent = {"file": SimpleUploadedFile("1.png", picture())}
    address = f"/settings/products/{valve.pk}/images/new/"
    assert zheng.post(address, sent).status_code == 403
    sent = {"file": SimpleUploadedFile("1.png", picture())}
    gallery = boss.post(address, sent, headers={"HX-Request": "true"}).content.decode()
    image = valve.images.get()
    thumb = f"/files/{image.file_id}/thumb/"
    assert thumb in gallery
    assert thumb in zheng.get("/settings/products/").content.decode()
    assert thumb in zheng.get(f"/settings/products/{valve.pk}/card/").content.decode()
    assert zheng.get(thumb).status_code == 200
    sales = role("sales")
    sales.grants = {"modules": {"catalog": {"scope": "all", "actions": []}}}
    sales.save()
    assert client_of(world.zheng).get(thumb).status_code == 404
    boss.post(f"/settings/product-images/{image.pk}/first/")
    assert boss.post(f"/settings/product-images/{image.pk}/removal/").status_code == 303
    assert not valve.images.exists()
