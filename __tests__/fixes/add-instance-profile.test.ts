import { addInstanceProfile } from "../../src/fixes/add-instance-profile.js";
import { applyEdits } from "../../src/fixes/text-edit.js";
import { rolesOf } from "../readers/cloudformation/read-template.js";

const template = (rest: string) =>
  `{"Resources":{"Worker":{"Type":"AWS::IAM::Role","Properties":{}}${rest === "" ? "" : `,${rest}`}}}`;
const resource = (id: string) => `"${id}":{"Type":"AWS::SNS::Topic"}`;

test.each([
  ["an unused name", "", "WorkerProfile"],
  [
    "a name that is part of others",
    `${resource("MyWorkerProfile")},${resource("WorkerProfileTopic")}`,
    "WorkerProfile",
  ],
  ["an alternative to a taken name", resource("WorkerProfile"), "WorkerInstanceProfile"],
  ["an alternative to two taken names", `${resource("WorkerProfile")},${resource("WorkerInstanceProfile")}`, null],
])("gives an instance profile %s", (_what, rest, expected) => {
  const text = template(rest);
  const [role] = rolesOf(text, "template.json");
  const edits = role === undefined ? null : addInstanceProfile(role);
  const created = edits === null ? null : JSON.parse(applyEdits(text, edits)).Resources;
  if (expected === null) expect(created).toBeNull();
  else
    expect(created[expected]).toEqual({
      Type: "AWS::IAM::InstanceProfile",
      Properties: { Roles: [{ Ref: "Worker" }] },
    });
});
