# SPDX-License-Identifier: Apache-2.0
"""The rules of assessment and award, as pure functions over small frozen values."""
