"""Listen on ports like somebody else's programs, and report whoever connects.

`python -m deploy.fresh.taken_ports PORT …` prints `listening` when all are taken, then one line
for each connection, and answers rubbish. Nobody who was not told to should be there.
"""

import contextlib
import errno
import selectors
import socket
import sys

RUBBISH = b"\x00\xffnothing that you know\r\n"
NO_IPV6 = {errno.EAFNOSUPPORT, errno.EADDRNOTAVAIL}


def taken(port: int) -> list[socket.socket]:
    """Listen on a port of every address of this machine, of IPv6 too where it has that."""
    listeners = []
    for family, address in ((socket.AF_INET, "0.0.0.0"), (socket.AF_INET6, "::")):  # noqa: S104  # to be in everybody's way is the point
        try:
            listeners.append(socket.create_server((address, port), family=family))
        except OSError as error:
            if family != socket.AF_INET6 or error.errno not in NO_IPV6:
                raise
            print("no IPv6 here", file=sys.stderr)
    return listeners


def report(listener: socket.socket) -> None:
    """Take one connection, say what it asked, and answer rubbish."""
    connection, _ = listener.accept()
    with connection:
        connection.settimeout(1)
        asked = b""
        # Who only connects, or is gone at once, has been there all the same.
        with contextlib.suppress(OSError):
            asked = connection.recv(200)
            connection.sendall(RUBBISH)
    print(f"port {listener.getsockname()[1]} was asked {asked!r}", flush=True)


def main() -> None:
    """Take the ports of the command line until this is stopped."""
    with selectors.DefaultSelector() as selector:
        for port in sys.argv[1:]:
            for listener in taken(int(port)):
                selector.register(listener, selectors.EVENT_READ)
        print("listening", flush=True)
        while True:
            for key, _ in selector.select():
                assert isinstance(key.fileobj, socket.socket)  # noqa: S101  # only these are registered
                report(key.fileobj)


if __name__ == "__main__":
    main()
