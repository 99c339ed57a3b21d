# SPDX-License-Identifier: Apache-2.0
"""Work off the GUI thread, and news of what it changed."""
