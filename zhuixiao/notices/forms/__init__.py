"""Subscriptions and robots as they are typed."""
