"""How near to the customer somebody was.

A visit is proven (verified) by a position within the fence, at sign-in or sign-out, that no program
made up, or by a photo taken with the camera on the spot. A position that the visit itself gave to
the customer proves nothing: it could be taken anywhere.
"""

from zhuixiao.kit.geo import Position

from ..choices.visits import Whereabouts

DEFAULT_FENCE = 300
SMALLEST_FENCE, LARGEST_FENCE = 50, 5_000
# The radius that a phone tells under an open sky or beside a window; a wider one pins no customer.
GOOD_ACCURACY = 100


def whereabouts(
    place: Position | None, accuracy: float | None, customer: Position | None, fence: int
) -> tuple[Whereabouts, int | None]:
    """How near that is, and the distance in metres where both positions are known.

    Who is told to be outside surely is: his whole circle lies beyond the fence.
    """
    if place is None or customer is None:
        return Whereabouts.UNKNOWN, None
    distance = place.metres_to(customer)
    if accuracy is None or accuracy > max(fence, GOOD_ACCURACY):
        is_sure = accuracy is not None and distance - accuracy > fence
        return (Whereabouts.OUTSIDE if is_sure else Whereabouts.UNSURE), round(distance)
    if distance <= fence:
        return Whereabouts.WITHIN, round(distance)
    is_sure = distance - accuracy > fence
    return (Whereabouts.OUTSIDE if is_sure else Whereabouts.UNSURE), round(distance)
