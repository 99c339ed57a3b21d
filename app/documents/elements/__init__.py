# SPDX-License-Identifier: Apache-2.0
"""What stands on a page: the parts of a template, and how each is drawn."""
