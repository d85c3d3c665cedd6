// Who calls, and what happens when the clock is off: for the AWS SDK for JavaScript.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { join } from "node:path";

const sdk = createRequire(join(process.env.SWFD_CLIENTS, "javascript", "package.json"))("@aws-sdk/client-swf");

const { IDENTITY_CASES, SKEWED_URLS, AWS_SECRET_ACCESS_KEY, AWS_REGION } = process.env;

async function keys() {
  for (const c of JSON.parse(IDENTITY_CASES)) {
    const credentials = { accessKeyId: c.key, secretAccessKey: c.secret || AWS_SECRET_ACCESS_KEY };
    if (c.token) credentials.sessionToken = c.token;
    const swf = new sdk.SWF({ region: c.region || AWS_REGION, credentials });
    let got = ["", ""];
    try {
      await swf.listDomains({ registrationStatus: "REGISTERED" });
    } catch (e) {
      got = [e.name, e.message];
    }
    assert.deepEqual(got, [c.code, c.text], c.name);
  }
}

// The SDK corrects its clock by what the service answers, and is served.
async function clock() {
  for (const [what, endpoint] of Object.entries(JSON.parse(SKEWED_URLS))) {
    const credentials = { accessKeyId: "AKIAALICE", secretAccessKey: AWS_SECRET_ACCESS_KEY };
    const swf = new sdk.SWF({ region: AWS_REGION, endpoint, credentials });
    for (let i = 0; i < 2; i++) {
      await assert.rejects(swf.describeDomain({ name: "UnknownResourceFault" }), { name: "UnknownResourceFault" }, what);
    }
  }
}

for (const scenario of [keys, clock]) {
  try {
    await scenario();
    console.log("ok", scenario.name);
  } catch (e) {
    console.error(e);
    process.exitCode = 1;
  }
}
