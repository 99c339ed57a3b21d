# SPDX-License-Identifier: Apache-2.0
"""Widgets that every screen shares."""
