# SPDX-License-Identifier: Apache-2.0
"""Carrying a centre's records between its laptops: files on a stick, and the files by which a new laptop joins."""
