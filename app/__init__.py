# SPDX-License-Identifier: Apache-2.0
"""Guildmark: the records of a vocational training centre, kept on its own laptops."""

__version__ = "0.1.0"
