"""Texts that become markup or code wherever a page forgets to escape; each names PROBE."""

PROBE = "xprobe"

PAYLOADS = (
    f"<{PROBE}>",
    f"<script>{PROBE}()</script>",
    f'"><{PROBE} a="',
    f"'><{PROBE} a='",
    f'" on{PROBE}="x',
    f"' on{PROBE}='x",
    f"x on{PROBE}=x ",
    f"</script><{PROBE}>",
    f"</title></textarea><{PROBE}>",
    f"--><{PROBE}>",
    f"<![CDATA[<{PROBE}>]]>",
    f"javascript:{PROBE}()",
    f"JaVaScRiPt\t:{PROBE}()",
    f"data:text/html,<{PROBE}>",
    f"\u2028<{PROBE}>\u2029",
    f"＜{PROBE}＞<{PROBE}>",
    f"<svg/onload={PROBE}()>",
    f"<img src=x onerror={PROBE}()>",
    f"%3C{PROBE}%3E<{PROBE}>",
    "{{7*7}}{% " + PROBE + " %}<" + PROBE + ">",
    f"`${{{PROBE}}}`<{PROBE}>",
)
