"""Who is named in a text: "@" and the name of a colleague."""

import re

from zhuixiao.accounts.models import Employee

_MENTION = re.compile(r"@([^\n@,，。;；:：!！?？、]{1,20})")
MOST = 20


def mentioned(text: str, *, by: Employee) -> list[Employee]:
    """The active employees, of those whom the writer `by` knows, whose name stands behind an @ in
    the text; a name of two is nobody's.

    A name may run on into the sentence ("@郑斌你看一下"), so the longest fitting name counts.
    """
    ends = list(dict.fromkeys(_MENTION.findall(text)))[:MOST]
    if not ends:
        return []
    starts = {end[:length] for end in ends for length in range(1, len(end) + 1)}
    people: dict[str, list[Employee]] = {}
    known = Employee.objects.active().with_access().known_to(by)
    for person in known.filter(name__in=starts):
        people.setdefault(person.name, []).append(person)
    found: dict[int, Employee] = {}
    for end in ends:
        names = [name for name in people if end.startswith(name)]
        best = max(names, key=len, default="")
        if len(people.get(best, [])) == 1:
            person = people[best][0]
            found[person.pk] = person
    return list(found.values())
