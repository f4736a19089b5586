"""The few writes that bring several apps together."""
