# SPDX-License-Identifier: Apache-2.0
"""The proxy that the system prescribes for an address, also where a script of the network decides it."""


def proxy_for(address: str) -> str:
    """The proxy as an address; empty where none is needed, or none that the program can use. May take seconds: the
    system asks the network. Callable from any thread."""
    if not address:
        return ""
    from PySide6.QtCore import QUrl
    from PySide6.QtNetwork import QNetworkProxy, QNetworkProxyFactory, QNetworkProxyQuery

    kinds = (QNetworkProxy.ProxyType.HttpProxy, QNetworkProxy.ProxyType.HttpCachingProxy)
    for proxy in QNetworkProxyFactory.systemProxyForQuery(QNetworkProxyQuery(QUrl(address))):
        if proxy.type() == QNetworkProxy.ProxyType.NoProxy:
            return ""
        if proxy.type() in kinds and proxy.hostName():
            return f"http://{proxy.hostName()}:{proxy.port()}"
    return ""
