"""The shapes of what people type in the organisation's pages; none of them saves."""
