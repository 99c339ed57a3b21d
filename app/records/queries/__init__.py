# SPDX-License-Identifier: Apache-2.0
"""Questions to the records: functions of a connection that return small values."""
