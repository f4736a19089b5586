"""What people are told: in-app notices, and how their background jobs are doing."""
