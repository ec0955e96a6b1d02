import { RequestsOfRun } from "../../src/iam/asked-resources.js";
import { loadAuthorization } from "../../src/iam/service-authorization.js";
import { allow, policyOf, roleOf, roleWith } from "./role.js";

const requests = new RequestsOfRun(await loadAuthorization());
const limited = roleWith(allow("s3:*", "arn:aws:s3:::b"));
const onAll = policyOf("all", allow("s3:*"));
const onSome = policyOf("some", allow("s3:*", "arn:aws:s3:::b"));
const but = policyOf("but", { Effect: "Allow", Action: "s3:*", NotResource: "*" });

// What an action knows of resources makes a difference as soon as one statement is not on all of them.
test.each<[string, Parameters<typeof roleOf>, boolean]>([
  ["on all resources", [{ policies: [onAll] }], false],
  ["on all, among others", [{ policies: [policyOf("p", allow("s3:*", ["*", "arn:aws:s3:::b"]))] }], false],
  ["without a policy", [{}], false],
  ["on some resources", [{ policies: [onSome] }], true],
  ["on some resources beside all", [{ policies: [onAll, onSome] }], true],
  ["on all but some", [{ policies: [but] }], true],
  ["in one variant", [{ policies: [onAll] }, { policies: [onSome] }], true],
  ["within a boundary", [{ policies: [onAll], boundary: onSome }], true],
])("%s", (_, variants, exact) => {
  expect(requests.for(roleOf(...variants)) === requests.for(limited)).toBe(exact);
});

test("an action that knows no resources is asked on none of them; one of unknown resources on each", () => {
  const exact = requests.for(limited);
  const ask = (action: string, ...resources: readonly string[]) => exact.of({ action, resources }).resources;
  expect(ask("ssmmessages:OpenDataChannel", "*")).toMatchObject([{ wildcardOnly: true, services: null }]);
  const [send] = ask("sqs:SendMessage", "*");
  expect([...(send?.services ?? [])]).toEqual(["sqs"]);
  expect([...(ask("s3:GetObject", "*")[0]?.services ?? [])]).toContain("s3");
  expect(ask("newservice:Do", "*", "arn:aws:x:::y")).toMatchObject([
    { everything: true, services: null },
    { everything: false, services: null },
  ]);
});
