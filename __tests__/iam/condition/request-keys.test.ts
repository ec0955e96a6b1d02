import { declaredContext } from "../../../src/iam/condition/context.js";
import { contextOfRequests, type RequestRegion } from "../../../src/iam/condition/request-keys.js";

const REGION = "aws:requestedregion";
const [A, B, C] = ["eu-west-1", "us-east-1", "ap-south-1"];

// The regions of a service's endpoints decide. If there are several, the declared ones decide.
test.each<[declared: readonly string[], region: RequestRegion, known: unknown]>([
  [[A], null, [A]],
  [[A], "unknown", "unknown"],
  [[], "unknown", "unknown"],
  [[A], [B], [B]],
  [[A, B], [B], [B]],
  [[A], [A, B], [A]],
  [
    [A, C],
    [A, B, C],
    [A, C],
  ],
  [[C], [A, B], [A, B]],
  [[], [A, B], [A, B]],
])("combines declared %j with endpoints in %j: %j", (declared, region, known) => {
  const context = declaredContext(new Map(declared.length === 0 ? [] : [[REGION, declared]]));
  expect(contextOfRequests(context, null, region).valueOf(REGION)).toEqual(known);
});

test("treats a key that no request has as missing, regardless of declarations", () => {
  const context = declaredContext(new Map([["ec2:vpc", ["vpc-1"]]]));
  expect(contextOfRequests(context, new Set(["ec2:vpc"]), null).valueOf("ec2:vpc")).toEqual(["vpc-1"]);
  expect(contextOfRequests(context, new Set(["ec2:subnet"]), [A]).valueOf("ec2:vpc")).toBe("missing");
  expect(contextOfRequests(context, null, [A]).valueOf("ec2:vpc")).toEqual(["vpc-1"]);
  expect(contextOfRequests(context, null, null)).toBe(context);
});
