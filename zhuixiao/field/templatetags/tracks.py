"""How templates write distances and degrees."""

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
