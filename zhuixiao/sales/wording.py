"""How the audit log, notices and other apps' registries call the kinds of this app."""

OPPORTUNITY = "opportunity"
STAGE_RULE = "stage_rule"
# Notices to who was given opportunities.
GIVEN_NOTICE = "sales.opportunity"
