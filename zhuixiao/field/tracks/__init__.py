"""How positions come in from apps and files, and become a way; what the company has set."""
