# SPDX-License-Identifier: Apache-2.0
"""The habits of every list: ranges, filters, columns, views, cells that are typed or pasted, lists as workbooks."""
