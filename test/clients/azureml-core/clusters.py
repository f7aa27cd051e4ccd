"""What a program using azureml-core calls to have clusters, written as such a program would write it."""

import contextlib
import io
import json
import os

from azureml.core import Workspace
from azureml.core.authentication import ServicePrincipalAuthentication
from azureml.core.compute import AmlCompute, ComputeTarget

from steps import serve

pointing = json.loads(os.environ["CARREL_POINTING"])
auth = ServicePrincipalAuthentication(
    tenant_id=pointing["tenant"],
    service_principal_id=pointing["client_id"],
    service_principal_password=pointing["secret"],
    cloud=pointing["cloud"],
)
ws = Workspace.get(
    name=pointing["workspace"],
    auth=auth,
    subscription_id=pointing["subscription_id"],
    resource_group=pointing["resource_group"],
)


def create(name, size, key):
    config = AmlCompute.provisioning_configuration(
        vm_size=size,
        vm_priority="lowpriority",
        min_nodes=1,
        max_nodes=2,
        idle_seconds_before_scaledown=120,
        admin_username="ana",
        admin_user_ssh_key=key,
        remote_login_port_public_access="Enabled",
    )
    cluster = ComputeTarget.create(ws, name, config)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        cluster.wait_for_completion(show_output=True, min_node_count=1, timeout_in_minutes=10)
    return {"printed": printed.getvalue(), "cluster": shown(cluster)}


def get(name):
    return shown(AmlCompute(ws, name))


def update(name, least, most):
    cluster = AmlCompute(ws, name)
    cluster.update(min_nodes=least, max_nodes=most, idle_seconds_before_scaledown=60)
    return get(name)


def nodes(name):
    return AmlCompute(ws, name).list_nodes()


def targets():
    return {name: target.type for name, target in ws.compute_targets.items()}


def delete(name):
    cluster = AmlCompute(ws, name)
    cluster.delete()
    cluster.wait_for_completion(is_delete_operation=True)


def shown(cluster):
    status = cluster.get_status().serialize()
    return {
        "type": cluster.type,
        "size": cluster.vm_size,
        "provisioning_state": cluster.provisioning_state,
        "scale": [cluster.scale_settings.minimum_node_count, cluster.scale_settings.maximum_node_count],
        "idle": str(cluster.scale_settings.idle_seconds_before_scaledown),
        "status": status,
    }


serve({step.__name__: step for step in (create, get, update, nodes, targets, delete)})
