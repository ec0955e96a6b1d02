import type { PlannedResource } from "../../../../src/readers/terraform/model/plan.js";
import { ExclusiveAttachments } from "../../../../src/readers/terraform/roles/exclusive-attachments.js";
import type { Attached } from "../../../../src/readers/terraform/roles/policies.js";

const resource = (address: string) => ({ address }) as PlannedResource;
const managed = (id: string | null, by: PlannedResource, holder: PlannedResource | null = null) =>
  ({ kind: "managed", id, by, holder }) as Attached;

const [ROLE, OTHER, BY, TAKER, HOLDER] = ["role", "other", "by", "taker", "holder"].map(resource) as [
  PlannedResource,
  PlannedResource,
  PlannedResource,
  PlannedResource,
  PlannedResource,
];

test.each<[string, Attached, Attached, readonly PlannedResource[], PlannedResource | null]>([
  ["with the policy's ARN", managed("p", BY), managed("p", TAKER), [OTHER], TAKER],
  ["with the policy's resource", managed(null, BY, HOLDER), managed(null, TAKER, HOLDER), [OTHER], TAKER],
  ["for no role", managed("p", BY), managed("p", TAKER), [], TAKER],
  ["for the role as well", managed("p", BY), managed("p", TAKER), [OTHER, ROLE], null],
  ["of another policy", managed("p", BY), managed("q", TAKER), [OTHER], null],
  ["of an unknown policy", managed(null, BY), managed(null, TAKER), [OTHER], null],
  ["that attaches it", managed("p", TAKER), managed("p", TAKER), [OTHER], null],
])("knows what an attachment removes from a role: one %s", (_name, policy, taken, roles, expected) => {
  const takers = new ExclusiveAttachments();
  takers.add(TAKER, [taken], roles);
  expect(takers.of(policy, ROLE, () => true)).toBe(expected);
  expect(takers.of({ ...policy, kind: "inline" }, ROLE, () => true)).toBeNull();
  expect(takers.of(policy, ROLE, () => false)).toBeNull();
});

test("ignores attachments of other policies", () => {
  const takers = new ExclusiveAttachments();
  for (let index = 0; index < 2000; index += 1) takers.add(TAKER, [managed(`p${index}`, TAKER)], [OTHER]);
  const requested: PlannedResource[] = [];
  takers.of(managed("p7", BY), ROLE, (by) => requested.push(by) > 0);
  expect(requested).toEqual([TAKER]);
});
