"""The Prefect server of one run, in a process of its own: `python -m pipeline.prefect_api`.

Prints its port at once and listens on it, so that no other process can take it, while the server loads; ends when its
standard input closes: with its run, however that ends.
"""

from __future__ import annotations

import asyncio
import gc
import os
import socket
import sys
import threading

from pipeline.collector import resting
from pipeline.prefect_database import is_scratch


def main() -> None:
    """Serve until standard input closes."""
    if hasattr(os, "nice"):  # not on Windows
        os.nice(5)  # its questions are few: what a run waits for is the reading
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        print(listening.getsockname()[1], flush=True)
        with resting():
            import uvicorn
            from prefect.server.api.server import create_app

            # what its services write down of events, for people to look at later, would go with the run; and its
            # background worker, which looks several times a second for runs to clear away, would find none
            alone = is_scratch()
            app = create_app(ephemeral=True, final=True, webserver_only=alone)
            if alone:
                asyncio.run(_migrated())
        gc.freeze()
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off" if alone else "on"))
        threading.Thread(target=_end_with_parent, args=(server,), daemon=True).start()
        server.run(sockets=[listening])


async def _migrated() -> None:
    """Bring the database to the schema of the installed Prefect, as the server's own start does."""
    from prefect.server.database import provide_database_interface

    await provide_database_interface().create_db()


def _end_with_parent(server: object) -> None:
    sys.stdin.read()
    server.should_exit = True  # type: ignore[attr-defined]


if __name__ == "__main__":
    main()
