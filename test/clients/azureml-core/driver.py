"""What a program using azureml-core calls, written as such a program would write it."""

import contextlib
import io
import json
import os
from pathlib import Path

from azureml.core import Workspace
from azureml.core.authentication import ServicePrincipalAuthentication
from azureml.core.compute import ComputeInstance, ComputeTarget
from azureml.core.compute_target import ComputeTargetException

from steps import serve

pointing = json.loads(os.environ["CARREL_POINTING"])
place = {name: pointing[name] for name in ("subscription_id", "resource_group")}


def authentication(secret=pointing["secret"]):
    return ServicePrincipalAuthentication(
        tenant_id=pointing["tenant"],
        service_principal_id=pointing["client_id"],
        service_principal_password=secret,
        cloud=pointing["cloud"],
    )


auth = authentication()


def workspace():
    return Workspace.get(name=pointing["workspace"], auth=auth, **place)


def sign_in(secret):
    return len(Workspace.list(pointing["subscription_id"], auth=authentication(secret)))


def get_workspace():
    return workspace().get_details()


def open_workspace():
    ws = Workspace(workspace_name=pointing["workspace"], auth=auth, **place)
    return {"name": ws.name, "location": ws.location, "id": ws._workspace_id}


def list_workspaces():
    return sorted(Workspace.list(auth=auth, **place))


def missing_workspace(name):
    Workspace.get(name=name, auth=auth, **place)


def compute_targets():
    return {name: target.serialize() for name, target in workspace().compute_targets.items()}


def supported_sizes():
    return ComputeInstance.supported_vmsizes(workspace())


def find_or_create(name, size):
    """The example of the documentation. Answers what it printed."""
    ws = workspace()
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        try:
            instance = ComputeInstance(workspace=ws, name=name)
            print("Found existing instance, use it.")
        except ComputeTargetException:
            compute_config = ComputeInstance.provisioning_configuration(vm_size=size, ssh_public_access=False)
            instance = ComputeInstance.create(ws, name, compute_config)
            instance.wait_for_completion(show_output=True)
    return {"printed": printed.getvalue(), "instance": instance.serialize()}


documented = {"__name__": "documented"}


def documented_example():
    """The file as it is documented, line for line. Answers what it printed and the name it made up."""
    documented["ws"] = workspace()
    example = Path(__file__).with_name("find_or_create.py")
    return {"printed": documented_line(example.read_text()), "name": documented["compute_name"]}


def documented_line(line):
    """A line of the documentation, after the example. Answers what it printed."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(line, documented)
    return printed.getvalue()


def documented_status():
    return eval("instance.get_status()", documented).serialize()


def create_in_subnet(name, size, network):
    return created(name, vm_size=size, **network)


def create_for(name, size, user):
    return created(name, vm_size=size, assigned_user_object_id=user["id"], assigned_user_tenant_id=user["tenant"])


def created(name, **settings):
    configuration = ComputeInstance.provisioning_configuration(**settings)
    return ComputeInstance.create(workspace(), name, configuration).serialize()


def create(name, size):
    return created(name, vm_size=size)


def create_for_ssh(name, size, public_key):
    configuration = ComputeInstance.provisioning_configuration(
        vm_size=size,
        ssh_public_access=True,
        admin_user_ssh_public_key=public_key,
        tags={"team": "maps"},
        description="From azureml-core",
    )
    instance = ComputeInstance.create(workspace(), name, configuration)
    instance.wait_for_completion()
    return instance.serialize()


def get_by_target(name):
    target = ComputeTarget(workspace(), name)
    return {"type": type(target).__name__, "name": target.name}


def get_status(name):
    return ComputeInstance(workspace(), name).get_status().serialize()


def stop(name):
    return changed(name, lambda instance: instance.stop(wait_for_completion=True, show_output=True))


def start(name):
    return changed(name, lambda instance: instance.start(wait_for_completion=True, show_output=True))


def restart(name):
    return changed(name, lambda instance: instance.restart(wait_for_completion=True, show_output=True))


def update_sso(name, value):
    ComputeInstance(workspace(), name).update_sso_settings(value)


def delete(name):
    ComputeInstance(workspace(), name).delete(wait_for_completion=True, show_output=True)


def changed(name, change):
    instance = ComputeInstance(workspace(), name)
    change(instance)
    return instance.get_status().state


serve(
    {
        step.__name__: step
        for step in (
            *(sign_in, get_workspace, open_workspace, list_workspaces, missing_workspace),
            *(compute_targets, supported_sizes, find_or_create, create, create_for_ssh, get_by_target, get_status),
            *(stop, start, restart, update_sso, delete),
            *(documented_example, documented_line, documented_status, create_in_subnet, create_for),
        )
    }
)
