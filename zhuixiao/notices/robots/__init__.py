"""Group robots of WeCom, DingTalk and Feishu: addresses, payloads, sending."""
