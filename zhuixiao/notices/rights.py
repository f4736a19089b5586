"""The permission that this app brings."""

# Whoever has it lets robots of groups in, and has messages written into their groups.
ROBOTS = ("robots", "manage")
