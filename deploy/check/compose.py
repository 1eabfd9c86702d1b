"""Holds compose.yaml to what is promised about it: nothing runs as root, nothing is reachable that need not be.

Usage: compose.py COMPOSE_FILE. The file as written or as `docker compose config` prints it. Needs PyYAML.
"""

import re
import sys
from pathlib import Path

import yaml

file = Path(sys.argv[1])
project = yaml.safe_load(file.read_text())
services, networks = project["services"], project["networks"]
failures = []


def check(service, claim, holds):
    if not holds:
        failures.append(f"{service}: {claim}")


def names(items, key):
    return [item if isinstance(item, str) else item[key] for item in items or []]


for name, service in services.items():
    image = service["image"]
    check(name, "runs as a user that is not root", not re.match("0|root", service.get("user", "0")))
    check(name, "has a read-only file system", service.get("read_only") is True)
    check(name, "has somewhere to put temporary files", service.get("tmpfs"))
    check(name, "has no capabilities", service.get("cap_drop") == ["ALL"] and "cap_add" not in service)
    check(name, "gains no privileges", "no-new-privileges:true" in service.get("security_opt", []))
    check(name, "is not privileged", not service.get("privileged"))
    for limit in ("mem_limit", "pids_limit", "cpus"):
        check(name, f"has a {limit}", service.get(limit))
    check(name, "has an image of an exact version", "build" in service or re.search(r":v?\d+\.\d+(\.\d+)?\b", image))
    check(name, "has a restart policy", service.get("restart"))
    job = str(service["restart"]).startswith("on-failure")
    check(name, "has a health check, unless it is a job", job or service.get("healthcheck"))
    for port in service.get("ports", []):
        on_loopback = port.startswith("127.0.0.1:") if isinstance(port, str) else port.get("host_ip") == "127.0.0.1"
        check(name, "is published on loopback only", on_loopback)
    for secret in names(service.get("secrets"), "source"):
        check(name, f"uses a secret that is declared: {secret}", secret in project["secrets"])
    environment = service.get("environment", {})
    for variable, value in environment.items():
        secretive = re.search("PASSWORD|SECRET|TOKEN|KEY", variable) and not re.search("_FILE$|_DIR$", variable)
        check(name, f"has no secret in its environment: {variable}", not secretive and "://" not in str(value))
    for needed in service.get("depends_on", {}):
        check(name, f"depends on a service that exists: {needed}", needed in services)
    for network in service["networks"]:
        check(name, f"is in a network that exists: {network}", network in networks)
    for volume in service.get("volumes", []):
        source = volume.split(":")[0] if isinstance(volume, str) else volume["source"]
        if source.startswith((".", "/")):
            check(name, f"mounts what exists: {source}", (file.parent / source).exists())

published = {name for name, service in services.items() if service.get("ports")}
check("all", "only nginx and the tools are published", published == {"nginx", "mail", "prometheus", "grafana"})
check("data", "has no way out", networks["data"].get("internal") is True)
for store in ("postgres", "redis", "mongo"):
    check(store, "is in the network of data only", list(services[store]["networks"]) == ["data"])
check("nginx", "does not reach the data", list(services["nginx"]["networks"]) == ["edge"])

upstream = Path(__file__).resolve().parent.parent / "nginx" / "upstream.conf"
nodes = {services[app]["networks"]["edge"]["ipv4_address"] for app in ("app1", "app2", "app3")}
check("nginx", "knows the nodes by their addresses", set(re.findall(r"server ([0-9.]+):8080", upstream.read_text())) == nodes)
proxy = services["nginx"]["networks"]["edge"]["ipv4_address"]
for app in ("app1", "app2", "app3"):
    check(app, "trusts nginx and nobody else", services[app]["environment"]["HOLDFAST_TRUSTED_PROXIES"] == proxy)
    check(app, "does not change the schema", str(services[app]["environment"]["HOLDFAST_DATABASE_MIGRATE"]) == "false")
    check(app, "has no password of the owner", "holdfast.database.owner" not in names(services[app]["secrets"], "source"))
    waits = services[app]["depends_on"]["migrate"]["condition"]
    check(app, "waits for the migrations", waits == "service_completed_successfully")

for failure in failures:
    print(f"  FAIL {failure}")
print(f"  {len(services)} services, {len(failures)} objections")
sys.exit(1 if failures else 0)
