# SPDX-License-Identifier: Apache-2.0
"""Paper: text shaped in any script, certificates and records of results as PDF, and reading their codes back."""
