"""The tables that are filled, with the columns that differ from their defaults."""

from zhuixiao.accounts.models import AuditEntry
from zhuixiao.activities.models import Activity, ActivityExecutor, FollowUp, Task
from zhuixiao.customers.models import (
    Contact,
    Customer,
    CustomerPhone,
    OwnerSpan,
    SearchIndex,
    StageChange,
)
from zhuixiao.ledger.models import Entry
from zhuixiao.ledger.storage import ENTRY_COLUMNS
from zhuixiao.reports.models import WorkReport
from zhuixiao.sales.models import Opportunity, Order, OrderLine

from .loading import Loader

PRODUCTS = Customer.products.through
# Those whose indexes are made at the end.
LARGE = (
    Customer,
    Contact,
    CustomerPhone,
    SearchIndex,
    OwnerSpan,
    StageChange,
    PRODUCTS,
    Activity,
    ActivityExecutor,
    FollowUp,
    Task,
    WorkReport,
    Order,
    OrderLine,
    Opportunity,
    Entry,
    AuditEntry,
)


class Tables:
    """A loader for each."""

    def __init__(self) -> None:
        self.customer = Loader(
            Customer,
            "id name phone address region_id importance_id industry_id stage_id channel_id owner_id"
            " department_id received_at added_by_id added_department_id added_on created_at"
            " contact_count first_contact_at last_contact_at last_activity_at"
            " last_activity_subject next_contact_on won_at contacts_to_win name_core latitude"
            " longitude",
        )
        self.contact = Loader(Contact, "id customer_id name title phone created_at")
        self.phone = Loader(CustomerPhone, "customer_id contact_id number")
        self.search = Loader(SearchIndex, "customer_id tokens")
        self.span = Loader(OwnerSpan, "customer_id owner_id since reason by_id")
        self.stage = Loader(
            StageChange,
            "id customer_id before_id after_id is_win employee_id department_id at day",
        )
        self.product = Loader(PRODUCTS, "customer_id product_id")
        self.activity = Loader(
            Activity,
            "id subject customer_id type_id at day description recorded_by_id executor_id"
            " department_id is_contact is_verified created_at",
        )
        self.executor = Loader(ActivityExecutor, "activity_id employee_id department_id position")
        self.follow_up = Loader(
            FollowUp,
            "id customer_id employee_id department_id on state made_by_id done_by_id done_on"
            " created_at",
        )
        self.task = Loader(
            Task,
            "id title customer_id employee_id department_id due_on done_at done_on done_by_id"
            " created_by_id created_at",
        )
        self.report = Loader(
            WorkReport,
            "id employee_id department_id kind start end summary plan state submitted_at"
            " submitted_on created_at",
        )
        self.order = Loader(
            Order,
            "id number customer_id owner_id department_id channel_id region_id state signed_on"
            " currency amount base_amount cost created_by_id created_at",
        )
        self.order_line = Loader(
            OrderLine,
            "order_id position product_id name unit quantity list_price price amount base_amount"
            " cost",
        )
        self.opportunity = Loader(
            Opportunity,
            "name customer_id owner_id department_id stage_id stage_since probability_bp amount"
            " expected_on next_step next_step_on loss_reason_id opened_on closed_on created_by_id"
            " created_at touched_at",
        )
        self.entry = Loader(Entry, " ".join(ENTRY_COLUMNS))
        self.audit = Loader(AuditEntry, "at employee_id action kind record_id label version")

    def flush(self) -> None:
        for loader in vars(self).values():
            loader.flush()
