# SPDX-License-Identifier: Apache-2.0
"""One function for each thing a person wants done: it checks rules and rights, then writes what happened."""
