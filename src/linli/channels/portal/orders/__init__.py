"""Ordering a service and helping with one."""
