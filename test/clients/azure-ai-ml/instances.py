"""What a program using azure-ai-ml says of an instance: all its class knows, and each of it alone."""

from datetime import datetime

from azure.ai.ml.entities import (
    AssignedUserConfiguration,
    ComputeInstance,
    ComputeInstanceSshSettings,
    ComputeSchedules,
    ComputeStartStopSchedule,
    CronTrigger,
    IdentityConfiguration,
    NetworkSettings,
    RecurrencePattern,
    RecurrenceTrigger,
    ScriptReference,
    SetupScripts,
)

from client import open_client
from steps import serve

client = open_client()


def create_whole(name, user, own):
    instance = ComputeInstance(
        name=name,
        size="STANDARD_D2_V2",
        description="All there is",
        tags={"team": "maps"},
        create_on_behalf_of=AssignedUserConfiguration(user_tenant_id=user["tenant"], user_object_id=user["id"]),
        ssh_public_access_enabled=True,
        ssh_settings=ComputeInstanceSshSettings(ssh_key_value=own["key"]),
        network_settings=NetworkSettings(vnet_name="lab", subnet="default"),
        schedules=week(own["zone"]),
        setup_scripts=SetupScripts(
            creation_script=ScriptReference(path="Users/ana/create.sh", command="one two", timeout_minutes=5),
            startup_script=ScriptReference(path="Users/ana/start.sh"),
        ),
        enable_node_public_ip=True,
        enable_sso=False,
        enable_root_access=True,
        release_quota_on_stop=False,
        enable_os_patching=True,
    )
    return shown(client.compute.begin_create_or_update(instance).result())


def week(zone):
    """Monday to Thursday from nine to six, and Friday to four: the documents' example."""

    def on(days, hour, action):
        pattern = RecurrencePattern(hours=hour, minutes=0, week_days=days)
        trigger = RecurrenceTrigger(frequency="week", interval=1, schedule=pattern, time_zone=zone)
        return ComputeStartStopSchedule(trigger=trigger, action=action)

    def cron(expression, action):
        trigger = CronTrigger(
            expression=expression, start_time=datetime(2026, 11, 21, 9), time_zone=zone
        )
        return ComputeStartStopSchedule(trigger=trigger, action=action)

    long_days = ["monday", "tuesday", "wednesday", "thursday"]
    return ComputeSchedules(
        compute_start_stop=[
            *(on(long_days, 9, "start"), on(long_days, 18, "stop")),
            *(cron("0 9 * * 5", "start"), cron("0 16 * * 5", "stop")),
        ]
    )


def create(name, settings):
    instance = ComputeInstance(name=name, **{"size": "STANDARD_D2_V2", **settings})
    return shown(client.compute.begin_create_or_update(instance).result())


def create_for(name, user):
    somebody = AssignedUserConfiguration(user_tenant_id=user["tenant"], user_object_id=user["id"])
    return create(name, {"create_on_behalf_of": somebody})


def create_with_identity(name, kind):
    return create(name, {"identity": IdentityConfiguration(type=kind)})


def create_with_script(name, path):
    return create(name, {"setup_scripts": SetupScripts(creation_script=ScriptReference(path=path))})


def create_with_cron(name, expressions):
    schedules = [
        ComputeStartStopSchedule(trigger=CronTrigger(expression=each), action="stop") for each in expressions
    ]
    return create(name, {"schedules": ComputeSchedules(compute_start_stop=schedules)})


def edit_schedules(name, every_night):
    """One is turned off, one gets another time, one goes; and one is new."""
    instance = client.compute.get(name)
    mornings, evenings, fridays, _ = instance.schedules.compute_start_stop
    mornings.state = "disabled"
    evenings.trigger.schedule.hours = [19]
    nights = ComputeStartStopSchedule(trigger=CronTrigger(expression=every_night), action="stop")
    instance.schedules.compute_start_stop = [mornings, evenings, fridays, nights]
    return shown(client.compute.begin_create_or_update(instance).result())


def switch_schedule(name, index, state):
    instance = client.compute.get(name)
    instance.schedules.compute_start_stop[index].state = state
    return shown(client.compute.begin_create_or_update(instance).result())


def remove_schedules(name):
    instance = client.compute.get(name)
    instance.schedules = ComputeSchedules(compute_start_stop=[])
    return shown(client.compute.begin_create_or_update(instance).result())


def change(name, settings):
    instance = client.compute.get(name)
    for member, value in settings.items():
        setattr(instance, member, value)
    return shown(client.compute.begin_create_or_update(instance).result())


def get(name):
    return shown(client.compute.get(name))


def act(name, verb):
    getattr(client.compute, f"begin_{verb}")(name).result()


def shown(instance):
    network, ssh, user = instance.network_settings, instance.ssh_settings, instance.create_on_behalf_of
    schedules, scripts = instance.schedules, instance.setup_scripts
    return {
        "name": instance.name,
        "size": instance.size,
        "state": instance.state,
        "description": instance.description,
        "tags": instance.tags,
        "user": user and {"id": user.user_object_id, "tenant": user.user_tenant_id},
        "ssh": {"open": instance.ssh_public_access_enabled, "key": ssh.ssh_key_value, "user": ssh.admin_username},
        "port": ssh.ssh_port,
        "subnet": network and network.subnet,
        "address": network and network.private_ip_address,
        "schedules": [told(each) for each in schedules.compute_start_stop] if schedules else [],
        "creation": scripts and scripts.creation_script and vars(scripts.creation_script),
        "startup": scripts and scripts.startup_script and vars(scripts.startup_script),
        "public_ip": instance.enable_node_public_ip,
        "sso": instance.enable_sso,
        "root": instance.enable_root_access,
        "release": instance.release_quota_on_stop,
        "patching": instance.enable_os_patching,
        "identity": instance.identity,
        "idle": instance.idle_time_before_shutdown_minutes,
    }


def told(schedule):
    trigger = schedule.trigger
    if isinstance(trigger, CronTrigger):
        when = trigger.expression
    else:
        pattern = trigger.schedule
        days = " ".join(word(day) for day in pattern.week_days)
        when = f"{word(trigger.frequency)} {days} at {pattern.hours}:{pattern.minutes}"
    line = f"{word(schedule.state)} {word(schedule.action)}: {when}, {trigger.time_zone}"
    return {"id": schedule.schedule_id, "line": line}


def word(value):
    return getattr(value, "value", value)


serve(
    {
        step.__name__: step
        for step in (
            *(create_whole, create, create_for, create_with_identity, create_with_script, create_with_cron),
            *(edit_schedules, switch_schedule, remove_schedules, change, get, act),
        )
    }
)
