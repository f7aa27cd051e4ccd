"""What a program using azure-ai-ml calls to have clusters, written as such a program would write it."""

from azure.ai.ml.entities import AmlCompute, AmlComputeSshSettings

from client import open_client
from steps import serve

client = open_client()


def create(name, size, key):
    cluster = AmlCompute(
        name=name,
        size=size,
        min_instances=0,
        max_instances=2,
        idle_time_before_scale_down=120,
        tier="Dedicated",
        ssh_settings=AmlComputeSshSettings(admin_username="ana", ssh_key_value=key),
        tags={"team": "maps"},
    )
    return shown(client.compute.begin_create_or_update(cluster).result())


def get(name):
    return shown(client.compute.get(name))


def scale(name, least, most):
    """As its documentation has it: what was read, with other numbers."""
    cluster = client.compute.get(name)
    cluster.min_instances = least
    cluster.max_instances = most
    return shown(client.compute.begin_update(cluster).result())


def scale_anew(name, least, most):
    """With nothing said of the size: the client fills in one of its own."""
    cluster = AmlCompute(name=name, min_instances=least, max_instances=most)
    return shown(client.compute.begin_update(cluster).result())


def nodes(name):
    # This client shows what it lists under the names of the wire; its documented attributes stay empty.
    return [vars(node) for node in client.compute.list_nodes(name)]


def stop(name):
    client.compute.begin_stop(name).result()


def list_clusters():
    return [found.name for found in client.compute.list(compute_type="amlcompute")]


def delete(name):
    client.compute.begin_delete(name).result()


def shown(cluster):
    return {
        "name": cluster.name,
        "type": cluster.type,
        "size": cluster.size,
        "tier": cluster.tier,
        "least": cluster.min_instances,
        "most": cluster.max_instances,
        "idle": cluster.idle_time_before_scale_down,
        "user": cluster.ssh_settings.admin_username if cluster.ssh_settings else None,
        "provisioning_state": cluster.provisioning_state,
        "tags": cluster.tags,
    }


serve({step.__name__: step for step in (create, get, scale, scale_anew, nodes, stop, list_clusters, delete)})
