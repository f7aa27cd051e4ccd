"""What a program using azure-ai-ml does with workspaces, written as such a program would write it."""

from azure.ai.ml.entities import Workspace

from client import open_client
from steps import serve

client = open_client()


def shown(found):
    return {
        name: getattr(found, name)
        for name in (
            *("name", "id", "location", "display_name", "description", "tags", "hbi_workspace", "public_network_access"),
            *("storage_account", "key_vault", "application_insights", "container_registry", "provision_network_now"),
        )
    }


def create(name):
    workspace = Workspace(name=name, location="eastus", display_name="The lab", tags={"team": "maps"})
    return shown(client.workspaces.begin_create(workspace).result())


def create_with(name, storage_account, container_registry):
    workspace = Workspace(
        name=name, location="eastus", storage_account=storage_account, container_registry=container_registry
    )
    return shown(client.workspaces.begin_create(workspace).result())


def create_hub(name):
    from azure.ai.ml.entities import Hub

    client.workspaces.begin_create(Hub(name=name, location="eastus")).result()


def update(name):
    workspace = client.workspaces.get(name)
    workspace.display_name = "Renamed"
    workspace.description = "From azure-ai-ml"
    return shown(client.workspaces.begin_update(workspace).result())


def keys(name):
    client.workspaces.begin_sync_keys(name).result()
    found = client.workspaces.get_keys(name)
    registry = found.container_registry_credentials
    return {
        "storage": found.user_storage_key,
        "account": found.user_storage_resource_id,
        "insights": found.app_insights_instrumentation_key,
        "registry": registry.username if registry else None,
    }


def diagnose(name):
    found = client.workspaces.begin_diagnose(name).result()
    return [result.code for result in found.storage_account_results]


def delete(name):
    client.workspaces.begin_delete(name, delete_dependent_resources=True).result()


serve({step.__name__: step for step in (create, create_with, create_hub, update, keys, diagnose, delete)})
