# SPDX-License-Identifier: Apache-2.0
MIRRORED: dict[str, str]
