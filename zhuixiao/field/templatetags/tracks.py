"""How templates write distances and degrees."""

from collections.abc import Mapping

from django import template

register = template.Library()


@register.filter
def kilometres(metres: float) -> str:
    """12345 -> 12.3."""
    return f"{metres / 1000:,.1f}"


@register.filter
def degrees(value: float) -> str:
    """As scripts read it, whatever the language: eleven centimetres exact."""
    return f"{value:.6f}"


@register.filter
def last_digit(number: int) -> int:
    """Which of the ten colours of tracks."""
    return number % 10


@register.filter
def of_key(values: Mapping[str, object], key: str) -> object | None:
    """What stands under a key; None where nothing does."""
    return values.get(key)
