"""Customers around a place, as the phone asks for them."""

from urllib.parse import urlencode

from zhuixiao.field.queries.nearby import box
from zhuixiao.kit.geo import Position

from ..questions import many, one
from ..scene import Scene
from .job import Job, fine

RADIUS = 3_000
_PLACE = "SELECT latitude, longitude FROM customers_customer WHERE id = %s"
_BOX = """
SELECT id, name, latitude, longitude FROM customers_customer
WHERE latitude BETWEEN %s AND %s AND longitude BETWEEN %s AND %s AND deleted_at IS NULL
LIMIT 5000
"""


def jobs(scene: Scene) -> list[Job]:
    def place(number: int) -> Position:
        return Position(*one(_PLACE, [scene.questions.customer(number)]))

    def run(number: int) -> object:
        here = place(number)
        asked = {"latitude": here.latitude, "longitude": here.longitude, "radius": RADIUS}
        return fine(scene.boss.get(f"/field/nearby/points/?{urlencode(asked)}"))

    def bare(number: int) -> object:
        around = box(place(number), RADIUS)
        return many(_BOX, [around.south, around.north, around.west, around.east])

    return [Job("nearby", run, bare)]
