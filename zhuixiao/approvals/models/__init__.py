from .flow import Flow, FlowQuerySet, FlowVersion
from .request import Delegation, Request, RequestQuerySet, Turn

__all__ = [
    "Delegation",
    "Flow",
    "FlowQuerySet",
    "FlowVersion",
    "Request",
    "RequestQuerySet",
    "Turn",
]
