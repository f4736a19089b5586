"""Reading notices, jobs and subscriptions the way the pages show them."""

from .reading import Day, Group, by_day, jobs_visible_to

__all__ = ["Day", "Group", "by_day", "jobs_visible_to"]
