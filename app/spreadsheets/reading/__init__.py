# SPDX-License-Identifier: Apache-2.0
"""Tables that somebody brings, whatever program wrote them: read in a process of their own, given as plain rows."""
