"""The client as the test points it."""

import json
import os

from azure.ai.ml import MLClient
from azure.identity import ClientSecretCredential

pointing = json.loads(os.environ["CARREL_POINTING"])


def open_client(secret=pointing["secret"]):
    credential = ClientSecretCredential(
        pointing["tenant"], pointing["client_id"], secret, **pointing["credential_options"]
    )
    return MLClient(
        credential,
        pointing["subscription_id"],
        pointing["resource_group"],
        pointing["workspace"],
        enable_telemetry=False,
        **pointing["client_options"],
    )
