"""Who should see and do what, worked out anew from the declared grants and the tree of departments.

Nothing here asks the product's own access code: the two must agree, or a test is red.
"""

from dataclasses import dataclass
from functools import cached_property

from tests.trust.roads import Road
from tests.trust.scene import LET_INTO, Scene
from tests.trust.table import WITHIN
from zhuixiao.accounts import permissions
from zhuixiao.accounts.models import Department, Employee

OWN_KINDS = {
    *("notice", "subscription", "view", "bulk", "batch", "export", "token", "session"),
    *("summary_table", "tracker"),
}
_SCOPED = {"customer", "contact", "activity", "task", "event", "follow_up", "comment", "report"}
# Own ones, and all for who manages the module.
_MANAGED = {"job": "accounts", "approval": "approvals"}
# Records that hang on the customers of these copies.
_OF_CUSTOMERS = {"collaborator": (LET_INTO,), "duplicate": ("zheng", "su")}
_POOLS = {"pool", "pool_customer"}
# What was sold follows the customer, within the scope of its own module; what was spent does not.
_SOLD = {
    "opportunity": "opportunities",
    "quote": "orders",
    "order": "orders",
    "return": "orders",
    "shipment": "orders",
    "payment": "payments",
    "allocation": "payments",
    "invoice": "payments",
}
_SPENT = {"expense", "claim"}
# Visits follow the customer as well, and stay with their visitor when it is gone.
_VISITED = {"visit", "visit_plan", "photo"}
# Of a person, by the scope of their module; changed by that person alone.
_OF_PERSON = {"attendance_day": "attendance", "correction": "attendance", "leave": "leave"}
_BY_PERSON = {"report": "reports", "tracked": "tracks", **_OF_PERSON}
# Pages that tell of margins alone.
_COSTS = {"sales:margins", "sales:year"}
COPY_KINDS = frozenset(
    OWN_KINDS
    | _SCOPED
    | _SPENT
    | _VISITED
    | _OF_PERSON.keys()
    | _SOLD.keys()
    | {"file", "job", "approval", "invoice_title", "tracked"}
)


# What tells one copy from another for a reader.
Relation = tuple[bool, ...]


