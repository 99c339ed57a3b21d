# SPDX-License-Identifier: Apache-2.0
"""What proves a certificate: its number, the signed facts in its QR code, trust lists, and checking them offline."""
