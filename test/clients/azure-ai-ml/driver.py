"""What a program using azure-ai-ml calls, written as such a program would write it."""

from datetime import datetime

from azure.ai.ml.constants import TimeZone
from azure.ai.ml.entities import (
    ComputeInstance,
    ComputeSchedules,
    ComputeStartStopSchedule,
    CronTrigger,
    RecurrencePattern,
    RecurrenceTrigger,
    ScriptReference,
    SetupScripts,
)

from client import open_client
from steps import serve

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


def create_scheduled(name, size):
    nights = CronTrigger(expression="0 18 * * *", start_time=datetime(2026, 11, 21, 18), time_zone="UTC")
    pattern = RecurrencePattern(hours=8, minutes=[0, 30], week_days=["monday", "friday"])
    mornings = RecurrenceTrigger(
        frequency="week", interval=2, schedule=pattern, time_zone=TimeZone.W_EUROPE_STANDARD_TIME
    )
    bare = RecurrenceTrigger(frequency="hour", interval=5)
    schedules = ComputeSchedules(
        compute_start_stop=[
            ComputeStartStopSchedule(trigger=nights, action="stop", state="enabled"),
            ComputeStartStopSchedule(trigger=mornings, action="start"),
            ComputeStartStopSchedule(trigger=bare, action="Stop", state="disabled"),
        ]
    )
    instance = ComputeInstance(name=name, size=size, schedules=schedules)
    return shown(client.compute.begin_create_or_update(instance).result())


def schedules_of(name):
    return [told(schedule) for schedule in client.compute.get(name).schedules.compute_start_stop]


def send_back(name):
    client.compute.begin_create_or_update(client.compute.get(name)).result()


def without_schedules(name, size):
    client.compute.begin_create_or_update(ComputeInstance(name=name, size=size)).result()


def told(schedule):
    trigger = schedule.trigger
    return {
        "id": schedule.schedule_id,
        "action": schedule.action,
        "state": schedule.state,
        "provisioning_state": schedule.provisioning_state,
        "time_zone": trigger.time_zone,
        "start_time": trigger.start_time,
        **(
            {"expression": trigger.expression}
            if isinstance(trigger, CronTrigger)
            else {"frequency": trigger.frequency, "interval": trigger.interval, **vars(trigger.schedule)}
        ),
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
            *(create_scheduled, schedules_of, send_back, without_schedules),
            *(create_set_up, set_up_of, stop, start, restart, enable_sso, delete),
        )
    }
)