@dataclass(frozen=True)
class Oracle:
    """Answers for one scene."""

    scene: Scene

    def may(self, reader: Employee, module: str, action: str) -> bool:
        """Whether the reader's role has this action of this module."""
        _scope, actions = permissions.module(module).defaults.get(reader.role.key, ("own", ()))
        return reader.is_active and action in actions

    def permitted(self, reader: Employee | None, road: Road) -> bool:
        """Whether the declared permission lets the reader in at all."""
        if road.is_public:
            return True
        if reader is None or not reader.is_active:
            return False
        if road.name in _COSTS and not self.knows_costs(reader):
            return False
        module, action = road.permission
        return not module or self.may(reader, module, action)

    def allowed(self, reader: Employee | None, road: Road, copy: str) -> bool:
        """Whether the reader may use the road on the copy's record."""
        # The scene's department has no head, who alone could use these.
        if not self.permitted(reader, road) or road.name in _OF_HEADS:
            return False
        if reader is None:
            return True
        if road.permission == ("customers", "claim") and _POOLS & set(road.kinds.values()):
            # The scene's pool names nobody: it serves the company, not its dealers.
            return not self.works_for_a_dealer(reader)
        return all(self._sees(reader, copy, kind, road) for kind in road.kinds.values())

    def relation(self, reader: Employee | None, road: Road, copy: str) -> Relation:
        """How the reader stands to the copy's owner and record. No rule looks further, and whoever
        is refused at the door stands alike to all: the guard answers before anybody looks."""
        if reader is None or not self.permitted(reader, road):
            return ()
        owner = self.scene.owners[copy]
        return (
            copy == "trash",
            owner == reader,
            owner.department_id == reader.department_id,
            self._is_below(owner, reader),
            self._is_within_wall(owner, reader),
            self._is_let_in(reader, copy),
        )

    def acts(self, reader: Employee, road: Road, copy: str) -> bool:
        """Whether a rule within the action lets the reader write what the reader sees."""
        owner = self.scene.owners[copy]
        kind = road.main_kind
        of_customers = {*_SCOPED, *_SOLD, *_VISITED, "collaborator", "invoice_title"}
        if kind == "approval" or (self._is_let_in(reader, copy) and kind in of_customers):
            # Deciding is for whose turn it is, see tests/approvals; what a collaborator may do
            # stands in test_collaborators.
            return False
        if road.name in WITHIN or road.name in _BY_OTHERS:
            return self._within(reader, owner, road)
        if road.name == "customers:reveal":
            return not self.is_masked(reader)
        if kind in _SPENT | _VISITED:
            acts = self._acts_on_spent if kind in _SPENT else self._acts_on_visit
            return acts(reader, owner, road)
        if kind in {"activity", "follow_up", "event", "task", *_OF_PERSON}:
            is_overseen = kind not in _OF_PERSON and self._oversees(reader, owner)
            return owner == reader or is_overseen
        return True

    def _within(self, reader: Employee, owner: Employee, road: Road) -> bool:
        if road.name in _BY_OTHERS:
            return owner != reader
        return self.may(reader, *WITHIN[road.name])

    def knows_costs(self, reader: Employee) -> bool:
        """Whether the reader's role may know what products cost."""
        declared = permissions.module("catalog").field_defaults["catalog.cost"]
        return declared.get(reader.role.key, "write") in {"read", "write"}

    def is_masked(self, reader: Employee) -> bool:
        """Whether the reader's role gets customers' phones masked or not at all."""
        declared = permissions.module("customers").field_defaults["customers.phone"]
        return declared.get(reader.role.key, "write") in {"masked", "hidden"}

    def works_for_a_dealer(self, reader: Employee) -> bool:
        """Whether the reader's unit, or one above it, is an agent or a franchise."""
        return any(unit.kind in {"agent", "franchise"} for unit in self._around(reader))

    def _sees(self, reader: Employee, copy: str, kind: str, road: Road) -> bool:
        is_mine = self.scene.owners[copy] == reader
        if kind in OWN_KINDS:
            return is_mine
        if kind in _MANAGED:
            return is_mine or self.may(reader, _MANAGED[kind], "manage")
        if kind == "comment":
            return is_mine and copy != "trash"
        if kind == "report" and road.name in _OWN_REPORT:
            return is_mine
        if kind in _OF_CUSTOMERS:
            return all(self._sees_customer(reader, one) for one in _OF_CUSTOMERS[kind])
        return self._sees_record(reader, copy, kind, road) if kind in COPY_KINDS else True

    def _sees_record(self, reader: Employee, copy: str, kind: str, road: Road) -> bool:
        owner, is_gone = self.scene.owners[copy], copy == "trash"
        if kind in _BY_PERSON:
            return self._reaches(reader, _BY_PERSON[kind], owner)
        if kind in _SPENT:
            return not is_gone and self._reaches(reader, "expenses", owner)
        if kind in _SOLD:
            return self._sees_sold(reader, copy, _SOLD[kind], road)
        if kind in {"customer", "contact", "invoice_title"}:
            wanted = is_gone if road.name in _FROM_TRASH else not is_gone
            return wanted and self._sees_customer(reader, copy)
        if kind in {"follow_up", *_VISITED}:
            has_customer = not is_gone and self._sees_customer(reader, copy)
            module = "visits" if kind in _VISITED else "activities"
            return self._reaches(reader, module, owner) or has_customer
        return self._sees_work(reader, copy, kind, road)

    def _acts_on_spent(self, reader: Employee, owner: Employee, road: Road) -> bool:
        """Own ones; who manages writes for others, and pays out."""
        manages = self.may(reader, "expenses", "manage")
        if road.name in _PAYOUT:
            return manages or self.may(reader, "payments", "manage")
        return owner == reader or (manages and road.main_kind == "expense")

    def _acts_on_visit(self, reader: Employee, owner: Employee, road: Road) -> bool:
        """Only the visitor ends a visit; routes are planned for others within the scope."""
        if road.main_kind == "visit_plan" and self.may(reader, "visits", "edit"):
            return self._reaches(reader, "visits", owner)
        return owner == reader or road.name not in _OWN_VISIT

    def _sees_sold(self, reader: Employee, copy: str, module: str, road: Road) -> bool:
        is_gone = copy == "trash"
        if is_gone and road.name not in _FROM_TRASH:
            return False
        if road.name in _ONLY_GONE and not is_gone:
            return False
        if not self.may(reader, module, "view"):
            return False
        if self._reaches(reader, module, self.scene.owners[copy]):
            return True
        return not is_gone and self._sees_customer(reader, copy)

    def _sees_work(self, reader: Employee, copy: str, kind: str, road: Road) -> bool:
        owner = self.scene.owners[copy]
        is_gone = copy == "trash"
        if is_gone and road.name not in _FROM_TRASH:
            return False
        if self._reaches(reader, "activities", owner):
            return True
        has_customer = kind in {"activity", "file"} and not is_gone
        return (
            has_customer
            and self.may(reader, "activities", "view")
            and self._sees_customer(reader, copy)
        )

    def _sees_customer(self, reader: Employee, copy: str) -> bool:
        """By scope, or let in as a collaborator."""
        owner = self.scene.owners[copy]
        return self._reaches(reader, "customers", owner) or self._is_let_in(reader, copy)

    def _is_let_in(self, reader: Employee, copy: str) -> bool:
        return copy == LET_INTO and reader.pk in self.scene.let_in

    def _reaches(self, reader: Employee, module: str, owner: Employee) -> bool:
        """Whether the data scope of the module holds the owner's records."""
        if not self.may(reader, module, "view"):
            return False
        scope, _actions = permissions.module(module).defaults[reader.role.key]
        if owner == reader:
            return True
        if scope == "all":
            return self._is_within_wall(owner, reader)
        if scope == "department":
            return owner.department_id == reader.department_id
        return scope == "subtree" and self._is_below(owner, reader)

    def _oversees(self, reader: Employee, owner: Employee) -> bool:
        scope, _actions = permissions.module("activities").defaults[reader.role.key]
        if scope == "all":
            return self._is_within_wall(owner, reader)
        return scope == "subtree" and self._is_below(owner, reader)

    def _is_within_wall(self, owner: Employee, reader: Employee) -> bool:
        """Nobody sees beyond the branch or dealer that he works for."""
        walls = [
            unit for unit in self._around(reader) if unit.kind in {"branch", "agent", "franchise"}
        ]
        return not walls or walls[0] in self._around(owner)

    def _is_below(self, owner: Employee, reader: Employee) -> bool:
        return reader.department_id in {unit.pk for unit in self._around(owner)}

    def _around(self, person: Employee) -> list[Department]:
        """The person's department and those above it, the own one first."""
        found: list[Department] = []
        unit = self._tree.get(person.department_id)
        while unit is not None:
            found.append(unit)
            unit = self._tree.get(unit.parent_id or 0)
        return found

    @cached_property
    def _tree(self) -> dict[int, Department]:
        """Read once: what a cell does to the tree is taken back."""
        return Department.objects.in_bulk()


