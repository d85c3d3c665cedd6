"""Signs requests with botocore: a JSON object a line comes in, and its headers go out, a JSON object a line."""

import base64
import datetime
import json
import sys

from botocore import auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

for line in sys.stdin:
    r = json.loads(line)
    request = AWSRequest("POST", "http://" + r["host"] + "/", headers=r["headers"], data=base64.b64decode(r["body"]))
    at = datetime.datetime.strptime(r["at"], "%Y%m%dT%H%M%SZ")
    auth.get_current_datetime = lambda *_, **__: at
    credentials = Credentials(r["key"], r["secret"], r["token"] or None)
    auth.SigV4Auth(credentials, "swf", r["region"]).add_auth(request)
    print(json.dumps(dict(request.headers.items())), flush=True)
