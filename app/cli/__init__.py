# SPDX-License-Identifier: Apache-2.0
"""The command line: thin, one module for each noun. What people ask here, the services do."""