_FROM_TRASH = {
    "customers:restore",
    "api:POST /customers/{pk}/restoration",
    "activities:restoration",
    "activities:task_restoration",
    "activities:event_restoration",
    "sales:opportunity-restoration",
    "api:POST /opportunities/{pk}/restoration",
    "sales:payment-restoration",
    "api:POST /payments/{pk}/restoration",
}
# Asked of what is not in the trash, these say that there is nothing.
_ONLY_GONE = {"sales:payment-restoration", "api:POST /payments/{pk}/restoration"}
_PAYOUT = {
    "sales:claim-payout",
    "sales:claim-payout-removal",
    "api:POST /claims/{pk}/payout",
    "api:DELETE /claims/{pk}/payout",
}
# The report of a department is its head's.
_OF_HEADS = {
    "reports:department",
    "api:PUT /reports/departments/{pk}/{kind}/{day}",
}
# Nobody scores himself.
_BY_OTHERS = {"reports:score", "api:POST /reports/{pk}/score"}
# Who came is who leaves.
_OWN_VISIT = {
    "api:POST /field/visits/{pk}/end",
    "api:DELETE /field/route/{pk}",
    "field:route-removal",
    "field:route-move",
}
# A report is written, handed in and taken back by its person alone.
_OWN_REPORT = {
    "reports:reopen",
    "api:POST /reports/{pk}/submission",
    "api:DELETE /reports/{pk}/submission",
}
