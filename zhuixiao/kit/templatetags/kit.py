"""Template words of the shell; built in, so templates need no load tag for them.

Each module beside this one holds the words of one subject; docs/components.md shows them in use.
"""

from django import template

from . import fields, frame, marks, moments, numbers, paging, people, tiles

register = template.Library()
for part in (fields, frame, marks, moments, numbers, paging, people, tiles):
    register.tags.update(part.register.tags)
    register.filters.update(part.register.filters)
