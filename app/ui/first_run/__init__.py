# SPDX-License-Identifier: Apache-2.0
"""The first start on a computer: a new centre, joining one, a backup, or the sample."""
