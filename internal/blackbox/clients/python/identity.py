"""Who calls: the same keys for boto3 and for the AWS CLI, and what happens when the clock is off. The first argument says which."""

import json
import os
import subprocess
import sys
import traceback

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

CASES = json.loads(os.environ["IDENTITY_CASES"])
SKEWED_URLS = json.loads(os.environ["SKEWED_URLS"])
SECRET_KEY = os.environ["AWS_SECRET_ACCESS_KEY"]
REGION = os.environ["AWS_REGION"]


def boto3_call(key, secret, token, region, url, operation, arguments):
    """Makes a call, and returns the code and the text of what went wrong, both empty if nothing did."""
    client = boto3.client(
        "swf",
        region_name=region,
        endpoint_url=url,
        aws_access_key_id=key,
        aws_secret_access_key=secret,
        aws_session_token=token or None,
        config=Config(retries={"mode": "standard", "total_max_attempts": 3}),
    )
    try:
        getattr(client, operation)(**arguments)
    except ClientError as e:
        return e.response["Error"]["Code"], e.response["Error"]["Message"]
    return "", ""


def cli_call(key, secret, token, region, url, operation, arguments):
    """Does the same with a process of the AWS CLI."""
    environment = dict(os.environ, AWS_ACCESS_KEY_ID=key, AWS_SECRET_ACCESS_KEY=secret, AWS_SESSION_TOKEN=token)
    if not token:
        del environment["AWS_SESSION_TOKEN"]
    if url:
        environment["AWS_ENDPOINT_URL_SWF"] = url
    command = [os.path.join(os.path.dirname(sys.executable), "aws"), "swf", operation.replace("_", "-"), "--region", region]
    done = subprocess.run(command + ["--cli-input-json", json.dumps(arguments)], env=environment, capture_output=True, text=True)
    if done.returncode == 0:
        return "", ""
    # An error occurred (CODE) when calling the OPERATION operation: TEXT
    code = done.stderr.partition("An error occurred (")[2].partition(")")[0]
    return code, done.stderr.partition(" operation: ")[2].strip()


def equal(what, got, want):
    if got != want:
        raise AssertionError(f"{what}: got {got!r}, want {want!r}")


def keys(call):
    # Each call of the CLI is a process of its own, and under it is the same botocore.
    for c in CASES[::3] if call is cli_call else CASES:
        got = call(
            c["key"], c["secret"] or SECRET_KEY, c["token"], c["region"] or REGION, None,
            "list_domains", {"registrationStatus": "REGISTERED"},
        )
        equal(c["name"], got, (c["code"], c["text"]))


def clock(call):
    """botocore corrects no clock: whoever uses it is told how far it may be off."""
    for what, url in SKEWED_URLS.items():
        code, text = call("AKIAALICE", SECRET_KEY, "", REGION, url, "describe_domain", {"name": "UnknownResourceFault"})
        equal(what, code, "InvalidSignatureException")
        begin = "Signature expired: " if what == "slow" else "Signature not yet current: "
        if not text.startswith(begin) or not text.endswith(" 15 min.)"):
            raise AssertionError(f"{what}: it was told {text!r}")


call = {"boto3": boto3_call, "cli": cli_call}[sys.argv[1]]
failed = False
for scenario in keys, clock:
    try:
        scenario(call)
        print("ok", scenario.__name__, flush=True)
    except Exception:
        failed = True
        traceback.print_exc()
sys.exit(failed)
