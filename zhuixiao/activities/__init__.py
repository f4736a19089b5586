"""What people do for customers: action records, follow-up plans, tasks, events, the timeline."""
