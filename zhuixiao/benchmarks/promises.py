"""What the product promises: at most so many units, and how much slower with much more data."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Promise:
    """A row of the table; without `units` or `milliseconds` it is shown and not
    judged, without `growth` only its units are."""

    key: str
    title: str
    units: float | None = None
    growth: float | None = None
    # Where the promise is a time on a machine with two cores.
    milliseconds: float | None = None


PROMISES = (
    Promise("table", "one table, first page, 50 rows x 15 columns", 3, 1.5),
    Promise("table-team", "the same as a manager (own branch)", 3, 1.5),
    Promise("table-own", "the same as a salesperson (own customers)", 3, 1.5),
    Promise("filter", "three-axis filter with sort", 5, 2),
    Promise("far", "page 10,000 by scrolling (or the middle)", 3, 1.5),
    Promise("search-han", "search: two Chinese characters", 4, 2),
    Promise("search-initials", "search: pinyin initials", 4, 2),
    Promise("search-phone", "search: last four digits of a phone", 4, 2),
    Promise("nearby", "customers within 3 km, the boss's", 3, 1.5),
    Promise("customer", "customer page with 20 timeline rows", 5, 1.2),
    Promise("customer-own", "the same as a salesperson (own customer)", 5, 1.2),
    Promise("log", "log an action record with 2 executors", 4, 1.2),
    Promise("claim", "claim a customer from a pool", 4, 1.5),
    Promise("transfer", "give a customer to somebody else", 4, 1.5),
    Promise("duplicates", "look for duplicates of a name and a phone", 4, 1.5),
    Promise("day", "daily report of one employee", 4, 1.2),
    Promise("month", "month of 200 employees x 11 summed metrics", 10, 1.5),
    Promise("month-customers", "the same, how many different customers", 10, 1.5),
    Promise("review", "review of 200 people x 5 weekly reports", 10, 1.2),
    Promise("company-month", "figures of a company month for 1,000 people", 15, None),
    # 1,000 within a minute.
    Promise("digest", "digests of a day to 20 of 1,000 people", milliseconds=1_200),
    Promise("margins", "margin of 5,000 products over a year", 6, 1.2),
    Promise("margins-months", "the same over the last twelve months", None, None),
    Promise("order", "save an order of 10 lines with postings", 6, 1.2),
    Promise("board", "board of 500 open opportunities", 6, 1.2),
    # 1,000 a second.
    Promise("ingest", "200 positions of a phone in one batch", milliseconds=200),
    Promise("ingest-one", "one position of a phone", None, None),
    Promise("track", "map of a person's day of 2,000 positions", 4, 1.2),
    Promise("team", "page: everybody's month, 1,000 people", None, None),
    Promise("home", "page: home of a salesperson", None, None),
)
# Measured apart, in processes of their own: seconds and megabytes instead of units.
IMPORT, IMPORT_ORDERS = "import", "import-orders"
IMPORTS = (IMPORT, IMPORT_ORDERS)
# Measured at the door of a served process, which shares the machine with those who send.
POSITIONS, CHECK_INS = "positions", "check-ins"
DOORS = (POSITIONS, CHECK_INS)
KEYS = (*(row.key for row in PROMISES), *IMPORTS, *DOORS)
IMPORT_TIMES, IMPORT_MEGABYTES = 10, 300
