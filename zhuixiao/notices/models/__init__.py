"""What people are told: notices, and messages that they subscribed to."""

from .notice import Mute, Notice
from .robot import Robot
from .subscription import Delivery, Subscription

__all__ = ["Delivery", "Mute", "Notice", "Robot", "Subscription"]
