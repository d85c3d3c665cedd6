"""Calls that come too soon: boto3 waits and calls again, by itself."""

import boto3
from botocore.config import Config

for mode in "standard", "legacy":
    swf = boto3.client("swf", config=Config(retries={"mode": mode, "total_max_attempts": 10}))
    retries = 0
    for _ in range(4):
        reply = swf.list_domains(registrationStatus="REGISTERED")
        retries += reply["ResponseMetadata"]["RetryAttempts"]
    if retries == 0:
        raise AssertionError(f"nothing was retried in mode {mode}")
