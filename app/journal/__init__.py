# SPDX-License-Identifier: Apache-2.0
"""Operations: what they look like, how they are chained, signed, sealed, stamped and merged. Pure: no database."""
