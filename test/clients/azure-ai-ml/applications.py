"""What a program using azure-ai-ml calls to bring applications along, written as such a program would write it."""

from azure.ai.ml.entities import ComputeInstance, CustomApplications, EndpointsSettings, ImageSettings, VolumeSettings

from client import open_client
from steps import serve

client = open_client()


def create(name, size, image):
    board = CustomApplications(
        name="board",
        image=ImageSettings(reference=image),
        endpoints=[EndpointsSettings(target=8000, published=9000)],
        environment_variables={"GREETING": "from azure-ai-ml"},
        bind_mounts=[VolumeSettings(source="/home/azureuser/cloudfiles", target="/work")],
    )
    instance = ComputeInstance(name=name, size=size, custom_applications=[board])
    return shown(client.compute.begin_create_or_update(instance).result())


def get(name):
    return shown(client.compute.get(name))


def send_back(name):
    return shown(client.compute.begin_create_or_update(client.compute.get(name)).result())


def delete(name):
    client.compute.begin_delete(name).result()


def shown(instance):
    return {
        "state": instance.state,
        "services": {service["displayName"]: service["endpointUri"] for service in instance.services},
        "applications": [
            {
                "name": application.name,
                "type": application.type,
                "image": application.image.reference,
                "endpoints": [vars(endpoint) for endpoint in application.endpoints],
                "environment": application.environment_variables,
                "mounts": [vars(mount) for mount in application.bind_mounts],
            }
            for application in instance.custom_applications or []
        ],
    }


serve({step.__name__: step for step in (create, get, send_back, delete)})
