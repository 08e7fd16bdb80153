"""Periodic reports: kinds, periods with their windows and due days, and how figures of many units become one."""
