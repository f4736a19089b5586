"""An amount of money in words, as it stands on contracts and bills."""

from zhuixiao.kit.money import LARGEST

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
# Four digits at a time: 元, 万元, 亿元.
_GROUPS = ("", "万", "亿")


def in_words(minor: int, *, currency: str, language: str) -> str:
    """An amount in minor units for a reader of a language: 人民币壹佰元整 in Chinese for yuan, else
    CNY 100.00. Raises ValueError beyond `kit.money.LARGEST`."""
    if language.startswith("zh") and currency == "CNY":
        return f"人民币{capitals(minor)}"
    return f"{currency} {'-' if minor < 0 else ''}{_plain(abs(minor))}"


def capitals(minor: int) -> str:
    """Fen as 大写: 12345 is 壹佰贰拾叁元肆角伍分. Raises ValueError beyond `kit.money.LARGEST`.

    Zeros and 整 follow the rules for filling in bills (支付结算办法, 附一: 正确填写票据和结算凭证的
    基本规定): one 零 for any zeros between digits and before a fen without jiao; where they leave a
    choice their first example decides (1,680.32 is 壹仟陆佰捌拾元零叁角贰分, 107,000.53 is
    壹拾万柒仟元零伍角叁分). 整 ends what has no fen, so that nothing can be written behind it.
    """
    yuan, fen = divmod(abs(_checked(minor)), 100)
    jiao, fen = divmod(fen, 10)
    text = f"{_whole(yuan)}元" if yuan or not (jiao or fen) else ""
    # A gap between the last digit of the yuan and what follows is told.
    if yuan and (jiao or fen) and (not jiao or yuan % 10 == 0):
        text += "零"
    text += f"{_DIGITS[jiao]}角" if jiao else ""
    text += f"{_DIGITS[fen]}分" if fen else "整"
    return f"负{text}" if minor < 0 else text


def _plain(minor: int) -> str:
    return f"{_checked(minor) // 100:,}.{minor % 100:02d}"


def _checked(minor: int) -> int:
    if abs(minor) > LARGEST:
        raise ValueError(f"{minor} is beyond the largest amount")
    return minor


def _whole(yuan: int) -> str:
    """壹亿零壹万; 零 for nothing."""
    text, gap = "", False
    for power in reversed(range(len(_GROUPS))):
        group = yuan // 10_000**power % 10_000
        # 仟 missing below a larger group is a gap as well, its own missing end is none.
        gap = bool(text) and (gap or group < 1000)
        if group:
            text += ("零" if gap else "") + _group(group) + _GROUPS[power]
        gap = not group
    return text or "零"


def _group(number: int) -> str:
    """1 to 9999: 壹仟零壹."""
    text, gap = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            text += ("零" if gap and text else "") + _DIGITS[digit] + _PLACES[place]
        gap = not digit
    return text
