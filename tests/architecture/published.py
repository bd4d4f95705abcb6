"""What the API says about itself, asked once: making it takes over a second."""

import json
from typing import Any

from rumduol.api.v1 import api

SCHEMA: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(), default=str))
