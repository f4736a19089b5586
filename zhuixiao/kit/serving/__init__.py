"""Running the program: web server, its workers, its static files, its addresses."""

from .worker import begin_worker

__all__ = ["begin_worker"]
