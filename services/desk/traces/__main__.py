"""Runs the trace viewer as a process of its own: `python -m services.desk.traces`."""

import uvicorn

from services.desk.settings import DeskSettings
from services.desk.traces.ring import Ring
from services.desk.traces.viewer import application

if __name__ == "__main__":
    settings = DeskSettings()
    uvicorn.run(
        application(Ring()),
        host=settings.traces_host,
        port=settings.traces_port,
        log_level="warning",
    )
