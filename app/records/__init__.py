# SPDX-License-Identifier: Apache-2.0
"""The tables, the fold that fills them, the queries, the unit of work; the same on SQLite and PostgreSQL."""
