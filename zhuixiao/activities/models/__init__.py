from .activity import Activity, ActivityExecutor, ActivityQuerySet
from .comment import Comment
from .event import Event
from .follow_up import FollowUp
from .rule import ActivityTypeRule, EntryStandard
from .task import Task, TaskQuerySet

__all__ = [
    "Activity",
    "ActivityExecutor",
    "ActivityQuerySet",
    "ActivityTypeRule",
    "Comment",
    "EntryStandard",
    "Event",
    "FollowUp",
    "Task",
    "TaskQuerySet",
]
