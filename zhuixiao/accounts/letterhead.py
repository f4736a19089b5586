"""What every printed document of the company says about it."""

import uuid
from dataclasses import dataclass

# The key in Company.settings.
SETTING = "letterhead"


@dataclass(frozen=True)
class Letterhead:
    """The company as its documents name it; "" is left out.

    `tax_number` is the credit code (统一社会信用代码) of a Chinese company. `logo` is the id of a
    file of the files app, of which this app knows nothing. `amount_in_words` asks for 大写 below
    the total.
    """

    name: str
    tax_number: str = ""
    address: str = ""
    phone: str = ""
    bank: str = ""
    account: str = ""
    footer: str = ""
    logo: uuid.UUID | None = None
    amount_in_words: bool = True
