# SPDX-License-Identifier: Apache-2.0
"""The encrypted records on a laptop: the folder, the file, its keys, its backups and its witness."""
