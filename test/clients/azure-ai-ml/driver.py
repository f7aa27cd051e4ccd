"""What a program using azure-ai-ml calls, written as such a program would write it."""

import json
import os

from azure.ai.ml import MLClient
from azure.ai.ml.entities import ComputeInstance, ScriptReference, SetupScripts
from azure.identity import ClientSecretCredential

from steps import serve

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


client = open_client()


def sign_in(secret):
    list(open_client(secret).workspaces.list())


def get_workspace(name):
    found = client.workspaces.get(name)
    return {"name": found.name, "location": found.location, "id": found.id, "resource_group": found.resource_group}


def list_workspaces():
    return [found.name for found in client.workspaces.list()]


def list_sizes():
    # This client shows what it lists under the names of the wire; its documented attributes stay empty.
    return [vars(size) for size in client.compute.list_sizes()]


def list_usage():
    return [vars(usage) for usage in client.compute.list_usage()]


def create(name, size):
    instance = ComputeInstance(name=name, size=size, description="From azure-ai-ml", tags={"team": "maps"})
    return shown(client.compute.begin_create_or_update(instance).result())


def create_set_up(name, size, creation, startup):
    scripts = SetupScripts(
        creation_script=ScriptReference(path=creation, command="one 'two three'"),
        startup_script=ScriptReference(path=startup, timeout_minutes=10),
    )
    instance = ComputeInstance(name=name, size=size, setup_scripts=scripts)
    return shown(client.compute.begin_create_or_update(instance).result())


def set_up_of(name):
    scripts = client.compute.get(name).setup_scripts
    return {
        kind: {"path": script.path, "command": script.command, "timeout_minutes": script.timeout_minutes}
        for kind, script in (("creation", scripts.creation_script), ("startup", scripts.startup_script))
    }


def get(name):
    return shown(client.compute.get(name))


def list_computes():
    return [shown(found) for found in client.compute.list()]


def stop(name):
    client.compute.begin_stop(name).result()


def start(name):
    client.compute.begin_start(name).result()


def restart(name):
    client.compute.begin_restart(name).result()


def enable_sso(name, value):
    client.compute.enable_sso(name=name, enable_sso=value)


def delete(name):
    client.compute.begin_delete(name).result()


def shown(instance):
    return {
        "name": instance.name,
        "type": instance.type,
        "size": instance.size,
        "state": instance.state,
        "provisioning_state": instance.provisioning_state,
        "description": instance.description,
        "tags": instance.tags,
        "services": [service["displayName"] for service in instance.services],
        "last_operation": instance.last_operation["operationName"],
    }


serve(
    {
        step.__name__: step
        for step in (
            *(sign_in, get_workspace, list_workspaces, list_sizes, list_usage, create, get, list_computes),
            *(create_set_up, set_up_of, stop, start, restart, enable_sso, delete),
        )
    }
)
