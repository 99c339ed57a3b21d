# SPDX-License-Identifier: Apache-2.0
"""The central server, which is also a centre's own hub: the same records, kept for many centres at once."""
