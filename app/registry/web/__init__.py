# SPDX-License-Identifier: Apache-2.0
"""The pages of the registry: the public check of a certificate, and what its staff see and do."""
