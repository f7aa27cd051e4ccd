"""What a program using azureml-core does with workspaces, written as such a program would write it."""

import json
import os

from azureml.core import Workspace
from azureml.core.authentication import ServicePrincipalAuthentication

from steps import serve

pointing = json.loads(os.environ["CARREL_POINTING"])
place = {name: pointing[name] for name in ("subscription_id", "resource_group")}
auth = ServicePrincipalAuthentication(
    tenant_id=pointing["tenant"],
    service_principal_id=pointing["client_id"],
    service_principal_password=pointing["secret"],
    cloud=pointing["cloud"],
)


def create(name, **settings):
    workspace = Workspace.create(name=name, auth=auth, location="eastus", **place, **settings)
    return workspace.get_details()


def create_tagged(name):
    return create(name, tags={"team": "maps"}, show_output=False)


def create_again(name):
    return create(name, exist_ok=True)


def update(name):
    workspace = Workspace.get(name=name, auth=auth, **place)
    workspace.update(friendly_name="Renamed", description="From azureml-core")
    return workspace.get_details()


def keys(name):
    workspace = Workspace.get(name=name, auth=auth, **place)
    workspace.sync_keys()
    return workspace.diagnose_workspace({"value": {}})


def delete(name):
    Workspace.get(name=name, auth=auth, **place).delete(delete_dependent_resources=True, no_wait=False)


serve({step.__name__: step for step in (create, create_tagged, create_again, update, keys, delete)})
