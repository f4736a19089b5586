"""Options that rows name: stages of opportunities, loss reasons, ways of payment."""

from django.utils.translation import gettext as _

from zhuixiao.catalog.actions import options
from zhuixiao.catalog.choices import PickList, StageOutcome
from zhuixiao.catalog.models import Option
from zhuixiao.kit.text.errors import shown
from zhuixiao.kit.text.normal import clean, fold

from ..work import Work

# Chinese on purpose: what files call the stages that every company starts with, by key.
_STAGES = {
    "new": "prospecting, qualification, lead, 新建, 初步接洽, 线索, 潜在",
    "needs_clear": "engaging, needs analysis, value proposition, "
    "perception analysis, 需求分析, 跟进中",
    "proved": "id. decision makers, decision makers, 方案, 方案论证",
    "quoted": "proposal/price quote, proposal, quote, 报价, 已报价",
    "negotiation": "negotiation/review, negotiation, 谈判, 商务谈判",
    "won": "won, closed won, closedwon, 赢单, 成交, 已成交, 成单",
    "lost": "lost, closed lost, closedlost, 输单, 丢单, 失败, 流失",
}
_BY_WORD = {word: key for key, words in _STAGES.items() for word in words.split(", ")}


class Options:
    """Of one pick list: by name, by key, stages also by what other programs call them."""

    def __init__(self, work: Work, pick_list: PickList) -> None:
        self._work, self._list = work, pick_list
        self._found: dict[str, Option] = {}
        rows = list(Option.objects.of(pick_list).select_related("merged_into"))
        for row in sorted(rows, key=lambda row: row.retired_at is not None):
            target = row.merged_into or row
            for name in (fold(row.name), row.key):
                if name:
                    self._found.setdefault(name, target)
        if pick_list == PickList.OPPORTUNITY_STAGE:
            for word, key in _BY_WORD.items():
                if key in self._found:
                    self._found.setdefault(word, self._found[key])
            for row in rows:
                if row.retired_at is None and row.outcome in {StageOutcome.WON, StageOutcome.LOST}:
                    self._found.setdefault(row.outcome, row)

    def find(self, text: str) -> Option | str:
        """The option, or in words why there is none; new ones are added where that was chosen."""
        found = self._found.get(fold(text))
        if found is not None:
            return found
        if not self._work.setup.create_options or not clean(text):
            return _("“%(value)s” is not in the list.") % {"value": shown(text)}
        self._work.outcome.options += 1
        # A dry run takes it back with its chunk, so it must not be asked for again.
        name = clean(text)[: options.NAME_LENGTH]
        self._found[fold(text)] = option = options.add_unchecked(
            by=self._work.by, pick_list=self._list, name=name
        )
        return option
