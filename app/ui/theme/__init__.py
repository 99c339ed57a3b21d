# SPDX-License-Identifier: Apache-2.0
"""Look: one table of values, and what is made from it."""
