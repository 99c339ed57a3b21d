# SPDX-License-Identifier: Apache-2.0
"""The application of Django, over Morango, that ``exchange_by_morango`` measures. Nothing of Guildmark imports it."""
