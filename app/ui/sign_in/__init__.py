# SPDX-License-Identifier: Apache-2.0
"""Who works now: the page before the records are open, and over them when the window is locked."""
