# A program as it is written for public Azure, with azure-identity and requests alone. Prints what it found.
import json
import os
import ssl
import urllib.error
import urllib.request

import requests
from azure.identity import EnvironmentCredential

management = "https://management.azure.com"

# As a program that trusts other authorities. First: what stands in between has heard of it by the time it answers the rest.
try:
    urllib.request.urlopen(management, context=ssl.create_default_context(cafile=os.environ["OTHER_AUTHORITY"]))
    distrusted = "no"
except urllib.error.URLError as error:
    distrusted = str(error)

token = EnvironmentCredential().get_token(f"{management}/.default").token
answer = requests.get(
    f"{management}/subscriptions", params={"api-version": "2022-12-01"}, headers={"Authorization": f"Bearer {token}"}
)
answer.raise_for_status()

# The same with the library that everybody has.
request = urllib.request.Request(f"{management}/tenants?api-version=2022-12-01", headers={"Authorization": f"Bearer {token}"})
tenants = json.load(urllib.request.urlopen(request))

try:
    requests.get("https://lab.blob.core.windows.net/", timeout=120)
    refused = "no"
except requests.exceptions.ProxyError as error:
    refused = str(error)

print(
    json.dumps(
        {
            "subscriptions": [each["subscriptionId"] for each in answer.json()["value"]],
            "tenants": [each["tenantId"] for each in tenants["value"]],
            "refused": refused,
            "distrusted": distrusted,
        }
    )
)
