"""The customers' own rows, with what finds them, once their lives are known."""

from zhuixiao.customers import postings
from zhuixiao.kit.text.company import name_core
from zhuixiao.kit.text.tokens import index_tokens

from . import words
from .days import MINUTES
from .history import History

# So many of twenty customers have a contact; one of twenty has no owner.
_TWENTY, _WITH_CONTACT = 20, 12
# A city of the data set is a square of so many degrees, some 20 km.
_CITY = 0.2
# Its multiples lie evenly between whole numbers, in whatever order they are taken.
_GOLDEN, _PLASTIC = 0.6180339887, 0.7548776662


def write(history: History) -> None:
    """Customers, contacts, phones, search tokens, owners, products, audit rows."""
    for customer in range(history.plan.size):
        _Row(history, customer).write()
    history.tables.flush()


class _Row:
    """One customer."""

    def __init__(self, history: History, customer: int) -> None:
        self.history, self.customer = history, customer
        self.pk = customer + 1
        self.seller = history.sellers[history.plan.seller[customer]]
        self.added = history.added[customer]
        self.at = history.calendar.instant(self.added)
        self.region, self.place = history.regions[history.region[customer]]

    def write(self) -> None:
        name, phones = self._name(), [_mobile(self.history)]
        self._customer(name, phones[0])
        names, tables, rng = [name], self.history.tables, self.history.rng
        tables.phone.add(self.pk, None, phones[0])
        if self.customer % _TWENTY < _WITH_CONTACT:
            person, phone = (
                rng.choice(words.SURNAMES) + rng.choice(words.GIVEN),
                _mobile(self.history),
            )
            names.append(person)
            phones.append(phone)
            title = rng.choice(words.TITLES)
            tables.contact.add(self.pk, self.pk, person, title, phone, self.at)
            tables.phone.add(self.pk, self.pk, phone)
        tables.search.add(self.pk, " ".join(index_tokens(names, phones)))
        tables.product.add(self.pk, rng.choice(self.history.products))
        tables.audit.add(self.at, self.seller.pk, "create", postings.CUSTOMER, self.pk, name, 1)

    def _name(self) -> str:
        rng = self.history.rng
        brand = rng.choice(words.FIRST) + rng.choice(words.SECOND)
        if rng.random() < 0.5:
            brand += rng.choice(words.SECOND)
        return f"{self.place.removesuffix('市')}{brand}{rng.choice(words.ENDINGS)}"

    def _customer(self, name: str, phone: str) -> None:
        history, customer, rng = self.history, self.customer, self.history.rng
        owner = self.seller.pk if customer % _TWENTY else None
        plan = history.plans.get(customer)
        is_active = history.last_activity[customer] >= 0
        history.tables.customer.add(
            self.pk,
            name,
            phone,
            f"{self.place}建设路{rng.randint(1, 400)}号",
            self.region,
            rng.choices(history.importance, (2, 5, 4))[0],
            rng.choice(history.industries),
            history.stage[customer],
            history.channels[history.channel[customer]],
            owner,
            self.seller.department_id,
            self.at if owner else None,
            self.seller.pk,
            self.seller.department_id,
            history.calendar.texts[self.added // MINUTES],
            self.at,
            history.contacts[customer],
            self._moment(history.first_contact[customer]),
            self._moment(history.last_contact[customer]),
            self._moment(history.last_activity[customer]),
            words.SUBJECTS[history.subject[customer]] if is_active else "",
            history.calendar.texts[plan.day] if plan else None,
            self._moment(history.won[customer]),
            history.contacts_to_win[customer] if history.won[customer] >= 0 else None,
            name_core(name),
            *place_of(customer, history.region[customer]),
        )
        if owner:
            history.tables.span.add(self.pk, owner, self.at, "created", self.seller.pk)

    def _moment(self, minute: int) -> str | None:
        return self.history.calendar.instant(minute) if minute >= 0 else None


def place_of(customer: int, city: int) -> tuple[float, float]:
    """Latitude and longitude: cities far from each other, their customers spread over them."""
    south, west = 20 + city * 0.31 % 20, 98 + city * 0.77 % 24
    return (
        round(south + (customer * _GOLDEN % 1) * _CITY, 6),
        round(west + (customer * _PLASTIC % 1) * _CITY, 6),
    )


def _mobile(history: History) -> str:
    digits = history.rng.randrange(10**9)
    return f"1{'35789'[digits % 5]}{digits:09d}"
