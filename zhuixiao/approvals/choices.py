"""Fixed vocabularies of approvals."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a request stands."""

    RUNNING = "running", _("Being decided")
    SENT_BACK = "sent_back", _("Sent back")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class TurnState(models.TextChoices):
    """What one approver did, or has to do."""

    LATER = "later", _("Comes later")
    WAITING = "waiting", _("Has to decide")
    APPROVED = "approved", _("Agreed")
    REJECTED = "rejected", _("Rejected")
    SENT_BACK = "sent_back", _("Sent back")
    SKIPPED = "skipped", _("Not needed any more")


class Who(models.TextChoices):
    """Whom a step asks."""

    PEOPLE = "people", _("Certain people")
    ROLE = "role", _("Everybody with a role")
    GROUP = "group", _("A group")
    HEAD = "head", _("The head of the department")
    HEADS = "heads", _("The heads, level by level")


class Mode(models.TextChoices):
    """How many of them must agree."""

    ANY = "any", _("One is enough")
    ALL = "all", _("All must agree")
    ORDERED = "ordered", _("One after the other")


class Empty(models.TextChoices):
    """What becomes of a step that has nobody."""

    BOSS = "boss", _("The boss decides")
    PASS = "pass", _("It passes")


class Own(models.TextChoices):
    """What becomes of a step whose approver is the one who asks."""

    SKIP = "skip", _("It needs no approval by oneself")
    ABOVE = "above", _("The head above decides")
    ALLOW = "allow", _("The person decides all the same")


class Again(models.TextChoices):
    """What becomes of who agreed in an earlier step already."""

    ONCE = "once", _("Agreeing once is enough")
    EACH = "each", _("Asked in every step")


OPEN = frozenset({TurnState.LATER, TurnState.WAITING})
DECIDED = frozenset({TurnState.APPROVED, TurnState.REJECTED, TurnState.SENT_BACK})
ENDED = frozenset({State.APPROVED, State.REJECTED, State.WITHDRAWN})
