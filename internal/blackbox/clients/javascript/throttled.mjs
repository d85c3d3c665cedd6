// Calls that come too soon: the AWS SDK for JavaScript waits and calls again, by itself.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { join } from "node:path";

const sdk = createRequire(join(process.env.SWFD_CLIENTS, "javascript", "package.json"))("@aws-sdk/client-swf");

const swf = new sdk.SWF({ maxAttempts: 10 });
let attempts = 0;
for (let i = 0; i < 4; i++) {
  const { $metadata } = await swf.listDomains({ registrationStatus: "REGISTERED" });
  attempts += $metadata.attempts;
}
assert.ok(attempts > 4, "nothing was retried");
