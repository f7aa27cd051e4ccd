"""What a program using azure-mgmt-batchai calls, written as such a program would have been written in 2019."""

import json
import os

import requests
from azure.common.credentials import ServicePrincipalCredentials
from azure.mgmt.batchai import BatchAIManagementClient, models
from msrestazure.azure_cloud import Cloud, CloudEndpoints

from steps import serve

pointing = json.loads(os.environ["CARREL_POINTING"])
endpoint = pointing["endpoint"]
cloud = Cloud(
    "Lab",
    endpoints=CloudEndpoints(
        active_directory=endpoint + "/adfs",
        active_directory_resource_id=endpoint + "/",
        management=endpoint + "/",
        resource_manager=endpoint,
    ),
)
credentials = ServicePrincipalCredentials(
    client_id=pointing["client_id"],
    secret=pointing["secret"],
    tenant=pointing["tenant"],
    resource=endpoint + "/",
    cloud_environment=cloud,
)
client = BatchAIManagementClient(credentials, pointing["subscription_id"], base_url=endpoint)
client.config.long_running_operation_timeout = 1
place = (pointing["resource_group"], "py-lab")


def create_workspace(location):
    return client.workspaces.create(*place, location=location).result().as_dict()


def create_cluster(name, size, key, secret):
    parameters = models.ClusterCreateParameters(
        vm_size=size,
        scale_settings=models.ScaleSettings(manual=models.ManualScaleSettings(target_node_count=1)),
        user_account_settings=models.UserAccountSettings(
            admin_user_name="ana", admin_user_ssh_public_key=key, admin_user_password=secret
        ),
        node_setup=models.NodeSetup(
            setup_task=models.SetupTask(
                command_line="echo $GREETING",
                std_out_err_path_prefix="/var/log/setup",
                environment_variables=[models.EnvironmentVariable(name="GREETING", value="hello")],
                secrets=[models.EnvironmentVariableWithSecretValue(name="TOKEN", value=secret)],
            )
        ),
    )
    return client.clusters.create(place[0], place[1], name, parameters).result().as_dict()


def get_cluster(name):
    return client.clusters.get(place[0], place[1], name).as_dict()


def list_clusters():
    options = models.ClustersListByWorkspaceOptions(max_results=1)
    return [found.name for found in client.clusters.list_by_workspace(*place, clusters_list_by_workspace_options=options)]


def list_nodes(name):
    return [node.as_dict() for node in client.clusters.list_remote_login_information(place[0], place[1], name)]


def let_scale(name, least, most):
    settings = models.ScaleSettings(
        auto_scale=models.AutoScaleSettings(minimum_node_count=least, maximum_node_count=most)
    )
    return client.clusters.update(place[0], place[1], name, scale_settings=settings).as_dict()


def create_file_server(name, size, secret):
    user = models.UserAccountSettings(admin_user_name="ana", admin_user_password=secret)
    parameters = models.FileServerCreateParameters(
        vm_size=size,
        ssh_configuration=models.SshConfiguration(user_account_settings=user),
        data_disks=models.DataDisks(disk_size_in_gb=10, disk_count=1, storage_account_type="Standard_LRS"),
    )
    return client.file_servers.create(place[0], place[1], name, parameters).result().as_dict()


def create_mpi_job(name, cluster, server, command):
    client.experiments.create(place[0], place[1], "trial").result()
    server_id = client.file_servers.get(place[0], place[1], server).id
    mount = models.FileServerReference(file_server=models.ResourceId(id=server_id), relative_mount_path="nfs")
    parameters = models.JobCreateParameters(
        cluster=models.ResourceId(id=client.clusters.get(place[0], place[1], cluster).id),
        node_count=2,
        custom_mpi_settings=models.CustomMpiSettings(command_line=command, process_count=2),
        mount_volumes=models.MountVolumes(file_servers=[mount]),
        std_out_err_path_prefix="$AZ_BATCHAI_JOB_MOUNT_ROOT/nfs",
    )
    return client.jobs.create(place[0], place[1], "trial", name, parameters).result().as_dict()


def get_job(name):
    return client.jobs.get(place[0], place[1], "trial", name).as_dict()


def read_output(name):
    options = models.JobsListOutputFilesOptions(outputdirectoryid="stdouterr")
    files = client.jobs.list_output_files(place[0], place[1], "trial", name, options)
    return {file.name: requests.get(file.download_url).text for file in files}


def delete_experiment():
    client.experiments.delete(place[0], place[1], "trial").result()


def delete_cluster(name):
    client.clusters.delete(place[0], place[1], name).result()


def delete_workspace():
    client.workspaces.delete(*place).result()


def list_usages(location):
    return [usage.as_dict() for usage in client.usages.list(location)]


steps = (
    create_workspace,
    create_cluster,
    get_cluster,
    list_clusters,
    list_nodes,
    let_scale,
    create_file_server,
    create_mpi_job,
    get_job,
    read_output,
    delete_experiment,
    delete_cluster,
    delete_workspace,
    list_usages,
)
serve({step.__name__: step for step in steps})
