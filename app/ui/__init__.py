# SPDX-License-Identifier: Apache-2.0
"""The window: screens over the services, and nothing else."""
